import type { Candidates } from './candidates.js';
import { addToSortedSums, subsetOfSum } from './sorted-sums.js';
import { closestPair, type ClosestPair } from './two-pointers.js';

/** Where a growing prefix first reaches the target: its length and the closest subset within it. */
export interface HittingTime {
  /** Least number of candidates of which some subset is within the tolerance; Infinity if there is none among the first 46. */
  readonly time: number;
  /** The closest subset of that prefix, or the closest found at all; ascending positions. */
  readonly chosen: readonly number[];
}

/** Beyond this many candidates the lists of sums would pass 192 MiB: the search gives up. */
export const LONGEST_PREFIX = 46;

let even = new Float64Array(64), odd = new Float64Array(64), spare = new Float64Array(64), shifted = new Float64Array(64);

/**
 * The hitting time of `target`: candidates are drawn one by one, the sorted sums of those at even and at odd positions
 * are kept, and only subsets with the newest candidate are looked at. O(2^{time/2}) in all, about 3.4 times the last step.
 */
export function hittingTime(candidates: Candidates, target: number, tolerance: number): HittingTime {
  const pair: ClosestPair = { distance: Math.abs(target), a: 0, b: 0 };
  if (pair.distance <= tolerance) return { time: 0, chosen: [] };
  even[0] = odd[0] = 0;
  let evens = 1, odds = 1, evenTotal = 0, oddTotal = 0, positive = 0, negative = 0, bestPrefix = 0;
  const longest = Math.min(candidates.limit, LONGEST_PREFIX);
  for (let m = 1; m <= longest; m++) {
    candidates.draw(m);
    const x = candidates.values[m - 1];
    if (x > 0) positive += x;
    else negative += x;
    const isEven = (m & 1) === 1;
    const grown = isEven ? even : odd, length = isEven ? evens : odds;
    const other = isEven ? odd : even, otherLength = isEven ? odds : evens;
    shifted = atLeast(shifted, length);
    // Only subsets that hold the newest candidate are new: the other list stays, this one moves by x.
    const before = pair.distance;
    if (target <= positive + pair.distance && target >= negative - pair.distance) {
      for (let k = 0; k < length; k++) shifted[k] = grown[k] + x;
      closestPair(shifted, length, other, otherLength, target, pair);
    }
    if (pair.distance < before) bestPrefix = m;
    if (pair.distance <= tolerance) return { time: m, chosen: recover(candidates.values, m, pair) };
    if (m === longest) break;
    spare = atLeast(spare, 2 * length);
    if (isEven) {
      evenTotal += x;
      addToSortedSums(even, length, x, evenTotal, spare);
      [even, spare] = [spare, even];
      evens *= 2;
    } else {
      oddTotal += x;
      addToSortedSums(odd, length, x, oddTotal, spare);
      [odd, spare] = [spare, odd];
      odds *= 2;
    }
  }
  return { time: Infinity, chosen: recover(candidates.values, bestPrefix, pair) };
}

/** The subset behind pair found at prefix m: the newest candidate and a subset of each list as they stood before it. */
function recover(values: Float64Array, m: number, pair: ClosestPair): number[] {
  if (m === 0) return [];
  const newest = m - 1, parity = newest & 1;
  const own = subsetOfSum(values, parity, 2, newest >> 1, pair.a - values[newest]);
  const other = subsetOfSum(values, 1 - parity, 2, m >> 1, pair.b);
  return [...own, ...other, newest].sort((a, b) => a - b);
}

/** The list, or one of at least `length` entries in its place; what it held is not needed. */
const atLeast = (list: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> => (list.length >= length ? list : new Float64Array(length));
