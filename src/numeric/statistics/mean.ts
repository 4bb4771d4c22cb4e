import type { Interval } from './binomial.js';
import { studentUpper } from './student.js';

/**
 * The mean of independent numbers with Student's interval, which assumes that they are about normal: for a handful of training runs, of which a resample knows too
 * little. One number has an infinite interval. Throws a RangeError on none. Source: Student (1908).
 */
export function meanInterval(values: readonly number[], confidence: number): Interval {
  const count = values.length;
  if (count === 0) throw new RangeError('meanInterval: needed at least one number, got none');
  const estimate = values.reduce((a, b) => a + b, 0) / count;
  if (count === 1) return { estimate, lower: -Infinity, upper: Infinity };
  const variance = values.reduce((sum, x) => sum + (x - estimate) * (x - estimate), 0) / (count - 1), radius = studentUpper((1 - confidence) / 2, count - 1) * Math.sqrt(variance / count);
  return { estimate, lower: estimate - radius, upper: estimate + radius };
}
