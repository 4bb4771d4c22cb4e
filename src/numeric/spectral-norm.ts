import { uniformWeight } from './law.js';
import { norm, normUp, transpose, type Matrix } from './matrix.js';
import { philox } from './philox.js';
import { exponent, gamma, powerOfTwo, UNIT_ROUNDOFF, up } from './rounding.js';

/** Rows or columns, whichever are fewer, of which a norm is found at once: beyond, a cube of them is more than anybody waits for. */
const AT_ONCE = 1024;

/** Rows up to which a power iteration, of up to 2000 steps, is no matter. */
const BY_POWERS = 256;

/** Steps of Lanczos: at the edge of a random matrix's spectrum fewer than a hundred give twelve digits. */
const STEPS = 400;

/**
 * A verified upper bound of the spectral norm ||A||_2, in the units of A's entries. Usually 1e-9 relative above it, up to 1024 rows
 * or columns; of larger matrices the root of the sum of squares of their strips' bounds: ||A||^2 <= sum ||A_k||^2, too large by at most the
 * root of the number of strips. Never above the Frobenius norm; Infinity if an entry is NaN or infinite. Cost: O(rows * columns * min(rows, columns, 1024)).
 *
 * A power iteration only gives a lower bound. This forms Q = fl(A^T A) and proves A^T A <= t I by a Cholesky
 * factorisation of (t - c) I - Q that completes, with c above every rounding error made (the gram product, the shift,
 * the factorisation). Source: Rump (2006), "Verification of positive definiteness"; Demmel's backward error,
 * Higham (2002), Theorem 10.3: a completed factorisation is exact for a matrix within gamma_{m+1}/(1-gamma_{m+1}) trace.
 */
export function spectralNormUp(a: Matrix): number {
  const frobenius = normUp(a.data);
  if (!(frobenius < Infinity)) return Infinity;
  if (frobenius < 1e-150 || a.rows === 1 || a.columns === 1) return frobenius;
  if (Math.min(a.rows, a.columns) > AT_ONCE) return Math.min(frobenius, stripsUp(a));
  // Powers of two scale exactly; entries near 1 keep the subnormal range away.
  const scale = powerOfTwo(exponent(frobenius));
  const gram = gramOfSmallerSide(a, scale);
  const m = gram.rows;
  const inner = Math.max(a.rows, a.columns);
  const frobeniusSquared = up((frobenius / scale) * (frobenius / scale));
  const largest = (m > BY_POWERS ? largestByLanczos : largestEigenvalue)(gram), negative = gram.data.map((x) => -x);
  const proven = (slack: number): number | undefined => {
    const t = largest * (1 + slack) + 1e-13 * frobeniusSquared;
    const g = gamma(m + 2);
    const c = up(
      up(gamma(inner + 1) * frobeniusSquared) + up(2 * UNIT_ROUNDOFF * up(t + frobeniusSquared)) + up(up(g / (1 - 2 * g)) * up(m * t)) + 1e-280,
    ) * (1 + 1e-12);
    return completesCholesky(negative, m, t - c) ? up(up(Math.sqrt(up(t))) * scale) : undefined;
  };
  let fails = 1e-10, best = proven(fails), holds = fails;
  for (; best === undefined && holds < 1; fails = holds / 10) best = proven((holds *= 10));
  // Where the estimate was poor (close singular values), close in on the least slack that is proven.
  while (best !== undefined && holds - fails > 1e-8) {
    const middle = (fails + holds) / 2, bound = proven(middle);
    if (bound === undefined) fails = middle;
    else [holds, best] = [middle, bound];
  }
  return Math.min(frobenius, best ?? Infinity);
}

/** The bound of a matrix from those of its strips of rows, as many as keep each within reach. */
function stripsUp({ rows, columns, data }: Matrix): number {
  const count = Math.ceil(rows / AT_ONCE), norms = Array.from({ length: count }, (_, k) => {
    const from = Math.floor((k * rows) / count), to = Math.floor(((k + 1) * rows) / count);
    return spectralNormUp({ rows: to - from, columns, data: data.subarray(from * columns, to * columns) });
  });
  return normUp(norms);
}

/** fl(B B^T) for B = A / scale or its transpose, whichever is smaller; lower triangle filled, the rest mirrored. */
function gramOfSmallerSide(a: Matrix, scale: number): Matrix {
  const { rows, columns, data } = a.rows <= a.columns ? a : transpose(a);
  const inverse = 1 / scale;
  const b = data.map((x) => x * inverse);
  const gram = new Float64Array(rows * rows);
  // Two rows against two rows: four sums in registers per two pairs of loads.
  for (let i = 0; i < rows; i += 2) {
    const second = i + 1 < rows;
    for (let j = 0; j <= i; j += 2) {
      const p = i * columns, q = second ? p + columns : p, r = j * columns, s = j + 1 < rows ? r + columns : r;
      let pr = 0, ps = 0, qr = 0, qs = 0;
      for (let k = 0; k < columns; k++) {
        const x = b[p + k], y = b[q + k], z = b[r + k], w = b[s + k];
        pr += x * z;
        ps += x * w;
        qr += y * z;
        qs += y * w;
      }
      gram[i * rows + j] = gram[j * rows + i] = pr;
      if (j + 1 < rows) gram[i * rows + j + 1] = gram[(j + 1) * rows + i] = ps;
      if (second) {
        gram[(i + 1) * rows + j] = gram[j * rows + i + 1] = qr;
        if (j + 1 < rows) gram[(i + 1) * rows + j + 1] = gram[(j + 1) * rows + i + 1] = qs;
      }
    }
  }
  return { rows, columns: rows, data: gram };
}

