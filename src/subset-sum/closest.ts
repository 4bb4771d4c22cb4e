import type { Selector } from './selection.js';
import { sortedSubsetSums, subsetOfSum } from './sorted-sums.js';
import { closestPair, type ClosestPair } from './two-pointers.js';

/** Beyond this many candidates the rest is enumerated around the two sorted lists, so memory stays at 2^22 sums a list. */
const IN_LISTS = 44;

let lists = Array.from({ length: 4 }, () => new Float64Array(2));

/**
 * The subset whose sum is closest to the target: the exact optimum, by meet in the middle (Horowitz & Sahni, 1974).
 * O(2^{n/2}) time and memory for n <= 44 candidates; beyond that 2^{n-44} times the time of 44. At most 60.
 */
export const closest: Selector = {
  name: 'closest',
  most: 60,
  steps: (n) => 6 * 2 ** (Math.min(n, IN_LISTS) / 2) * 2 ** Math.max(0, n - IN_LISTS),
  select(candidates, target, tolerance) {
    const n = candidates.limit;
    if (n > 60) throw new RangeError(`closest: needed at most 60 candidates, got ${n}`);
    candidates.draw(n);
    const values = candidates.values;
    const inLists = Math.min(n, IN_LISTS);
    const lower = inLists >> 1, upper = inLists - lower, rest = n - inLists;
    const size = 2 ** upper;
    if (lists[0].length < size) lists = lists.map(() => new Float64Array(size));
    const low = sortedSubsetSums(values, 0, 1, lower, lists[0], lists[1]);
    const high = sortedSubsetSums(values, lower, 1, upper, lists[2], lists[3]);
    const pair: ClosestPair = { distance: Infinity, a: 0, b: 0 };
    let bestRest = 0;
    for (let mask = 0; mask < 2 ** rest; mask++) {
      const before = pair.distance;
      let shift = 0;
      for (let k = 0; k < rest; k++) if ((mask >>> k) & 1) shift += values[inLists + k];
      closestPair(low, 2 ** lower, high, size, target - shift, pair);
      if (pair.distance < before) bestRest = mask;
    }
    const chosen = [...subsetOfSum(values, 0, 1, lower, pair.a), ...subsetOfSum(values, lower, 1, upper, pair.b)];
    for (let k = 0; k < rest; k++) if ((bestRest >>> k) & 1) chosen.push(inLists + k);
    return { outcome: pair.distance <= tolerance ? 'hit' : 'unreachable', chosen, exact: true };
  },
};
