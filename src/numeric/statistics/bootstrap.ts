import { seedWords } from '../seed-words.js';
import { uniforms } from '../uniforms.js';
import type { Interval } from './binomial.js';
import { normalCdf, normalQuantile } from './normal.js';
import { percentileInterval } from './percentile.js';
import { studentUpper } from './student.js';

export interface BootstrapOptions {
  /** An integer in [0, 2^53). */
  readonly seed: number;
  readonly confidence: number;
  /** 2000 unless given. */
  readonly resamples?: number;
  /** `bca` where a group has fewer than 200 draws, else `percentile`, unless given. */
  readonly method?: 'percentile' | 'bca';
}

/**
 * The interval of a statistic of groups of independent draws, by resampling draws inside each group; a draw is whatever was drawn at once
 * (a network, not a weight). The limits are as far out as Student's distribution asks for the smallest group. A statistic may be
 * infinite in some resamples, and makes a limit infinite if it is so too often; NaN counts against both limits. It must not keep the arrays
 * it is given, which are filled anew. For statistics that are smooth in their draws (means, shares, fits of them); for quantiles, use
 * `quantileInterval` or `quantileFit`. Throws a RangeError on a group of fewer than 2 draws.
 * Source: Efron (1987); Hesterberg (2015). O(resamples statistics), for bca as many more as there are draws.
 */
export function bootstrap<T>(groups: readonly (readonly T[])[], statistic: (groups: readonly (readonly T[])[]) => number, { seed, confidence, resamples = 2000, method }: BootstrapOptions): Interval {
  const smallest = Math.min(...groups.map((g) => g.length));
  if (!(smallest >= 2) || smallest === Infinity) throw new RangeError(`bootstrap: needed groups of at least 2 draws, got ${groups.length === 0 ? 'no group' : smallest}`);
  const [k0, k1] = seedWords(seed), estimate = statistic(groups), chosen = method ?? (smallest < 200 ? 'bca' : 'percentile');
  const drawn = groups.map((group) => group.slice()), places = groups.map((group) => new Float64Array(group.length));
  const values = Float64Array.from({ length: resamples }, (_, r) => {
    groups.forEach((group, g) => {
      uniforms(k0, k1, r, g, 0xb00, group.length, places[g]);
      for (let i = 0; i < group.length; i++) drawn[g][i] = group[Math.floor(places[g][i] * group.length)];
    });
    return statistic(drawn);
  });
  // As many standard deviations out as Student's distribution of a sample of the smallest group, whose own spread a resample understates.
  const z = Math.sqrt(smallest / (smallest - 1)) * studentUpper((1 - confidence) / 2, smallest - 1);
  const [low, high] = chosen === 'bca' && Number.isFinite(estimate) ? accelerated(groups, statistic, estimate, values, z) : [normalCdf(-z), normalCdf(z)];
  return percentileInterval(estimate, values, confidence, low, high);
}

/** The probabilities of the two limits, moved by the bias and the acceleration of the statistic. */
function accelerated<T>(groups: readonly (readonly T[])[], statistic: (groups: readonly (readonly T[])[]) => number, estimate: number, values: Float64Array, z: number): [number, number] {
  const below = values.reduce((n, v) => n + (v < estimate ? 1 : v === estimate ? 0.5 : 0), 0);
  const bias = normalQuantile(Math.min(Math.max(below, 0.5), values.length - 0.5) / values.length);
  let cubes = 0, squares = 0;
  groups.forEach((group, g) => {
    const without = group.map((_, k) => statistic(groups.map((x, h) => (h === g ? x.filter((__, i) => i !== k) : x))));
    const mean = without.reduce((a, b) => a + b, 0) / without.length;
    // Influences of draws of a group of that size, which add up over groups.
    for (const value of without) {
      const influence = ((group.length - 1) / group.length) * (mean - value);
      cubes += influence * influence * influence;
      squares += influence * influence;
    }
  });
  const acceleration = Number.isFinite(cubes) && squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
  const moved = (t: number): number => {
    const slope = 1 - acceleration * (bias + t);
    // Where the correction runs off its range, the limit is the last resample.
    return slope > 0 ? normalCdf(bias + (bias + t) / slope) : t < 0 ? 0 : 1;
  };
  return [moved(-z), moved(z)];
}
