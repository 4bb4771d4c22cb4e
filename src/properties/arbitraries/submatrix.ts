import { matrixOf, type Matrix } from '../../numeric/matrix.js';

/** The entries at some rows and columns, every one by default. */
export const submatrix = (a: Matrix, rows: readonly number[] = places(a.rows), columns: readonly number[] = places(a.columns)): Matrix =>
  matrixOf(rows.length, columns.length, (r, c) => a.data[rows[r] * a.columns + columns[c]]);

/** 0 .. count - 1. */
export const places = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
