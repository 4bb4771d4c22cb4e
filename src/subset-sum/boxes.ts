import type { Candidates } from './candidates.js';
import { coversByOne, coversWithin, leastPrefix } from './covers.js';
import { isWithin } from './distance.js';
import type { Selector } from './selection.js';

/**
 * The first candidate in the boxes of Malach et al. (2020): with e half of the tolerance, a last edge of size in [1 - e, 1] behind a
 * gain within e of |target|, and of the sign that is wanted. Where there is none, the nearest candidate, which is a hit
 * only of another selector. A value without a gain is a last edge behind a gain of 1. O(1/e^2).
 */
export const boxes: Selector = {
  name: 'boxes',
  most: Infinity,
  complete: false,
  earliest: true,
  admits: (size) => size === 1,
  covers(candidates, low, high, tolerance) {
    const { upper } = leastPrefix(candidates, (n) =>
      [low, high].every((end) => end === 0 || coversWithin(inBoxes(candidates, n, tolerance, end > 0 ? 1 : -1), 0, Math.abs(end), tolerance / 2)),
    );
    // Candidates outside the boxes may serve all targets where those inside do not: then more are needed of these, and nothing is proven.
    return { lower: upper < Infinity || coversByOne(candidates, low, high, tolerance).upper === Infinity ? upper : candidates.limit + 1, upper };
  },
  select(candidates, target, tolerance) {
    const { values, gains, limit } = candidates, half = tolerance / 2, size = Math.abs(target);
    let best = -1, distance = Infinity;
    for (let k = 0; k < limit; k++) {
      candidates.draw(k + 1);
      // The value is an exact product: dividing it gives the last edge back.
      const value = values[k], gain = Math.abs(gains?.[k] ?? 1), edge = Math.abs(value) / gain;
      if (value > 0 === target > 0 && edge >= 1 - half && edge <= 1 && Math.abs(gain - size) <= half && isWithin(values, [k], target, tolerance)) {
        return { outcome: 'hit', chosen: [k], exact: true };
      }
      if (Math.abs(value - target) < distance) [best, distance] = [k, Math.abs(value - target)];
    }
    return { outcome: 'gave-up', chosen: best < 0 ? [] : [best], exact: false };
  },
};

/** Sizes of the gains behind last edges of size in [1 - tolerance / 2, 1] and of a sign, among the first n candidates, ascending. */
function inBoxes({ values, gains }: Candidates, n: number, tolerance: number, sign: 1 | -1): Float64Array {
  const found: number[] = [];
  for (let k = 0; k < n; k++) {
    const gain = Math.abs(gains?.[k] ?? 1), edge = Math.abs(values[k]) / gain;
    if (sign * values[k] > 0 && edge >= 1 - tolerance / 2 && edge <= 1) found.push(gain);
  }
  return Float64Array.from(found).sort();
}
