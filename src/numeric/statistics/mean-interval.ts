import type { Interval } from './binomial.js';
import { studentTail, studentUpper } from './student.js';

/** The mean of independent numbers with Student's interval, which is exact where they are normal; of fewer than two numbers the interval is all numbers. */
export function meanInterval(values: readonly number[], confidence: number): Interval {
  const { mean, error } = moments(values), reach = values.length < 2 ? Infinity : error === 0 ? 0 : studentUpper((1 - confidence) / 2, values.length - 1) * error;
  return { estimate: mean, lower: mean - reach, upper: mean + reach };
}

/** What is shown of the mean of numbers against a threshold: two-sided p-value of "it is the threshold" by Student's test, 1 of fewer than two numbers. */
export function meanTest(values: readonly number[], threshold: number): number {
  const { mean, error } = moments(values), apart = Math.abs(mean - threshold);
  if (values.length < 2 || apart === 0) return 1;
  return error === 0 ? 0 : 2 * studentTail(apart / error, values.length - 1);
}

/** The mean and its standard error. */
function moments(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const count = values.length, mean = values.reduce((sum, x) => sum + x, 0) / count;
  return { mean, error: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (count - 1) / count) };
}