/** A start without structure: a plain sequence can be orthogonal to the eigenvector of a plain matrix. */
function unstructured(m: number): Float64Array {
  const words = new Uint32Array(4);
  return new Float64Array(m).map((_, i) => {
    philox(0x6e6f, 0x726d, i, m, 0, 0, words);
    return uniformWeight(words[0]);
  });
}

/** out = A x for a symmetric matrix. */
function multiply({ rows: m, data }: Matrix, x: Float64Array, out: Float64Array): void {
  for (let i = 0, k = 0; i < m; i++) {
    let sum = 0;
    for (let j = 0; j < m; j++, k++) sum += data[k] * x[j];
    out[i] = sum;
  }
}

/**
 * A close estimate of the largest eigenvalue of a positive semidefinite matrix: that of the tridiagonal matrices of Lanczos, which lose
 * the other eigenvalues' multiplicities to rounding, but not the largest. Source: Lanczos (1950).
 */
function largestByLanczos(gram: Matrix): number {
  const m = gram.rows, diagonal: number[] = [], beside: number[] = [], y = new Float64Array(m), before = new Float64Array(m), x = unstructured(m);
  let length = norm(x), value = 0;
  for (let step = 1; step <= STEPS && length > 1e-14 * value; step++) {
    const beta = step > 1 ? length : 0;
    for (let i = 0; i < m; i++) x[i] /= length;
    multiply(gram, x, y);
    let alpha = 0;
    for (let i = 0; i < m; i++) alpha += x[i] * y[i];
    for (let i = 0; i < m; i++) {
      y[i] -= alpha * x[i] + beta * before[i];
      before[i] = x[i];
      x[i] = y[i];
    }
    if (step > 1) beside.push(beta);
    diagonal.push(alpha);
    length = norm(x);
    if (step % 10 !== 0 && step < m && length > 1e-14 * value) continue;
    const next = largestOfTridiagonal(diagonal, beside), settled = next - value <= 1e-12 * next;
    value = next;
    if (settled) break;
  }
  return value;
}

/** The largest eigenvalue of a symmetric tridiagonal matrix, by bisection: it is below t where all pivots of T - t are negative. */
function largestOfTridiagonal(diagonal: readonly number[], beside: readonly number[]): number {
  const size = (k: number): number => (k >= 0 && k < beside.length ? Math.abs(beside[k]) : 0);
  let low = diagonal.reduce((a, b) => Math.max(a, b)), high = diagonal.reduce((most, a, k) => Math.max(most, a + size(k - 1) + size(k)), low);
  for (let step = 0; step < 60; step++) {
    const t = (low + high) / 2;
    let pivot = diagonal[0] - t, k = 0;
    while (pivot < 0 && ++k < diagonal.length) pivot = diagonal[k] - t - (beside[k - 1] * beside[k - 1]) / pivot;
    if (k === diagonal.length) high = t;
    else low = t;
  }
  return low;
}

/** A close estimate from below of the largest eigenvalue of a positive semidefinite matrix, by power iteration. */
function largestEigenvalue(gram: Matrix): number {
  const m = gram.rows;
  let x = unstructured(m);
  let value = 0;
  for (let step = 0; step < 2000; step++) {
    const length = norm(x);
    if (!(length > 0)) break;
    for (let i = 0; i < m; i++) x[i] /= length;
    const y = new Float64Array(m);
    multiply(gram, x, y);
    const next = norm(y);
    const settled = next - value <= 1e-12 * next;
    value = next;
    x = y;
    if (settled) break;
  }
  return value;
}

/** Whether Cholesky on A + shift I, A symmetric of m rows, meets only positive pivots; NaN fails. */
export function completesCholesky(a: Float64Array, m: number, shift: number): boolean {
  const l = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    const rowI = i * m;
    for (let j = 0; j <= i; j++) {
      const rowJ = j * m;
      let sum = i === j ? a[rowI + i] + shift : a[rowI + j];
      for (let k = 0; k < j; k++) sum -= l[rowI + k] * l[rowJ + k];
      if (i === j) {
        if (!(sum > 0)) return false;
        l[rowI + i] = Math.sqrt(sum);
      } else l[rowI + j] = sum / l[rowJ + j];
    }
  }
  return true;
}
