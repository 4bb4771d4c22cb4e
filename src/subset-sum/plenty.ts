import { known, type Candidates } from './candidates.js';
import { distanceOf, isWithin } from './distance.js';
import { hittingTime } from './hitting-time.js';
import type { Selector } from './selection.js';

/** How many candidates are taken at first, where the tolerance is 2^-bits of the largest: 16, and twice as many per further entry. */
const BITS = [12, 17, 23, 30, 38, 47];
/** A difference is large for the next level beyond so many times the largest number over how many there are. */
const SPREAD = 1.5;
/** Standard deviations per sum and tolerance up to which a level is searched. */
const DENSE = 2;
/** Numbers at a level beyond which it is not searched. */
const SEARCHED = 40;

/**
 * Any subset within the tolerance, from many more candidates than needed, in time far below (1/tolerance)^{1/2}. Choosing
 * a subset is giving signs: sum of chosen x = sum x/2 + sum +-|x|/2, so signs are sought with which |x|/2 and what the
 * target lacks add up to about 0. Numbers next to each other in order get opposite signs and become one number, their
 * difference (paired differencing: Karmarkar & Karp, 1982): each level halves how many there are and shrinks them by as much.
 * The last level whose 2^k sums still lie dense enough is searched for its hitting time; if that fails, the level before;
 * then with twice as many candidates. Takes about half of the candidates it looks at; a miss proves nothing.
 */
export const plenty: Selector = {
  name: 'plenty',
  most: Infinity,
  complete: false,
  select(candidates, target, tolerance) {
    if (Math.abs(target) <= tolerance) return { outcome: 'hit', chosen: [], exact: true };
    const { limit, values } = candidates;
    let closest: number[] = [], distance = Math.abs(target);
    for (let n = enough(candidates, tolerance), tried = 0; tried < limit; tried = n, n *= 2) {
      n = Math.min(n, limit);
      candidates.draw(n);
      for (const chosen of attempts(values, n, target, tolerance)) {
        if (isWithin(values, chosen, target, tolerance)) return { outcome: 'hit', chosen, exact: true };
        const reached = distanceOf(values, chosen, target);
        if (reached < distance) [closest, distance] = [chosen, reached];
      }
    }
    return { outcome: 'gave-up', chosen: closest, exact: false };
  },
};

function enough(candidates: Candidates, tolerance: number): number {
  candidates.draw(16);
  let largest = 0;
  for (let k = 0; k < Math.min(16, candidates.limit); k++) largest = Math.max(largest, Math.abs(candidates.values[k]));
  let n = 16, level = 0;
  for (let bits = 0, x = largest; x > tolerance && level < BITS.length; x /= 2) if (++bits > BITS[level]) (level++, (n *= 2));
  return n;
}

/** A tree of differences: number k >= leaves is number high[k - leaves] less number low[k - leaves]. */
interface Numbers {
  readonly values: Float64Array;
  readonly high: Int32Array;
  readonly low: Int32Array;
  readonly leaves: number;
  made: number;
}

/** Subsets of the first n values that should come close to the target, cheapest first. */
function* attempts(values: Float64Array, n: number, target: number, tolerance: number): Generator<number[]> {
  // Numbers 0 .. n - 1 are the halves, number n is what the target lacks; all others are differences.
  const numbers: Numbers = { values: new Float64Array(2 * n + 2), high: new Int32Array(n + 1), low: new Int32Array(n + 1), leaves: n + 1, made: n + 1 };
  let lack = target;
  for (let k = 0; k < n; k++) {
    lack -= values[k] / 2;
    numbers.values[k] = Math.abs(values[k] / 2);
  }
  numbers.values[n] = Math.abs(lack);
  const all = new Int32Array(n + 1);
  for (let k = 0; k <= n; k++) all[k] = k;
  const levels = [{ list: descending(numbers.values, all, n + 1), made: n + 1 }];
  for (let list = levels[0].list; list.length > 8 && (list.length > SEARCHED || isDense(numbers.values, list, tolerance)); levels.push({ list, made: numbers.made })) {
    list = differences(numbers, list);
  }
  for (let depth = levels.length - 1; depth >= 0 && levels[depth].list.length <= SEARCHED; depth--) {
    const { list, made } = levels[depth];
    if (!isDense(numbers.values, list, tolerance)) continue;
    const signs = searchedSigns(numbers, list, made, tolerance);
    // All signs as given, or all turned round: what the target lacks is what the others have to make up for.
    const turn = signs[n] * (lack > 0 ? -1 : 1);
    const chosen: number[] = [];
    for (let k = 0; k < n; k++) if (signs[k] * turn * values[k] > 0) chosen.push(k);
    yield chosen;
  }
}

