import { coversByOne } from './covers.js';
import { isWithin } from './distance.js';
import type { Selector } from './selection.js';

/** The one candidate nearest to the target: one element, no sum. O(n). The cheap variant of Malach et al. (2020), Lemma 1. */
export const nearest: Selector = {
  name: 'nearest',
  most: Infinity,
  complete: true,
  admits: (size) => size === 1,
  covers: coversByOne,
  compare: (a, b) => a.distance - b.distance,
  steps: (n) => n,
  select(candidates, target, tolerance) {
    candidates.draw(candidates.limit);
    const { values, limit } = candidates;
    let best = -1, distance = Infinity;
    for (let k = 0; k < limit; k++) {
      const d = Math.abs(values[k] - target);
      // Rounded distances may tie where the real ones do not.
      if (d < distance || (d === distance && !isWithin(values, [best], target, tolerance) && isWithin(values, [k], target, tolerance))) [best, distance] = [k, d];
    }
    const chosen = best < 0 ? [] : [best];
    return { outcome: best >= 0 && isWithin(values, chosen, target, tolerance) ? 'hit' : 'unreachable', chosen, exact: true };
  },
};
