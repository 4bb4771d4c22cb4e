import type { Interval } from './binomial.js';
import { studentTail, studentUpper } from './student.js';

/** The mean of at least two draws with Student's interval: exact where the draws are independent and normal. Differences of pairs are such draws too. Source: Student (1908). */
export function meanInterval(draws: readonly number[], confidence: number): Interval {
  const { mean, error } = meanOf(draws), radius = error * studentUpper((1 - confidence) / 2, draws.length - 1);
  return { estimate: mean, lower: mean - radius, upper: mean + radius };
}

/** The two-sided p-value of Student's test that the expected draw is 0, of at least two. Source: Student (1908). */
export function meanTest(draws: readonly number[]): number {
  const { mean, error } = meanOf(draws);
  return mean === 0 ? 1 : error === 0 ? 0 : Math.min(1, 2 * studentTail(Math.abs(mean) / error, draws.length - 1));
}

function meanOf(draws: readonly number[]): { mean: number; error: number } {
  const n = draws.length;
  if (n < 2 || !draws.every(Number.isFinite)) throw new RangeError(`mean: needed at least 2 finite draws, got ${n < 2 ? n : draws.find((x) => !Number.isFinite(x))}`);
  const mean = draws.reduce((s, x) => s + x, 0) / n, squares = draws.reduce((s, x) => s + (x - mean) * (x - mean), 0);
  return { mean, error: Math.sqrt(squares / (n - 1) / n) };
}
