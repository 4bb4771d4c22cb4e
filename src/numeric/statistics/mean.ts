import type { Interval } from './binomial.js';
import { studentTail, studentUpper } from './student.js';

/** The mean of draws with Student's interval, which for one draw alone is the whole line: exact where the draws are independent and normal. Differences of pairs are such draws too. Throws a RangeError without draws, or where one is not finite. Source: Student (1908). */
export function meanInterval(draws: readonly number[], confidence: number): Interval {
  const { mean, error } = meanOf(draws), radius = error === Infinity ? Infinity : error * studentUpper((1 - confidence) / 2, draws.length - 1);
  return { estimate: mean, lower: mean - radius, upper: mean + radius };
}

/** The two-sided p-value of Student's test that the expected draw is 0; 1 for one draw alone. Source: Student (1908). */
export function meanTest(draws: readonly number[]): number {
  const { mean, error } = meanOf(draws);
  return mean === 0 || error === Infinity ? 1 : error === 0 ? 0 : Math.min(1, 2 * studentTail(Math.abs(mean) / error, draws.length - 1));
}

function meanOf(draws: readonly number[]): { mean: number; error: number } {
  const n = draws.length;
  if (n < 1 || !draws.every(Number.isFinite)) throw new RangeError(`mean: needed at least 1 draw, all finite, got ${n < 1 ? n : draws.find((x) => !Number.isFinite(x))}`);
  const mean = draws.reduce((s, x) => s + x, 0) / n, squares = draws.reduce((s, x) => s + (x - mean) * (x - mean), 0);
  return { mean, error: n === 1 ? Infinity : Math.sqrt(squares / (n - 1) / n) };
}
