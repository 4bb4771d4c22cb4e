import { squareRootUp } from '../exact/square-root.js';

export type IntegerMatrix = readonly (readonly bigint[])[];

/** How an operator norm is bounded: of the transposed matrix or not, and how many bits are rounded away before each Gram matrix. */
export interface NormRecipe {
  readonly transposed: boolean;
  readonly cuts: readonly number[];
}

/** Bits that stay of the largest entry, Gram matrices taken, and the most multiplications that one of them may cost. */
const BITS = 12, DEPTH = 6, MOST = 4_000_000;

/**
 * An upper bound of the operator norm of an integer matrix, and the recipe by which proofs/coq/CertificateVectors.v finds the same
 * one: round to multiples of 2^t, take the Gram matrix of the quotient, whose norm is the square of the quotient's, and so on; in the
 * end, and for what is rounded away, the Frobenius norm. Each Gram matrix halves the exponent of the factor by which the
 * Frobenius norm is too large. Layers beyond some 200 x 200 get the Frobenius norm: a kernel multiplies slowly.
 */
export function operatorNorm(matrix: IntegerMatrix): { bound: bigint; recipe: NormRecipe } {
  const rows = matrix.length, columns = matrix[0]?.length ?? 0, transposed = rows > columns, side = Math.min(rows, columns);
  if (side * side * Math.max(rows, columns) > MOST || side <= 1) return { bound: frobenius(matrix), recipe: { transposed: false, cuts: [] } };
  const cuts: number[] = [];
  const bound = boundOf(transposed ? transpose(matrix) : matrix, DEPTH, cuts);
  return { bound, recipe: { transposed, cuts } };
}

/** operator_norm of CertificateVectors.v, choosing the cuts as it goes. */
function boundOf(matrix: IntegerMatrix, depth: number, cuts: number[]): bigint {
  if (depth === 0) return frobenius(matrix);
  let largest = 0n;
  for (const row of matrix) for (const x of row) if (x > largest || -x > largest) largest = x < 0n ? -x : x;
  const cut = BigInt(Math.max(0, largest.toString(2).length - BITS)), half = cut > 0n ? 1n << (cut - 1n) : 0n;
  cuts.push(Number(cut));
  const quotient = matrix.map((row) => row.map((x) => (x + half) >> cut));
  const residue = matrix.map((row, r) => row.map((x, c) => x - (quotient[r][c] << cut)));
  return (squareRootUp(boundOf(gram(quotient), depth - 1, cuts)) << cut) + frobenius(residue);
}

const dot = (a: readonly bigint[], b: readonly bigint[]): bigint => a.reduce((sum, x, k) => sum + x * b[k], 0n);
const gram = (matrix: IntegerMatrix): IntegerMatrix => matrix.map((a) => matrix.map((b) => dot(a, b)));
const transpose = (matrix: IntegerMatrix): IntegerMatrix => matrix[0].map((_, c) => matrix.map((row) => row[c]));
/** The root of the sum of squares, rounded up. */
export const frobenius = (matrix: IntegerMatrix): bigint => squareRootUp(matrix.reduce((sum, row) => sum + dot(row, row), 0n));
