import type { Candidates } from './candidates.js';
import { coversBySums } from './covers.js';
import { isWithin } from './distance.js';
import { engine } from './engine.js';
import { first } from './first.js';
import { closestOfSize } from './fixed-size.js';
import { LONGEST_PREFIX } from './hitting-time.js';
import type { Selection, Selector } from './selection.js';
import { entriesBySize } from './sums-by-size.js';

/** Steps that the search of one size may take; beyond, the proof of minimality is given up. */
const WORK = 2 ** 25;

/**
 * The fewest candidates within the tolerance; among those the set that comes first when the largest position is compared
 * first, then the next (so it lives in the shortest prefix). Sizes are tried from 0: one element by a scan, two by pairs
 * (two pointers over sorted values where there are many), three by an element and a pair, more by all subsets, by meet in
 * the middle over sizes or, four, by pairs of pair sums, whichever is least work. `exact` is false where a size was not
 * searched to its end within 2^25 steps; the answer then is the subset of `first`.
 */
export const sparsest: Selector = {
  name: 'sparsest',
  most: Infinity,
  complete: true,
  searchesAll: LONGEST_PREFIX,
  covers: coversBySums,
  compare: (a, b) => a.chosen.length - b.chosen.length || fromTheEnd(a.chosen, b.chosen),
  select(candidates, target, tolerance): Selection {
    if (Math.abs(target) <= tolerance) return { outcome: 'hit', chosen: [], exact: true };
    const { limit, values } = candidates, written = engine().values();
    let size = 0;
    for (let i = 0; i < limit; i++) {
      if (i >= candidates.drawn) candidates.draw(i + 8);
      const x = values[i];
      if (Math.abs(x - target) <= tolerance && isWithin(values, [i], target, tolerance)) return { outcome: 'hit', chosen: [i], exact: true };
      if (Math.abs(x) > size) size = Math.abs(x);
      if (i < written.length) written[i] = x;
    }
    const problem = { values, target, tolerance, edge: tolerance + (Math.abs(target) + limit * size) * 2 ** -50 };
    const few = earliestPair(problem, limit, target) ?? earliestTriple(problem, limit, target);
    return few ? { outcome: 'hit', chosen: few, exact: true } : larger(candidates, problem);
  },
};

/** What is sought: `edge` is the tolerance and more than the rounding of any sum; what lies within it is added up exactly. */
interface Problem {
  readonly values: Float64Array;
  readonly target: number;
  readonly tolerance: number;
  readonly edge: number;
}

/** Largest position first, then the next: negative if `a` comes first. */
function fromTheEnd(a: readonly number[], b: readonly number[]): number {
  for (let k = 1; k <= Math.min(a.length, b.length); k++) if (a.at(-k) !== b.at(-k)) return a.at(-k)! - b.at(-k)!;
  return 0;
}

/** Up to so many values, which the engine holds, every pair or triple is tried; beyond, sorted values are searched. */
const ALL = 64;

/** The earliest pair among the first `limit` values that sums to `goal`, the target less what is at position `rest`. */
function earliestPair(problem: Problem, limit: number, goal: number, rest?: number): number[] | undefined {
  const { values, edge } = problem, few = Math.min(limit, ALL);
  const near = engine().nearSubset(2, few, goal, edge);
  if (near) {
    const chosen = engine().chosen();
    if (rest !== undefined) chosen.push(rest);
    // If the sum is beyond the tolerance by less than the edge, a later pair may do: the search below misses none.
    if (hits(problem, chosen)) return chosen;
  } else if (limit <= ALL) {
    return undefined;
  }
  const sorted = new Sorted(values, near ? 1 : ALL, limit);
  for (let last = sorted.length; last < limit; sorted.insert(values[last++])) {
    const y = goal - values[last];
    if (!sorted.hasWithin(y, edge)) continue;
    for (let i = 0; i < last; i++) {
      const chosen = rest === undefined ? [i, last] : [i, last, rest];
      if (Math.abs(values[i] - y) <= edge && hits(problem, chosen)) return chosen;
    }
  }
  return undefined;
}

/** The earliest triple among the first `limit` values. */
function earliestTriple(problem: Problem, limit: number, goal: number): number[] | undefined {
  const { values, edge } = problem, few = Math.min(limit, ALL);
  const near = engine().nearSubset(3, few, goal, edge);
  if (near) {
    const chosen = engine().chosen();
    if (hits(problem, chosen)) return chosen;
  } else if (limit <= ALL) {
    return undefined;
  }
  const sorted = new Sorted(values, near ? 2 : ALL, limit);
  for (let last = sorted.length; last < limit; sorted.insert(values[last++])) {
    const y = goal - values[last];
    const found = sorted.hasPairWithin(y, edge) ? earliestPair(problem, last, y, last) : undefined;
    if (found) return found;
  }
  return undefined;
}

const hits = ({ values, target, tolerance }: Problem, chosen: readonly number[]): boolean => isWithin(values, chosen, target, tolerance);

