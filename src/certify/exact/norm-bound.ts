import type { ExactMatrix } from './chain.js';
import { squareRootUp } from './square-root.js';

/** Bits that a factor's entries are rounded to: its residual is exact all the same. */
const FACTOR = 50;

/**
 * A proven upper bound of ||A||_2, a multiple of 2^-places: t with t^2 I - A^T A positive semidefinite, since it is L L^T plus a
 * residual, computed exactly, that is diagonally dominant (Gershgorin). L comes from floating point and need not be right: a
 * wrong one proves nothing. Where none is found, the Frobenius norm.
 */
export function normBound(matrix: ExactMatrix, places: number): bigint {
  // Roots of numbers of few places have many: 64 more.
  const fine = matrix.places + 64, frobenius = squareRootUp(matrix.values.reduce((s, v) => s + v * v, 0n) << 128n);
  const toPlaces = (value: bigint): bigint => (places >= fine ? value << BigInt(places - fine) : -(-value >> BigInt(fine - places)));
  if (frobenius === 0n || matrix.rows === 1 || matrix.columns === 1) return toPlaces(frobenius);
  const { rows, values } = matrix.rows <= matrix.columns ? matrix : transposed(matrix), columns = values.length / rows;
  const gram = Array<bigint>(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0n;
      for (let c = 0; c < columns; c++) {
        const a = values[i * columns + c];
        if (a !== 0n) sum += a * values[j * columns + c];
      }
      gram[i * rows + j] = gram[j * rows + i] = sum;
    }
  }
  // Hints in floating point, entries divided by the square of the Frobenius norm.
  const total = -(-(frobenius * frobenius) >> 128n), hint = Float64Array.from(gram, (g) => Number((g << 100n) / total) / 2 ** 100);
  const estimate = largestEigenvalue(hint, rows);
  for (let slack = 1e-9; slack < 1; slack *= 8) {
    const t = estimate * (1 + slack) + rows * 2e-15, factor = cholesky(hint, rows, t - (t * slack) / 4 - rows * 1e-15);
    if (!factor) continue;
    // Entries of L as multiples of 2^-FACTOR sqrt(total): the residual in units of total 2^(-2 FACTOR).
    const scaledFactor = Array.from(factor, (x) => BigInt(Math.round(x * 2 ** FACTOR)));
    const tFixed = BigInt(Math.ceil(t * 2 ** FACTOR)), unit = BigInt(2 * FACTOR);
    if (isDominant(gram, scaledFactor, rows, (tFixed * total) << BigInt(FACTOR), total, unit)) {
      // t^2 = tFixed 2^-FACTOR total.
      return toPlaces(squareRootUp((tFixed * total) << BigInt(128 - FACTOR)));
    }
  }
  return toPlaces(frobenius);
}

/** Whether shift I - 2^unit gram - total L L^T has a diagonal no smaller than the sums of the rest of its rows. */
function isDominant(gram: readonly bigint[], factor: readonly bigint[], n: number, shift: bigint, total: bigint, unit: bigint): boolean {
  const rest = Array<bigint>(n).fill(0n), diagonal = Array<bigint>(n).fill(0n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0n;
      for (let k = 0; k <= j; k++) sum += factor[i * n + k] * factor[j * n + k];
      const residual = (i === j ? shift : 0n) - (gram[i * n + j] << unit) - total * sum;
      if (i === j) diagonal[i] = residual;
      else {
        const size = residual < 0n ? -residual : residual;
        rest[i] += size;
        rest[j] += size;
      }
    }
  }
  return diagonal.every((v, i) => v >= rest[i]);
}

const transposed = ({ rows, columns, values }: ExactMatrix): { rows: number; values: readonly bigint[] } => ({
  rows: columns, values: Array.from({ length: rows * columns }, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]),
});

/** A float estimate. */
function largestEigenvalue(a: Float64Array, n: number): number {
  let x = Float64Array.from({ length: n }, (_, i) => 1 + ((i * 7919) % 101) / 101), value = 0;
  for (let step = 0; step < 3000; step++) {
    const y = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) y[i] += a[i * n + j] * x[j];
    const length = Math.sqrt(y.reduce((s, v) => s + v * v, 0));
    if (!(length > 0)) return 0;
    const settled = Math.abs(length - value) <= 1e-13 * length;
    value = length;
    x = y.map((v) => v / length);
    if (settled && step > 10) break;
  }
  return value;
}

/** L with L L^T close to shift I - A, in floating point; undefined where a pivot is not positive. */
function cholesky(a: Float64Array, n: number, shift: number): Float64Array | undefined {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = (i === j ? shift : 0) - a[i * n + j];
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      if (i !== j) l[i * n + j] = sum / l[j * n + j];
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return l;
}

