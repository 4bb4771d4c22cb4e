import type { Interval } from './binomial.js';
import { confidenceSequence } from './confidence-sequence.js';

/**
 * The q-quantile of a distribution from its sorted samples, and an interval that holds it, however many samples one chose to draw and whenever
 * one chose to stop: the samples at which the confidence sequence of "at most this" leaves q. Whatever the distribution, samples of Infinity
 * included; a side on which no sample lies far enough out is -Infinity or Infinity. O(log samples).
 * Source: Ramdas et al. (2023), the inversion of a confidence sequence.
 */
export function anytimeQuantile(sorted: ArrayLike<number>, q: number, confidence: number): Interval {
  const count = sorted.length;
  if (count < 1) throw new RangeError('anytimeQuantile: needed at least 1 sample, got none');
  if (!(q > 0 && q < 1)) throw new RangeError(`anytimeQuantile: needed 0 < q < 1, got ${q}`);
  const limits = (atMost: number): Interval => confidenceSequence({ successes: atMost, failures: count - atMost }, confidence);
  /** The least number k of samples with a property that more samples keep; count + 1 where none has it. */
  const least = (has: (k: number) => boolean): number => {
    let low = 0, high = count + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (has(middle)) high = middle;
      else low = middle + 1;
    }
    return high;
  };
  const first = least((k) => k > count || limits(k).upper >= q), last = least((k) => k > count || limits(k).lower >= q);
  return {
    estimate: sorted[Math.max(0, Math.ceil(q * count) - 1)],
    lower: first === 0 ? -Infinity : sorted[first - 1],
    upper: last > count ? Infinity : sorted[last - 1],
  };
}
