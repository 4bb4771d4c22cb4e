/** A fit of coefficients to responses: with one residual (response - fitted) per row, in the units of the responses. */
export interface LeastSquares {
  readonly coefficients: number[];
  readonly fitted: number[];
  readonly residuals: number[];
}

/**
 * The coefficients that make the weighted sum of squared residuals least, by Householder's QR decomposition. `rows` is the design, one
 * array of features per response; weights default to 1. Throws a RangeError if the columns are linearly dependent (to 1e-10 of their norms).
 * Source: Higham (2002), Chapter 19. O(rows columns^2).
 */
export function leastSquares(rows: readonly (readonly number[])[], responses: ArrayLike<number>, weights?: ArrayLike<number>): LeastSquares {
  const pull = leastSquaresMap(rows, weights);
  const coefficients = pull.map((row) => row.reduce((sum, w, i) => sum + w * responses[i], 0));
  const fitted = rows.map((row) => row.reduce((sum, x, j) => sum + x * coefficients[j], 0));
  return { coefficients, fitted, residuals: fitted.map((f, i) => responses[i] - f) };
}

/** The matrix that maps responses to coefficients, one row per coefficient: the fit is linear in its responses. Throws as `leastSquares` does. */
export function leastSquaresMap(rows: readonly (readonly number[])[], weights?: ArrayLike<number>): number[][] {
  const m = rows.length, n = rows[0]?.length ?? 0;
  if (n < 1 || m < n || rows.some((r) => r.length !== n)) throw new RangeError(`leastSquares: needed at least as many rows as columns, all of one length, got ${m} rows of ${n}`);
  // Columns of the design, scaled by sqrt(weight), and beside them the identity, which becomes the transposed Q.
  const roots = Array.from({ length: m }, (_, i) => Math.sqrt(weights ? weights[i] : 1));
  const a = Array.from({ length: n }, (_, j) => Float64Array.from(rows, (r, i) => r[j] * roots[i]));
  const q = Array.from({ length: m }, (_, i) => Float64Array.from({ length: m }, (_, k) => (i === k ? 1 : 0)));
  for (let j = 0; j < n; j++) {
    const whole = norm(a[j], 0), length = norm(a[j], j);
    if (!(length > 1e-10 * whole)) throw new RangeError(`leastSquares: needed linearly independent columns, got column ${j} dependent on those before it`);
    const v = a[j].slice(), pivot = a[j][j] > 0 ? -length : length;
    v.fill(0, 0, j);
    v[j] -= pivot;
    const square = v.reduce((s, x) => s + x * x, 0);
    for (const column of [...a.slice(j), ...q]) {
      const scale = (2 * v.reduce((s, x, i) => s + x * column[i], 0)) / square;
      for (let i = j; i < m; i++) column[i] -= scale * v[i];
    }
  }
  // R c = Q^T (root w y): back substitution for each unit response, whose column of Q^T is q[i].
  const map = Array.from({ length: n }, () => new Array<number>(m).fill(0));
  for (let i = 0; i < m; i++) {
    for (let j = n - 1; j >= 0; j--) {
      let sum = q[i][j];
      for (let k = j + 1; k < n; k++) sum -= a[k][j] * map[k][i];
      map[j][i] = sum / a[j][j];
    }
  }
  return map.map((row) => row.map((x, i) => x * roots[i]));
}

/** The same, or null where there are too few rows or the columns are linearly dependent. */
export function leastSquaresMapOrNull(rows: readonly (readonly number[])[], weights?: ArrayLike<number>): number[][] | null {
  try {
    return leastSquaresMap(rows, weights);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const norm = (x: Float64Array, from: number): number => Math.sqrt(x.reduce((s, v, i) => (i < from ? s : s + v * v), 0));
