import { binomialCdf } from './binomial.js';
import type { Interval } from './binomial.js';

/**
 * The q-quantile of a distribution from its sorted samples: the least sample that at least q of them do not exceed, and an
 * interval of order statistics that holds the true quantile with at least that confidence, whatever the distribution,
 * discrete ones and samples of Infinity included. A side on which no sample lies far enough out is -Infinity or Infinity.
 * Source: David & Nagaraja (2003), Section 7.1.
 */
export function quantileInterval(sorted: ArrayLike<number>, q: number, confidence: number): Interval {
  const count = sorted.length, alpha = 1 - confidence;
  if (count < 1) throw new RangeError('quantileInterval: needed at least 1 sample, got none');
  if (!(q > 0 && q < 1)) throw new RangeError(`quantileInterval: needed 0 < q < 1, got ${q}`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`quantileInterval: needed 0 < confidence < 1, got ${confidence}`);
  // The largest r with P(Bin(count, q) <= r - 1) <= alpha / 2; the smallest s with P(Bin(count, q) >= s) <= alpha / 2.
  const r = leastWhere(0, count, (k) => binomialCdf(k, count, q) > alpha / 2);
  const s = leastWhere(0, count, (k) => binomialCdf(k, count, q) >= 1 - alpha / 2) + 1;
  return {
    estimate: sorted[Math.max(0, Math.ceil(q * count) - 1)],
    lower: r === 0 ? -Infinity : sorted[r - 1],
    upper: s > count ? Infinity : sorted[s - 1],
  };
}

/** The least k of [low, high] that fulfils a condition which, once met, stays met, and which `high` meets. */
function leastWhere(low: number, high: number, condition: (k: number) => boolean): number {
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (condition(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
