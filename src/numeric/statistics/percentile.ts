import type { Interval } from './binomial.js';

/**
 * The interval between two quantiles of resampled values, by default (1 - confidence) / 2 from either end, each taken outward. Infinite
 * values are kept; one that is NaN could be anything, and counts as the least for the lower limit and as the greatest for the upper one.
 */
export function percentileInterval(estimate: number, values: ArrayLike<number>, confidence: number, low = (1 - confidence) / 2, high = (1 + confidence) / 2): Interval {
  const count = values.length, known = Float64Array.from(values).filter((v) => !Number.isNaN(v)).sort(), unknown = count - known.length;
  if (count < 2) throw new RangeError(`percentileInterval: needed at least 2 resamples, got ${count}`);
  const lower = Math.min(Math.floor(low * (count + 1) + 1e-9), count) - 1 - unknown, upper = Math.max(Math.ceil(high * (count + 1) - 1e-9), 1) - 1;
  return { estimate, lower: lower < 0 ? -Infinity : known[lower], upper: upper >= known.length ? Infinity : known[upper] };
}
