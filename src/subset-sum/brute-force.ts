import { distanceOf, isWithin } from './distance.js';
import { positions } from './mask.js';
import type { Selector, Subset } from './selection.js';

/** What a selector promises, found by trying all 2^n subsets, n <= 20: the oracle of its tests. */
export const bruteForce = ({ name, admits, compare }: Selector): Selector => ({
  name: `brute force ${name}`,
  most: 20,
  complete: true,
  admits,
  compare,
  steps: (n) => 20 * 2 ** n,
  select(candidates, target, tolerance) {
    const { values, limit: n } = candidates;
    if (n > 20) throw new RangeError(`bruteForce: needed at most 20 candidates, got ${n}`);
    candidates.draw(n);
    let best: Subset | undefined, closest: Subset = { chosen: [], distance: Infinity };
    for (let mask = 0; mask < 2 ** n; mask++) {
      const chosen = positions(mask, 0);
      if (admits && !admits(chosen.length)) continue;
      const subset = { chosen, distance: distanceOf(values, chosen, target) };
      if (subset.distance < closest.distance) closest = subset;
      if (isWithin(values, chosen, target, tolerance) && (!best || (compare?.(subset, best) ?? 0) < 0)) best = subset;
    }
    return { outcome: best ? 'hit' : 'unreachable', chosen: (best ?? closest).chosen, exact: true };
  },
});
