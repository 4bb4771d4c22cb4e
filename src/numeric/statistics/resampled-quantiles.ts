import { seedWords } from '../seed-words.js';
import { philoxWords } from '../uniforms.js';

/** Independent draws of one cell (Infinity: beyond all that was tried) and the quantiles wanted of it, as probabilities in (0, 1). */
export interface DrawnCell {
  readonly times: ArrayLike<number>;
  readonly quantiles: readonly number[];
}

/** Quantiles of cells, and what they might have been. */
export interface ResampledQuantiles {
  /** Per cell and quantile, in order: Infinity where it lies beyond. */
  readonly estimates: number[];
  /** Per resample, as many numbers; -Infinity and Infinity beyond the least and the greatest draw. */
  readonly resamples: Float64Array[];
}

/**
 * Quantiles of each cell's draws with resamples, by the smooth Bayesian bootstrap: a resample gives the gaps between sorted draws the
 * gaps of as many uniform numbers, one set for all quantiles of a cell. For a single quantile this has the exact confidence of order
 * statistics, which the ordinary bootstrap has not. Times on a lattice (n = step, 2 step, ...) are spread evenly over (n - step, n]:
 * a quantile is then where the line through the points (n, P(T <= n)) crosses q, and lies at most one step below the usual one.
 * Source: Rubin (1981); Banks (1988). O(resamples draws).
 */
export function resampledQuantiles(cells: readonly DrawnCell[], { seed, resamples, step }: { seed: number; resamples: number; step: number }): ResampledQuantiles {
  const [k0, k1] = seedWords(seed);
  const sorted = cells.map(({ times }) => spread(times, step)), total = cells.reduce((sum, c) => sum + c.quantiles.length, 0);
  const out = Array.from({ length: resamples }, () => new Float64Array(total)), estimates: number[] = [];
  let at = 0;
  cells.forEach(({ quantiles }, c) => {
    const x = sorted[c], count = x.length;
    for (const q of quantiles) {
      const place = q * (count + 1), k = Math.floor(place);
      estimates.push(between(x, k, place - k));
    }
    for (let r = 0; r < resamples; r++) {
      // Uniform numbers of 32 bits.
      const draws = philoxWords(k0, k1, r, c, 0xb007, (count + 3) >> 2);
      for (let j = 0; j < quantiles.length; j++) {
        const q = quantiles[j] * 4294967296;
        let k = 0, below = 0, above = 4294967296;
        for (let i = 0; i < count; i++) {
          const u = draws[i];
          if (u <= q) {
            k++;
            if (u > below) below = u;
          } else if (u < above) above = u;
        }
        out[r][at + j] = between(x, k, (q - below) / (above - below));
      }
    }
    at += quantiles.length;
  });
  return { estimates, resamples: out };
}

/** Sorted times, those that are equal spread evenly over the step below them. */
export function spread(times: ArrayLike<number>, step: number): Float64Array {
  const sorted = Float64Array.from(times).sort();
  for (let from = 0, to = 0; from < sorted.length && sorted[from] < Infinity; from = to) {
    const value = sorted[from];
    while (to < sorted.length && sorted[to] === value) to++;
    for (let i = from; i < to; i++) sorted[i] = value - step + (step * (i - from + 0.5)) / (to - from);
  }
  return sorted;
}

/** The number a share of the way from the k-th smallest to the next, k counted from 1; beyond the ends, infinite. */
function between(x: Float64Array, k: number, share: number): number {
  if (k < 1) return -Infinity;
  if (k > x.length) return Infinity;
  const low = x[k - 1], high = k < x.length ? x[k] : Infinity;
  return share === 0 || low === high ? low : low + share * (high - low);
}