/** Four elements and more, where no three reach. */
function larger(candidates: Candidates, problem: Problem): Selection {
  const n = candidates.limit;
  // Whether any subset is within the tolerance at all, and an upper bound of the size.
  const cheap = first.select(candidates, problem.target, problem.tolerance);
  if (cheap.outcome === 'unreachable') return cheap;
  const most = cheap.outcome === 'hit' ? cheap.chosen.length : n;
  for (let size = 4; size <= most; size++) {
    const [work, search] = cheapest(size, n);
    if (work > WORK) return { ...cheap, exact: false };
    const found = search(problem, n, size);
    if (found && hits(problem, found)) return { outcome: 'hit', chosen: found, exact: true };
    if (found) break; // Within the edge, not within the tolerance: a sum so near it that no claim is made.
  }
  return { ...cheap, exact: false };
}

type Search = (problem: Problem, n: number, size: number) => number[] | undefined;

/** The way to find the earliest subset of `size` >= 4 of n values that takes the fewest steps, and how many. */
function cheapest(size: number, n: number): [number, Search] {
  let subsets = 1;
  for (let k = 0; k < size; k++) subsets = (subsets * (n - k)) / (k + 1);
  const ways: [number, Search][] = [[n <= 64 ? subsets / 2 : Infinity, earliestOfAll], [n <= 60 ? 100 * size * entriesBySize(n, size) : Infinity, earliestOfHalves], [size === 4 ? 50 * n * n : Infinity, earliestOfPairs]];
  return ways.reduce((a, b) => (b[0] < a[0] ? b : a));
}

/** The earliest subset of `size` among the first n values, by trying all. */
function earliestOfAll({ values, target, edge }: Problem, n: number, size: number): number[] | undefined {
  const loops = engine(), written = loops.values();
  for (let k = 0; k < n; k++) written[k] = values[k];
  return loops.nearSubset(size, n, target, edge) ? loops.chosen() : undefined;
}

/** The same, by meet in the middle over sizes and bisection over the prefix that holds one. */
function earliestOfHalves({ values, target, edge }: Problem, n: number, size: number): number[] | undefined {
  const within = (goal: number, size: number, n: number): number[] | undefined => {
    if (size === 0) return [];
    const reaches = (m: number): boolean => closestOfSize(values, m, goal, (k) => k === size, size).distance <= edge;
    if (!reaches(n)) return undefined;
    let low = size, high = n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (reaches(middle)) high = middle;
      else low = middle + 1;
    }
    const rest = within(goal - values[high - 1], size - 1, high - 1);
    return rest && [...rest, high - 1];
  };
  return within(target, size, n);
}

/** The same of four: two pointers over the sorted sums of pairs, all hits compared. */
function earliestOfPairs(problem: Problem, n: number): number[] | undefined {
  const { values, target, edge } = problem, sums = new Float64Array((n * (n - 1)) / 2);
  for (let b = 1, k = 0; b < n; b++) for (let a = 0; a < b; a++) sums[k++] = values[a] + values[b];
  sums.sort();
  // The sums of pairs that meet, and then the pairs that have them.
  const meeting: [number, number][] = [];
  for (let i = 0, j = sums.length - 1; i < sums.length; i++) {
    const y = target - sums[i];
    while (j >= 0 && sums[j] > y + edge) j--;
    for (let k = Math.min(j, i); k >= 0 && sums[k] >= y - edge; k--) meeting.push([sums[i], sums[k]]);
  }
  const pairsOf = new Map(meeting.flat().map((s): [number, number[][]] => [s, []]));
  for (let b = 1; b < n; b++) for (let a = 0; a < b; a++) pairsOf.get(values[a] + values[b])?.push([a, b]);
  let best: number[] | undefined;
  for (const [s, t] of meeting) {
    for (const p of pairsOf.get(s)!) {
      for (const q of pairsOf.get(t)!) {
        const chosen = [...p, ...q].sort((a, b) => a - b);
        if (new Set(chosen).size === 4 && hits(problem, chosen) && (!best || fromTheEnd(chosen, best) < 0)) best = chosen;
      }
    }
  }
  return best;
}

/** The first values in order, growing by one. */
class Sorted {
  private readonly list: Float64Array;

  constructor(
    values: Float64Array,
    public length: number,
    most: number,
  ) {
    this.list = new Float64Array(most);
    this.list.set(values.subarray(0, length));
    this.list.subarray(0, length).sort();
  }

  insert(x: number): void {
    const at = this.lowerBound(x);
    this.list.copyWithin(at + 1, at, this.length++);
    this.list[at] = x;
  }

  /** Whether some value is within `edge` of y. */
  hasWithin(y: number, edge: number): boolean {
    const at = this.lowerBound(y - edge);
    return at < this.length && this.list[at] <= y + edge;
  }

  /** Whether two values sum to within `edge` of y. */
  hasPairWithin(y: number, edge: number): boolean {
    const { list } = this;
    for (let i = 0, j = this.length - 1; i < j; ) {
      const s = list[i] + list[j] - y;
      if (Math.abs(s) <= edge) return true;
      if (s < 0) i++;
      else j--;
    }
    return false;
  }

  /** The first position whose entry is at least x. */
  private lowerBound(x: number): number {
    let low = 0, high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.list[middle] < x) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
