import { quantileInterval } from './quantiles.js';

/**
 * Which quantiles of these draws are bounded from above. Where some draws lie beyond what was tried, at a fiftieth of the error asked:
 * a cell that is used only when its draws happen to be short would pull a fit down.
 */
export function boundedQuantiles(times: ArrayLike<number>, quantiles: readonly number[], confidence: number): boolean[] {
  const sorted = Float64Array.from(times).sort();
  if (sorted.length === 0) return quantiles.map(() => false);
  const level = sorted[sorted.length - 1] < Infinity ? confidence : 1 - (1 - confidence) / 50;
  return quantiles.map((q) => quantileInterval(sorted, q, level).upper < Infinity);
}
