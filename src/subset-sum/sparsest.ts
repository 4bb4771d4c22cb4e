import type { Candidates } from './candidates.js';
import { first } from './first.js';
import type { Selection, Selector } from './selection.js';

/** Pairs looked at per problem before the proof of minimality is given up. */
const WORK = 1 << 20;

/**
 * The fewest candidates within the tolerance; among those the set that comes first when the largest index is compared
 * first, then the next (so it lives in the shortest prefix). `exact` is false where a size below the answer's was not
 * searched to its end within 2^20 steps; the answer then is the subset of `first`. (Sums within 2^-53 of the tolerance's
 * edge may be taken for misses.)
 */
export const sparsest: Selector = {
  name: 'sparsest',
  most: Infinity,
  select(candidates, target, tolerance): Selection {
    if (Math.abs(target) <= tolerance) return { outcome: 'hit', chosen: [], exact: true };
    const one = single(candidates, candidates.limit, target, tolerance);
    if (one >= 0) return { outcome: 'hit', chosen: [one], exact: true };
    const search = new Search(candidates.values, tolerance);
    const two = search.earliest(2, target, candidates.limit);
    if (two && search.hits(two, target)) return { outcome: 'hit', chosen: two, exact: true };
    // Whether any subset is within the tolerance at all, and an upper bound of the size.
    const cheap = first.select(candidates, target, tolerance);
    if (cheap.outcome === 'unreachable') return cheap;
    const { chosen } = cheap, hit = cheap.outcome === 'hit';
    const largest = hit ? chosen.length : candidates.limit;
    for (let size = 3; size <= largest; size++) {
      // A subset as large as the one known lies in its prefix, if that is the shortest.
      const found = search.earliest(size, target, hit && cheap.exact && size === largest ? chosen[size - 1] + 1 : candidates.limit);
      if (search.work > WORK) break;
      if (found && search.hits(found, target)) return { outcome: 'hit', chosen: found, exact: true };
    }
    return { ...cheap, exact: false };
  },
};

/** The first of candidates 0..limit-1 within the tolerance of target, or -1; draws as it goes. */
function single(candidates: Candidates, limit: number, target: number, tolerance: number): number {
  const values = candidates.values;
  for (let i = 0; i < limit; i++) {
    if (i >= candidates.drawn) candidates.draw(i + 8);
    if (Math.abs(values[i] - target) <= tolerance) return i;
  }
  return -1;
}

let sorted = new Float64Array(64);

/**
 * Finds subsets of a given size; counts the pairs it looks at. It looks for the rest of a subset at a shifted target,
 * which may round by 2^-53: whatever it finds is added up and compared again.
 */
class Search {
  work = 0;

  constructor(
    private readonly values: Float64Array,
    private readonly tolerance: number,
  ) {}

  /** Whether the exact sum of the chosen values is within the tolerance. */
  hits(chosen: readonly number[], target: number): boolean {
    return Math.abs(chosen.reduce((sum, i) => sum + this.values[i], 0) - target) <= this.tolerance;
  }

  /** The earliest subset of `size` among the first `limit` values, ascending, or undefined (none, or work exceeded). */
  earliest(size: number, target: number, limit: number): number[] | undefined {
    const { values, tolerance } = this;
    if (size === 1) {
      for (let i = 0; i < limit; i++) if (Math.abs(values[i] - target) <= tolerance) return [i];
      return undefined;
    }
    if (sorted.length < limit) sorted = new Float64Array(2 * limit);
    for (let last = 0; last < limit && this.work <= WORK; last++) {
      const x = values[last];
      if (last >= size - 1 && this.exists(size - 1, target - x, last)) {
        const rest = this.earliest(size - 1, target - x, last);
        if (rest) return [...rest, last];
        this.work = Infinity; // A sum at the very edge of the tolerance, lost to rounding: claim nothing.
        return undefined;
      }
      const at = lowerBound(sorted, last, x);
      sorted.copyWithin(at + 1, at, last);
      sorted[at] = x;
    }
    return undefined;
  }

  /** Whether `size` of the first `length` sorted values sum to within the tolerance of target. */
  private exists(size: number, target: number, length: number): boolean {
    const { tolerance } = this;
    if (size === 1) {
      this.work++;
      const at = lowerBound(sorted, length, target - tolerance);
      return at < length && sorted[at] <= target + tolerance;
    }
    if (size === 2) {
      let i = 0, j = length - 1;
      this.work += length;
      while (i < j) {
        const s = sorted[i] + sorted[j] - target;
        if (Math.abs(s) <= tolerance) return true;
        if (s < 0) i++;
        else j--;
      }
      return false;
    }
    for (let top = length - 1; top >= size - 1; top--) {
      if (this.exists(size - 1, target - sorted[top], top)) return true;
      if (this.work > WORK) return false;
    }
    return false;
  }
}

/** The first position of sorted[0..length) whose entry is at least x. */
function lowerBound(list: Float64Array, length: number, x: number): number {
  let low = 0, high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
