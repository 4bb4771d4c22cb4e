import { dkwRadius, type Interval } from '../src/numeric/statistics/index.js';

/** How many subsets there are, and the mean of a function of their size. */
const countOf = (sizes: readonly number[]): number => sizes.reduce((a, b) => a + b, 0);
const meanOf = (sizes: readonly number[], f: (size: number) => number): number => sizes.reduce((sum, count, size) => sum + count * f(size), 0) / countOf(sizes);

/**
 * The mean size of subsets chosen independently of each other, each from 0 to n elements (sizes has n + 1 counts), with an interval that
 * holds the expected mean whatever their laws, alike or not. Source: Maurer & Pontil (2009).
 */
export function meanSize(sizes: readonly number[], confidence: number): Interval {
  const count = countOf(sizes), n = sizes.length - 1, estimate = meanOf(sizes, (size) => size), nats = Math.log(4 / (1 - confidence));
  const variance = (meanOf(sizes, (size) => (size - estimate) * (size - estimate)) * count) / (count - 1);
  return around(estimate, Math.sqrt((2 * variance * nats) / count) + (7 * n * nats) / (3 * (count - 1)), n);
}

/**
 * The same where only lots of subsets are independent of each other: `squares` is the sum of squares of the lots' shares of all subsets.
 * Source: Hoeffding (1963), Theorem 2.
 */
export function meanSizeOfLots(sizes: readonly number[], squares: number, confidence: number): Interval {
  const n = sizes.length - 1;
  return around(meanOf(sizes, (size) => size), n * dkwRadius(1, 1 - confidence) * Math.sqrt(squares), n);
}

const around = (estimate: number, radius: number, n: number): Interval => ({ estimate, lower: Math.max(0, estimate - radius), upper: Math.min(n, estimate + radius) });

/** Two lists of counts, entry by entry. */
export const added = (a: readonly number[], b: readonly number[]): number[] => Array.from({ length: Math.max(a.length, b.length) }, (_, k) => (a[k] ?? 0) + (b[k] ?? 0));
