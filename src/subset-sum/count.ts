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
  select(candidates, target, tolerance) {
    const { values, limit } = candidates, wanted = Math.round(Math.abs(target)), side = target < 0 ? -1 : 1;
    const chosen: number[] = [];
    for (let k = 0; k < limit && chosen.length < wanted; k++) {
      candidates.draw(k + 1);
      if (values[k] === side) chosen.push(k);
    }
    const hit = isWithin(values, chosen, target, tolerance);
    return { outcome: hit ? 'hit' : 'gave-up', chosen, exact: hit };
  },
};
