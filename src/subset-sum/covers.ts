import { signOfSum } from '../numeric/exact-sign.js';
import type { Candidates } from './candidates.js';
import { coveringBracket, type CoveringTime } from './covering-time.js';

/** Candidates that are looked at first, and most that cells can tell apart from one another. */
const SHORT = 32, LONG = 1024;
/** Cells of the tolerance, and those of a second look where the first leaves the time open. */
const COARSE = 256, FINE = 4096;

/**
 * A bracket of the covering time of [low, high] by sums of any subset, for many candidates: a growing prefix of 32, 64, ... of them. A
 * prefix that covers settles it; beyond 1024 candidates nothing is proven.
 */
export function coversBySums(candidates: Candidates, low: number, high: number, tolerance: number): CoveringTime {
  for (let most = SHORT; ; most *= 2) {
    const prefix = firstOf(candidates, Math.min(most, candidates.limit));
    let found = coveringBracket(prefix, low, high, tolerance, Math.max(COARSE, 2 * most));
    if (found.lower !== found.upper && (found.upper < Infinity || most >= candidates.limit)) {
      const fine = coveringBracket(prefix, low, high, tolerance, FINE);
      found = { lower: Math.max(found.lower, fine.lower), upper: Math.min(found.upper, fine.upper) };
    }
    if (found.upper < Infinity || most >= candidates.limit) return found;
    if (most >= LONG) return { lower: Math.min(found.lower, most + 1), upper: Infinity };
  }
}

/** The covering time by one candidate alone: exact. O(n log^2 n). */
export const coversByOne = (candidates: Candidates, low: number, high: number, tolerance: number): CoveringTime =>
  leastPrefix(candidates, (n) => coversWithin(candidates.values.slice(0, n).filter((x) => x === x).sort(), low, high, tolerance));

/** The least prefix of the candidates that fulfils a condition which, once met, stays met: a bracket whose ends are equal. */
export function leastPrefix(candidates: Candidates, holds: (n: number) => boolean): CoveringTime {
  candidates.draw(candidates.limit);
  if (!holds(candidates.limit)) return { lower: Infinity, upper: Infinity };
  let least = 0, high = candidates.limit;
  while (least < high) {
    const middle = Math.floor((least + high) / 2);
    if (holds(middle)) high = middle;
    else least = middle + 1;
  }
  return { lower: high, upper: high };
}

/**
 * Whether every number of [low, high] is within the tolerance of one of the ascending values: decided without rounding. Where the values are
 * known to `slack` only, whether it is sure; with a negative slack, whether it is possible.
 */
export function coversWithin(ascending: ArrayLike<number>, low: number, high: number, tolerance: number, slack = 0): boolean {
  const atMost = (b: number, a: number, reach: number): boolean => {
    const excess = b - a - reach + slack;
    return Math.abs(excess) > 1e-12 * (Math.abs(a) + Math.abs(b) + reach) ? excess < 0 : signOfSum([b, -a, -reach, slack]) <= 0;
  };
  let k = -1;
  while (k + 1 < ascending.length && atMost(ascending[k + 1], low, tolerance)) k++;
  if (k < 0 || !atMost(low, ascending[k], tolerance)) return false;
  while (!atMost(high, ascending[k], tolerance)) {
    const from = ascending[k], before = k;
    while (k + 1 < ascending.length && atMost(ascending[k + 1], from, 2 * tolerance)) k++;
    if (k === before) return false;
  }
  return true;
}

const firstOf = (candidates: Candidates, limit: number): Candidates => ({
  limit,
  values: candidates.values,
  get drawn() {
    return Math.min(limit, candidates.drawn);
  },
  draw: (count) => candidates.draw(Math.min(count, limit)),
});
