import { exponent, powerOfTwo } from '../numeric/rounding.js';
import { BitSums } from './bit-sums.js';
import { coversBySums } from './covers.js';
import { distanceOf, isWithin } from './distance.js';
import type { Selector } from './selection.js';

/** The largest absolute sum, in steps of the values' grid: a byte each. */
const WIDEST = 2 ** 28;

/**
 * The closest subset of values on a coarse grid, exactly, by a bitset of all sums: O(n w / 32 + w) for absolute sum w in
 * steps, w <= 2^28; any n up to 255. For quantised laws (Kumar & Natale, 2025). Of the subsets with the closest sum it
 * takes one in the shortest prefix.
 */
export const integer: Selector = {
  name: 'integer',
  most: 255,
  complete: true,
  covers: coversBySums,
  compare: (a, b) => a.distance - b.distance,
  select(candidates, target, tolerance) {
    const n = candidates.limit;
    if (n > 255) throw new RangeError(`integer: needed at most 255 candidates, got ${n}`);
    candidates.draw(n);
    const { values } = candidates, step = stepOf(values, n);
    const steps = Array.from({ length: n }, (_, k) => values[k] / step);
    const width = steps.reduce((sum, s) => sum + Math.abs(s), 0);
    if (!(width <= WIDEST)) throw new RangeError(`integer: needed values on a grid with absolute sum at most 2^28 steps, got ${width} steps of ${step}`);
    // For each sum, the candidate whose coming made it one: at position base + sum as it was then.
    const sums = new BitSums(), newest = new Uint8Array(width + 1);
    steps.forEach((s, i) =>
      sums.add(s, (word, bits) => {
        for (let left = bits; left !== 0; left &= left - 1) newest[32 * word + 31 - Math.clz32(left & -left)] = i + 1;
      }),
    );
    const subsets = sums.around(target / step).map((sum) => recover(steps, newest, sum - sums.base));
    const [closest, other] = subsets.sort((a, b) => distanceOf(values, a, target) - distanceOf(values, b, target));
    const hit = [closest, other].find((chosen) => chosen && isWithin(values, chosen, target, tolerance));
    return { outcome: hit ? 'hit' : 'unreachable', chosen: hit ?? closest, exact: true };
  },
};

/** The subset behind bit `at`. A negative candidate is chosen unless its step up was taken. */
function recover(steps: readonly number[], newest: Uint8Array, at: number): number[] {
  const chosen = new Set(steps.flatMap((s, i) => (s < 0 ? [i] : [])));
  for (let k = at; k > 0; ) {
    const i = newest[k] - 1;
    if (steps[i] < 0) chosen.delete(i);
    else chosen.add(i);
    k -= Math.abs(steps[i]);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** The largest power of two of which all n values are multiples (1 if all are 0). */
function stepOf(values: Float64Array, n: number): number {
  let least = Infinity;
  for (let k = 0; k < n; k++) {
    const x = Math.abs(values[k]);
    if (!(x < Infinity)) throw new RangeError(`integer: needed finite candidates, got ${values[k]}`);
    if (x === 0) continue;
    let step = powerOfTwo(exponent(x));
    for (let left = x; left > 0; left -= step) while (step > left) step /= 2;
    least = Math.min(least, step);
  }
  return least === Infinity ? 1 : least;
}