/**
 * Makes one level of the one before, given in descending order: neighbours become their difference. The tails of a
 * level are thin, so that neighbours there may be far apart: a difference that is large for the next level goes back into
 * this one, as in largest differencing.
 */
function differences(numbers: Numbers, sorted: Int32Array): Int32Array {
  const { values, high, low, leaves } = numbers, list = sorted.slice();
  const large = (SPREAD * values[list[0]]) / list.length;
  const next = new Int32Array(list.length);
  let count = 0;
  for (let i = 0; i < list.length; ) {
    if (i + 1 === list.length) {
      next[count++] = list[i];
      break;
    }
    const k = numbers.made++, difference = values[list[i]] - values[list[i + 1]];
    values[k] = difference;
    high[k - leaves] = list[i];
    low[k - leaves] = list[i + 1];
    i += 2;
    if (difference <= large || i === list.length) {
      next[count++] = k;
      continue;
    }
    // Into its place among those left, which move up by one.
    let at = i--;
    for (; at < list.length && values[list[at]] > difference; at++) list[at - 1] = list[at];
    list[at - 1] = k;
  }
  return descending(values, next, count);
}

/** The first `count` of the numbers listed, the largest first: sorted by value, the place in the list hidden in the last bits. */
function descending(values: Float64Array, list: Int32Array, count: number): Int32Array {
  const keys = new Float64Array(count), words = new Uint32Array(keys.buffer);
  for (let k = 0; k < count; k++) {
    keys[k] = values[list[k]];
    words[2 * k] = (words[2 * k] & -1048576) | k;
  }
  keys.sort();
  const order = new Int32Array(count);
  for (let k = 0; k < count; k++) order[k] = list[words[2 * (count - 1 - k)] & 1048575];
  return order;
}

/** Whether about one of all signed sums should be within the tolerance of 0: a normal density of 2^k sums. */
function isDense(values: Float64Array, list: Int32Array, tolerance: number): boolean {
  let square = 0, sums = 1;
  for (const k of list) {
    square += values[k] * values[k];
    sums *= 2;
  }
  return sums * 2 * tolerance > DENSE * Math.sqrt(square);
}

/** Signs of the first `made` numbers with which those listed add up to about 0: greedy ones, from the largest on, then flips, of the smallest first. */
function searchedSigns({ values, high, low, leaves }: Numbers, list: Int32Array, made: number, tolerance: number): Int8Array {
  const signs = new Int8Array(made), flips = new Float64Array(list.length);
  let sum = 0;
  for (let at = 0; at < list.length; at++) {
    const k = list[at];
    signs[k] = sum > 0 ? -1 : 1;
    sum += signs[k] * values[k];
    flips[list.length - 1 - at] = 2 * signs[k] * values[k];
  }
  const hit = hittingTime(known(flips), sum, tolerance);
  for (const at of hit.chosen) signs[list[list.length - 1 - at]] *= -1;
  for (let k = made - 1; k >= leaves; k--) {
    if (signs[k] === 0) continue;
    signs[high[k - leaves]] = signs[k];
    signs[low[k - leaves]] = -signs[k];
  }
  return signs;
}
