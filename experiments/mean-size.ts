import { dkwRadius, type Interval } from '../src/numeric/statistics/index.js';

/** Subsets counted by size, from 0, and how much they weigh in the mean in independent lots: the sum of squares of their shares of all subsets. */
export interface SizeCounts {
  readonly sizes: readonly number[];
  readonly squares: number;
}

/**
 * The mean size of subsets, with an interval that holds the expected mean whatever the law, since sizes of independent lots lie in [0, n].
 * Source: Hoeffding (1963), Theorem 2.
 */
export function meanSize({ sizes, squares }: SizeCounts, confidence: number): Interval {
  const count = sizes.reduce((a, b) => a + b, 0), n = sizes.length - 1;
  const estimate = sizes.reduce((sum, c, size) => sum + c * size, 0) / count, radius = n * dkwRadius(1, 1 - confidence) * Math.sqrt(squares);
  return { estimate, lower: Math.max(0, estimate - radius), upper: Math.min(n, estimate + radius) };
}

/** Two lists of counts, entry by entry. */
export const added = (a: readonly number[], b: readonly number[]): number[] => Array.from({ length: Math.max(a.length, b.length) }, (_, k) => (a[k] ?? 0) + (b[k] ?? 0));
