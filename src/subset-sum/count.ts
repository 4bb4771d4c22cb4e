import { leastPrefix } from './covers.js';
import { isWithin } from './distance.js';
import type { Selector } from './selection.js';

/**
 * The first round(|target|) candidates of the target's sign: for candidates that are all -1 or 1, a closest subset, and a smallest.
 * O(target). A reconstruction of Diffenderfer & Kailkhura (2021).
 */
export const count: Selector = {
  name: 'count',
  most: Infinity,
  complete: false,
  earliest: true,
  // Rounding leaves half a step at most, and targets beyond what there is are as far as it goes short.
  covers(candidates, low, high, tolerance) {
    if (!(tolerance >= 0.5)) return { lower: Infinity, upper: Infinity };
    const enough = (n: number, end: number): boolean => {
      let found = 0;
      for (let k = 0; k < n; k++) if (candidates.values[k] === (end < 0 ? -1 : 1)) found++;
      return found >= Math.abs(end) - tolerance;
    };
    return leastPrefix(candidates, (n) => enough(n, low) && enough(n, high));
  },
  select(candidates, target, tolerance) {
    const { values, limit } = candidates, wanted = Math.round(Math.abs(target)), side = target < 0 ? -1 : 1;
    const chosen: number[] = [];
    for (let k = 0; k < limit && chosen.length < wanted; k++) {
      candidates.draw(k + 1);
      if (values[k] === side) chosen.push(k);
    }
    if (!isWithin(values, chosen, target, tolerance)) return { outcome: 'gave-up', chosen, exact: false };
    // A shorter prefix may have had enough to be within the tolerance, if not to be closest.
    let enough = chosen.length;
    while (enough > 0 && isWithin(values, chosen.slice(0, enough - 1), target, tolerance)) enough--;
    return { outcome: 'hit', chosen, exact: true, needs: enough === 0 ? 0 : chosen[enough - 1] + 1 };
  },
};
