import { hittingTime } from './hitting-time.js';
import type { Selector } from './selection.js';

/**
 * The shortest prefix of the candidates with a subset within the tolerance, and the closest subset of that prefix.
 * Cheapest of the selectors: O(2^{m/2}) for a prefix of m, and no candidate beyond m is drawn.
 */
export const first: Selector = {
  name: 'first',
  most: Infinity,
  select(candidates, target, tolerance) {
    const { time, chosen, exhausted } = hittingTime(candidates, target, tolerance);
    const hit = time < Infinity;
    return { outcome: hit ? 'hit' : exhausted ? 'unreachable' : 'gave-up', chosen, exact: hit || exhausted };
  },
};
