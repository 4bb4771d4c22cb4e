import { known, type Candidates } from './candidates.js';
import { distanceOf, isWithin, nearestAlone } from './distance.js';
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
      const tree = grown(values, n, target, tolerance);
      for (let depth = tree.levels.length - 1; depth >= 0 && tree.levels[depth].list.length <= SEARCHED; depth--) {
        const { list, made } = tree.levels[depth];
        if (!isDense(tree.values, list, tolerance)) continue;
        const chosen = chosenBy(searchedSigns(tree, list, made, tolerance), tree, values);
        if (isWithin(values, chosen, target, tolerance)) return { outcome: 'hit', chosen, exact: true };
        const reached = distanceOf(values, chosen, target);
        if (reached < distance) [closest, distance] = [chosen, reached];
      }
    }
    return { outcome: 'gave-up', chosen: closest.length > 0 ? closest : nearestAlone(values, limit, target), exact: false };
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

/** Numbers: leaves, and differences of two: number k >= leaves is number high[k - leaves] less number low[k - leaves]. */
interface Tree {
  readonly values: Float64Array;
  readonly high: Int32Array;
  readonly low: Int32Array;
  /** The last leaf is what the target lacks, all others are halves of candidates. */
  readonly leaves: number;
  readonly lack: number;
  made: number;
  /** Numbers that must all be used, each with a sign, in descending order; and how many had been made by then. */
  readonly levels: { readonly list: Int32Array; readonly made: number }[];
}

/** The levels of the first n values down to the last that is dense enough to be searched. */
function grown(values: Float64Array, n: number, target: number, tolerance: number): Tree {
  const numbers = new Float64Array(2 * n + 2), all = new Int32Array(n + 1);
  let lack = target;
  for (let k = 0; k < n; k++) {
    const half = values[k] / 2;
    lack -= half;
    numbers[k] = Math.abs(half);
    all[k] = k;
  }
  numbers[n] = Math.abs(lack);
  all[n] = n;
  const tree: Tree = { values: numbers, high: new Int32Array(n + 1), low: new Int32Array(n + 1), leaves: n + 1, lack, made: n + 1, levels: [] };
  let list = descending(numbers, all, n + 1);
  tree.levels.push({ list, made: tree.made });
  while (list.length > 8 && (list.length > SEARCHED || isDense(numbers, list, tolerance))) {
    list = differences(tree, list);
    tree.levels.push({ list, made: tree.made });
  }
  return tree;
}

/** The candidates that signs of the leaves choose: signs as given, or all turned round, so that what the target lacks is made up for. */
function chosenBy(signs: Int8Array, { leaves, lack }: Tree, values: Float64Array): number[] {
  const n = leaves - 1, turn = signs[n] * (lack > 0 ? -1 : 1), chosen: number[] = [];
  for (let k = 0; k < n; k++) if (signs[k] * turn * values[k] > 0) chosen.push(k);
  return chosen;
}

/**
 * Makes one level of the one before, given in descending order: neighbours become their difference. The tails of a
 * level are thin, so that neighbours there may be far apart: a difference that is large for the next level goes back into
 * this one, as in largest differencing.
 */
function differences(tree: Tree, sorted: Int32Array): Int32Array {
  const { values, high, low, leaves } = tree, large = (SPREAD * values[sorted[0]]) / sorted.length;
  const list = new Int32Array(2 * sorted.length), next = new Int32Array(sorted.length);
  list.set(sorted);
  let count = 0, end = sorted.length;
  for (let i = 0; i < end; ) {
    if (i + 1 === end) {
      next[count++] = list[i];
      break;
    }
    const k = tree.made++, difference = values[list[i]] - values[list[i + 1]];
    values[k] = difference;
    high[k - leaves] = list[i];
    low[k - leaves] = list[i + 1];
    i += 2;
    if (difference <= large || i === end) next[count++] = k;
    else if (difference >= values[list[i]]) list[--i] = k;
    else {
      let at = end++;
      for (; values[list[at - 1]] < difference; at--) list[at] = list[at - 1];
      list[at] = k;
    }
  }
  return descending(values, next, count);
}

/** The first `count` of the numbers listed, the largest first: put into `count` boxes by value, then into order by insertion. */
function descending(values: Float64Array, list: Int32Array, count: number): Int32Array {
  let largest = 0;
  for (let k = 0; k < count; k++) if (values[list[k]] > largest) largest = values[list[k]];
  const order = new Int32Array(count), end = new Int32Array(count + 1), boxes = largest > 0 ? (count - 1) / largest : 0;
  for (let k = 0; k < count; k++) end[count - 1 - Math.floor(values[list[k]] * boxes)]++;
  for (let box = 1; box < count; box++) end[box] += end[box - 1];
  for (let k = 0; k < count; k++) order[--end[count - 1 - Math.floor(values[list[k]] * boxes)]] = list[k];
  for (let k = 1; k < count; k++) {
    const one = order[k], value = values[one];
    let at = k;
    for (; at > 0 && values[order[at - 1]] < value; at--) order[at] = order[at - 1];
    order[at] = one;
  }
  return order;
}

/** Whether about one of all signed sums should be within the tolerance of 0: a normal density of 2^k sums. */
function isDense(values: Float64Array, list: Int32Array, tolerance: number): boolean {
  let square = 0, sums = 1;
  for (let k = 0; k < list.length; k++, sums *= 2) square += values[list[k]] * values[list[k]];
  return sums * 2 * tolerance > DENSE * Math.sqrt(square);
}

/** Signs of the first `made` numbers with which those listed add up to about 0: greedy ones, from the largest on, then flips, of the smallest first. */
function searchedSigns({ values, high, low, leaves }: Tree, list: Int32Array, made: number, tolerance: number): Int8Array {
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
