import { coversByOne } from './covers.js';
import { isWithin } from './distance.js';
import type { Selector } from './selection.js';

/**
 * The first single candidate within the tolerance; where there is none, the nearest. O(1/p) for candidates that are within it with
 * probability p. The cheap variant of Malach et al. (2020), drawn no further than needed.
 */
export const one: Selector = {
  name: 'one',
  most: Infinity,
  complete: true,
  earliest: true,
  admits: (size) => size === 1,
  covers: coversByOne,
  compare: (a, b) => a.chosen[0] - b.chosen[0],
  select(candidates, target, tolerance) {
    const { values, limit } = candidates;
    let best = -1, distance = Infinity;
    for (let k = 0; k < limit; k++) {
      candidates.draw(k + 1);
      const d = Math.abs(values[k] - target);
      // Rounded distances may tie where the real ones do not.
      if (d <= distance && isWithin(values, [k], target, tolerance)) return { outcome: 'hit', chosen: [k], exact: true };
      if (d < distance) [best, distance] = [k, d];
    }
    return { outcome: 'unreachable', chosen: best < 0 ? [] : [best], exact: true };
  },
};
