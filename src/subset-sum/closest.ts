import { coversBySums } from './covers.js';
import { selectionOf } from './distance.js';
import { engine, NOT_FINITE } from './engine.js';
import type { Selector } from './selection.js';

/** Candidates whose sums are kept in two lists. Beyond, the lists are visited window by window. */
const IN_LISTS = 44;

/**
 * The subset whose sum is closest to the target: the exact optimum, by meet in the middle (Horowitz & Sahni, 1974), both
 * halves' sums made in order by merging. O(2^{n/2}) time; 2^{n/2} memory up to n = 44 and no more beyond, where the
 * halves' sums are made in order, one window of values after another (cf. Schroeppel & Shamir, 1981). At most 60.
 */
export const closest: Selector = {
  name: 'closest',
  most: 60,
  complete: true,
  covers: coversBySums,
  compare: (a, b) => a.distance - b.distance,
  steps: (n) => 4 * 2 ** (n / 2) * (1 + Math.max(0, n - IN_LISTS) / 2),
  select(candidates, target, tolerance) {
    const n = candidates.limit, loops = engine();
    if (n > loops.most) throw new RangeError(`closest: needed at most ${loops.most} candidates, got ${n}`);
    candidates.draw(n);
    const { values } = candidates, written = loops.values();
    for (let k = 0; k < n; k++) written[k] = values[k];
    const flags = loops.closest(n, target, tolerance);
    if (flags === NOT_FINITE) throw new RangeError('closest: needed finite candidates and a finite target, got others');
    return selectionOf(candidates, n, target, tolerance, flags, loops.bits, loops.chosen());
  },
};

