import { gamma, up } from './rounding.js';

/** A dense real matrix, row-major: entry (r, c) is `data[r * columns + c]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** The rows x columns zero matrix. */
export const zeros = (rows: number, columns: number): Matrix => ({ rows, columns, data: new Float64Array(rows * columns) });

/** A matrix with entry(r, c) at row r, column c. */
export function matrixOf(rows: number, columns: number, entry: (r: number, c: number) => number): Matrix {
  const data = new Float64Array(rows * columns);
  for (let r = 0, i = 0; r < rows; r++) for (let c = 0; c < columns; c++, i++) data[i] = entry(r, c);
  return { rows, columns, data };
}

/** The matrix with every entry replaced by f(entry, index). */
export const mapMatrix = (a: Matrix, f: (x: number, i: number) => number): Matrix => ({ ...a, data: a.data.map((x, i) => f(x, i)) });

/** The transpose. */
export function transpose(a: Matrix): Matrix {
  const data = new Float64Array(a.data.length);
  for (let r = 0; r < a.rows; r++) for (let c = 0; c < a.columns; c++) data[c * a.rows + r] = a.data[r * a.columns + c];
  return { rows: a.columns, columns: a.rows, data };
}

/** A^T y. y has a.rows entries. */
export function multiplyTransposed(a: Matrix, y: ArrayLike<number>): Float64Array {
  const { rows, columns, data } = a;
  const x = new Float64Array(columns);
  for (let r = 0, i = 0; r < rows; r++) {
    const factor = y[r];
    if (factor === 0) { i += columns; continue; }
    for (let c = 0; c < columns; c++, i++) x[c] += factor * data[i];
  }
  return x;
}

/** An upper bound of the Euclidean norm of x, 0 if all entries are; Infinity if one is NaN. Sound for any summation order. */
export function normUp(x: ArrayLike<number>): number {
  let sum = 0, zero = true;
  for (let i = 0; i < x.length; i++) {
    sum += x[i] * x[i];
    if (x[i] !== 0) zero = false;
  }
  if (zero) return 0;
  const bound = up(Math.sqrt(up(sum * (1 + gamma(x.length + 2)) + x.length * 1e-300)));
  return bound >= 0 ? bound : Infinity;
}

/** The plain Euclidean norm, a rounded value. */
export function norm(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  return Math.sqrt(sum);
}
