import { exponent, powerOfTwo } from '../../numeric/rounding.js';

/** How little a person sees at a glance in k 2^e, k odd: 0 for 0, then 1, -1, 0.5, -0.5, 0.25; 4 for each bit of k, 2 for each power of two. An integer. */
export function complexity(x: number): number {
  if (x === 0) return 0;
  let k = Math.abs(x), e = 0;
  for (; !Number.isInteger(k); k *= 2) e--;
  for (; k % 2 === 0; k /= 2) e++;
  return 1 + 4 * exponent(k) + 2 * Math.abs(e) + (x < 0 ? 1 : 0);
}

/** The sum over numbers. */
export const complexityOf = (numbers: ArrayLike<number>): number => Array.prototype.reduce.call(numbers, (sum, x) => (sum as number) + complexity(x as number), 0) as number;

/** x to so many significant bits, towards 0; `away`: from it. */
export function toBits(x: number, bits: number, away = false): number {
  if (x === 0) return 0;
  const step = powerOfTwo(Math.max(-1022, exponent(x) - bits + 1)), steps = Math.abs(x) / step;
  const to = (away ? Math.ceil(steps) : Math.floor(steps)) * step;
  return x < 0 ? -to : to;
}

/** Numbers simpler than x, the simplest first: 0, 1, 0.5, 0.25, 0.125, |x|, x to fewer and fewer bits, and nearer to 1 by a power of two. */
export function simplerNumbers(x: number): number[] {
  const s = x < 0 ? -1 : 1, near = [1, 2, 3, 4, 5, 6, 8, 12, 16, 24, 32, 40].flatMap((bits) => [toBits(x, bits), toBits(x, bits, true)]);
  const all = [0, ...[1, 0.5, 0.25, 0.125].flatMap((y) => [y, s * y]), Math.abs(x), 2 * x, x / 2, 256 * x, x / 256, ...near.map(Math.abs), ...near].filter(Number.isFinite);
  return [...new Set(all)].map((y) => [y, complexity(y)]).filter(([, c]) => c < complexity(x)).sort(([, a], [, b]) => a - b).map(([y]) => y);
}

/**
 * Arrays of simpler numbers in place of these: all at once, then each number wherever it stands (equal ones stay equal), then each place alone.
 */
export function* simplerArrays(numbers: Float64Array): Generator<Float64Array> {
  yield numbers.map(() => 0);
  yield numbers.map(Math.sign);
  yield numbers.map(Math.abs);
  for (const bits of [1, 2, 3, 4, 8, 16, 24]) yield numbers.map((x) => toBits(x, bits));
  const distinct = [...new Set(numbers)];
  for (const x of distinct) for (const y of simplerNumbers(x)) yield numbers.map((z) => (z === x ? y : z));
  if (distinct.length === numbers.length) return;
  for (let k = 0; k < numbers.length; k++) for (const y of simplerNumbers(numbers[k])) yield numbers.map((z, i) => (i === k ? y : z));
}
