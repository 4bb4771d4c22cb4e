import { isProvenMiss, isWithin } from './distance.js';
import { positions } from './mask.js';
import type { Selector, Subset } from './selection.js';
import { entriesBySize, sumsBySize } from './sums-by-size.js';

/** Entries of the lists beyond which a problem is refused: 12 bytes each. */
const ENTRIES = 2 ** 26;

/**
 * The closest subset of exactly `size` elements, or of at most so many: the exact optimum, by meet in the middle over the
 * sizes of the two parts. About size C(n/2, min(size, n/4)) steps. At most 60 candidates.
 * The random fixed-size subset sum problem of Natale et al. (2024).
 */
export function fixedSize(size: number, kind: 'exactly' | 'at-most'): Selector {
  if (!(Number.isInteger(size) && size >= 0 && size <= 60)) throw new RangeError(`fixedSize: needed a size that is an integer in [0, 60], got ${size}`);
  const name = `${kind}:${size}`, admits = (k: number): boolean => (kind === 'exactly' ? k === size : k <= size);
  return {
    name,
    most: 60,
    complete: true,
    admits,
    compare: (a, b) => a.distance - b.distance,
    steps: (n) => 4 * (size + 1) * entriesBySize(n, size),
    select(candidates, target, tolerance) {
      const n = candidates.limit;
      if (n > 60) throw new RangeError(`${name}: needed at most 60 candidates, got ${n}`);
      const entries = entriesBySize(n, size);
      if (entries > ENTRIES) throw new RangeError(`${name}: needed at most ${ENTRIES} sums of halves, got ${entries} for ${n} candidates; lower the size or n`);
      candidates.draw(n);
      const { chosen, distance } = closestOfSize(candidates.values, n, target, admits, size);
      if (distance === Infinity) return { outcome: 'unreachable', chosen, exact: true };
      if (isWithin(candidates.values, chosen, target, tolerance)) return { outcome: 'hit', chosen, exact: true };
      const proven = isProvenMiss(candidates.values, n, chosen, target, tolerance, 53);
      return { outcome: proven ? 'unreachable' : 'gave-up', chosen, exact: proven };
    },
  };
}

/** Of the subsets of the first n values whose size is admitted and at most `most`, the closest to the target; distance Infinity if there is none. */
export function closestOfSize(values: ArrayLike<number>, n: number, target: number, admits: (size: number) => boolean, most: number): Subset {
  const lower = n >> 1, low = sumsBySize(values, 0, lower, most), high = sumsBySize(values, lower, n - lower, most);
  let best = Infinity, lowMask = 0, highMask = 0;
  low.forEach((as, i) =>
    high.forEach((bs, k) => {
      if (!admits(i + k)) return;
      for (let a = 0, b = bs.sums.length - 1; a < as.sums.length && b >= 0; ) {
        const s = as.sums[a] + bs.sums[b] - target, distance = Math.abs(s);
        if (distance < best) [best, lowMask, highMask] = [distance, as.masks[a], bs.masks[b]];
        if (s < 0) a++;
        else b--;
      }
    }),
  );
  return { chosen: [...positions(lowMask, 0), ...positions(highMask, 0).map((k) => k + lower)], distance: best };
}
