import { BitSums } from './bit-sums.js';
import type { Candidates } from './candidates.js';
import { engine } from './engine.js';

/** Between which lengths a growing prefix first comes within the tolerance of every target: equal where that is exact. */
export interface CoveringTime {
  /** No prefix shorter than this covers. Infinity: none of the candidates' prefixes does. */
  readonly lower: number;
  /** The prefix of this length covers; Infinity where none is known to. */
  readonly upper: number;
}

/** Up to so many candidates all 2^n sums are listed; beyond, sums are rounded to cells. */
const LISTED = 24;
/** Cells of a bitset: 256 MiB. */
const CELLS = 2 ** 31;

/**
 * The covering time: the least length of a prefix whose subset sums come within the tolerance of every target of
 * [low, high]. Exact up to 24 candidates, from the sorted list of all sums, to within one 2^-50 of it; beyond, a bracket
 * from a bitset of sums rounded to cells, as fine as 2^31 of them allow and at most a thousandth of the tolerance.
 * Incremental: all lengths cost about twice the last.
 */
export function coveringTime(candidates: Candidates, low: number, high: number, tolerance: number): CoveringTime {
  if (!(low <= high && tolerance >= 0 && high - low < Infinity)) throw new RangeError(`coveringTime: needed low <= high, both finite, and a tolerance >= 0, got ${low}, ${high}, ${tolerance}`);
  const listed = listedTime(candidates, low, high, tolerance);
  if (listed < Infinity || candidates.limit <= LISTED) return { lower: listed, upper: listed };
  const { lower, upper } = coveringBracket(candidates, low, high, tolerance, 1024);
  return { lower: Math.max(lower, LISTED + 1), upper };
}

function listedTime(candidates: Candidates, low: number, high: number, tolerance: number): number {
  if (low >= -tolerance && high <= tolerance) return 0;
  const longest = Math.min(candidates.limit, LISTED), loops = engine(), { values } = candidates;
  const size = Math.max(Math.abs(low), Math.abs(high)) + tolerance;
  for (let reach = loops.headroom * size; reach < 2 ** 900; reach *= 8) {
    loops.startCovering(low, high, tolerance, reach, longest);
    let outgrown = false;
    for (let k = 0; k < longest && !outgrown; k++) {
      if (candidates.drawn <= k) candidates.draw(k + 1);
      const covered = loops.growCovering(values[k]);
      if (covered === 1) return k + 1;
      outgrown = covered < 0;
    }
    if (!outgrown) return Infinity;
  }
  throw new RangeError('coveringTime: needed finite candidates below 2^900, got others');
}

/**
 * A bracket of the covering time from cells of which the tolerance has `cells`, coarser if there would be more than 2^31 in all: sums of n
 * numbers rounded to cells of size h are wrong by n h / 2 at most. Where that is no less than the tolerance, nothing is known but that at least one is needed.
 */
export function coveringBracket(candidates: Candidates, low: number, high: number, tolerance: number, cells: number): CoveringTime {
  const n = candidates.limit;
  candidates.draw(n);
  let reach = 0;
  for (let k = 0; k < n; k++) reach += Math.abs(candidates.values[k]);
  const h = Math.max(tolerance / cells, (2 * reach) / CELLS);
  if (low >= -tolerance && high <= tolerance) return { lower: 0, upper: 0 };
  if (!(n * h < 2 * tolerance)) return { lower: 1, upper: Infinity };
  const sums = new BitSums();
  let lower = Infinity;
  for (let k = 0; k < n; k++) {
    sums.add(Math.round(candidates.values[k] / h));
    const wrong = (k + 1) / 2, radius = tolerance / h;
    // Above float64's rounding of these quotients.
    const slack = 1e-6;
    if (lower === Infinity && sums.covers(low / h, high / h, radius + wrong + slack)) lower = k + 1;
    if (lower < Infinity && sums.covers(low / h, high / h, radius - wrong - slack)) return { lower, upper: k + 1 };
  }
  return { lower, upper: Infinity };
}
