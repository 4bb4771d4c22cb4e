import type { Candidates } from './candidates.js';
import { isProvenMiss, isWithin } from './distance.js';
import { engine } from './engine.js';

/** Where a growing prefix first reaches the target: its length and the closest subset within it. */
export interface HittingTime {
  /** Least number of candidates of which some subset is within the tolerance; Infinity if there is none among the first 46. */
  readonly time: number;
  /** The closest subset of that prefix, or the closest found at all; ascending positions. */
  readonly chosen: readonly number[];
  /** False where a distance so near the tolerance decides that rounding numbers to the engine's grid leaves it open. */
  readonly exact: boolean;
}

/** Beyond this many candidates the lists of sums would pass 192 MiB: the search gives up. */
export const LONGEST_PREFIX = 46;

/** Values handed to the engine at a time. */
const PORTION = 8;

/**
 * The hitting time of `target`: candidates are drawn one by one, the sorted sums of those at even and at odd positions
 * are kept, and only subsets with the newest candidate are looked at. O(2^{time/2}) in all, about 3.4 times the last step.
 */
export function hittingTime(candidates: Candidates, target: number, tolerance: number): HittingTime {
  if (!(tolerance >= 0)) throw new RangeError(`hittingTime: needed a tolerance that is not negative, got ${tolerance}`);
  if (Math.abs(target) <= tolerance) return { time: 0, chosen: [], exact: true };
  const longest = Math.min(candidates.limit, LONGEST_PREFIX), { values } = candidates, loops = engine();
  if (longest > 0) candidates.draw(1);
  // Not a function of how many more happen to be drawn: the same answer whoever draws.
  const size = Math.max(Math.abs(target), longest > 0 ? Math.abs(values[0]) : 0);
  if (!(size < Infinity)) throw new RangeError('hittingTime: needed finite candidates and a finite target, got others');
  for (let reach = loops.headroom * size; ; reach *= 8) {
    const time = growUpTo(candidates, longest, target, tolerance, reach);
    if (time < 0 && reach < 2 ** 900) continue;
    if (time < 0) throw new RangeError('hittingTime: needed finite candidates below 2^900, got others');
    if (time === Infinity) loops.choosePrefix();
    const chosen = loops.chosen();
    const exact = !loops.rounded || (time < Infinity ? isWithin(values, chosen, target, tolerance) : isProvenMiss(values, longest, chosen, target, tolerance, loops.bits));
    return { time, chosen, exact };
  }
}

/** The length of the first prefix that reaches the target, Infinity if none does, -1 if the sums outgrow `reach`. */
function growUpTo(candidates: Candidates, longest: number, target: number, tolerance: number, reach: number): number {
  const loops = engine(), { values } = candidates;
  loops.startPrefix(target, tolerance, reach);
  for (let taken = 0; taken < longest; ) {
    if (candidates.drawn <= taken) candidates.draw(taken + 1);
    const end = Math.min(candidates.drawn, longest, taken + PORTION), written = loops.values();
    for (let k = taken; k < end; k++) written[k] = values[k];
    const time = loops.growPrefix(end);
    if (time !== 0) return time;
    taken = end;
  }
  return Infinity;
}
