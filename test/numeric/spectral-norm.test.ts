import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrixOf, multiplyTransposed, norm, transpose, type Matrix } from '../../src/numeric/matrix.js';
import { spectralNormUp } from '../../src/numeric/spectral-norm.js';

const matrices = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: -60, max: 60 }))
  .chain(([rows, columns, e]) =>
    fc.array(fc.double({ noNaN: true, min: -1, max: 1 }), { minLength: rows * columns, maxLength: rows * columns })
      .map((data): Matrix => ({ rows, columns, data: Float64Array.from(data, (x) => x * 2 ** e) })));

/** Singular values' largest by one-sided Jacobi: the oracle. */
function jacobiNorm(a: Matrix): number {
  const columns = Array.from({ length: a.columns }, (_, c) => Float64Array.from({ length: a.rows }, (_, r) => a.data[r * a.columns + c]));
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < a.columns; p++) {
      for (let q = p + 1; q < a.columns; q++) {
        const dot = (x: Float64Array, y: Float64Array): number => x.reduce((s, v, i) => s + v * y[i], 0);
        const alpha = dot(columns[p], columns[p]), beta = dot(columns[q], columns[q]), gamma = dot(columns[p], columns[q]);
        if (gamma === 0) continue;
        const zeta = (beta - alpha) / (2 * gamma), t = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        const c = 1 / Math.sqrt(1 + t * t), s = c * t;
        for (let i = 0; i < a.rows; i++) {
          const x = columns[p][i], y = columns[q][i];
          columns[p][i] = c * x - s * y;
          columns[q][i] = s * x + c * y;
        }
      }
    }
  }
  return Math.max(...columns.map((c) => norm(c)));
}

describe('spectralNormUp', () => {
  test('is never below the norm, and within 1e-6 of it for small matrices', () => {
    fc.assert(
      fc.property(matrices, (a) => {
        const bound = spectralNormUp(a), truth = jacobiNorm(a);
        expect(bound).toBeGreaterThanOrEqual(truth * (1 - 1e-14));
        expect(bound).toBeLessThanOrEqual(truth * (1 + 1e-6) + 1e-140);
      }),
      { numRuns: 400 },
    );
  });

  test('is the exact norm from above for rank one and for orthogonal columns', () => {
    const u = [3, 4], v = [5, 12];
    expect(spectralNormUp(matrixOf(2, 2, (r, c) => u[r] * v[c]))).toBeGreaterThanOrEqual(65);
    expect(spectralNormUp(matrixOf(2, 2, (r, c) => u[r] * v[c]))).toBeLessThan(65 * (1 + 1e-9));
    expect(spectralNormUp(matrixOf(3, 3, (r, c) => (r === c ? -2 : 0)))).toBeCloseTo(2, 8);
  });

  test('is tight where the top singular vector is as plain as (1, -2, 1)', () => {
    const a = matrixOf(3, 2, (r, c) => (r === c ? -1 : r === c + 1 ? 1 : 0));
    expect(spectralNormUp(a)).toBeLessThan(Math.sqrt(3) * (1 + 1e-8));
  });

  test('exceeds ||A x|| for vectors aligned with the top singular vector of 60 x 90 matrices', () => {
    const a = matrixOf(60, 90, (r, c) => Math.sin(r * 91 + c * 17 + 0.5));
    let x = new Float64Array(90).fill(1);
    for (let k = 0; k < 500; k++) {
      const y = multiplyTransposed(a, multiplyTransposed(transpose(a), x));
      x = Float64Array.from(y, (v) => v / norm(y));
    }
    const reached = norm(multiplyTransposed(transpose(a), x));
    expect(spectralNormUp(a)).toBeGreaterThanOrEqual(reached * (1 - 1e-14));
    expect(spectralNormUp(a)).toBeLessThan(reached * (1 + 1e-8));
  });

  test('fails closed: Infinity for NaN and infinite entries, 0-ish for zeros', () => {
    expect(spectralNormUp(matrixOf(2, 2, () => NaN))).toBe(Infinity);
    expect(spectralNormUp(matrixOf(2, 2, () => Infinity))).toBe(Infinity);
    expect(spectralNormUp(matrixOf(2, 2, () => 0))).toBeLessThan(1e-140);
  });

  test('of more than 1024 rows and columns is bounded strip by strip: exact for rank one, at most the root of the number of strips above', () => {
    // All entries 1 / d: the norm is 1, and each of two strips has the root of a half. The identity: 1, and each strip has 1.
    const d = 1026, ones = spectralNormUp(matrixOf(d, d, () => 1 / d)), identity = spectralNormUp(matrixOf(d, d, (r, c) => +(r === c)));
    expect(ones).toBeGreaterThanOrEqual(1 - 1e-12);
    expect(ones).toBeLessThan(1 + 1e-6);
    expect(identity).toBeGreaterThanOrEqual(1);
    expect(identity).toBeLessThan(Math.SQRT2 * (1 + 1e-6));
  });

  test('of more than 256 rows and columns is found by Lanczos: within 1e-6 of norms that are known', () => {
    const d = 300, bound = (entry: (r: number, c: number) => number): number => spectralNormUp(matrixOf(d, d, entry));
    // The last: the matrix of differences, whose singular values are 2 cos(k pi / (2 d + 1)), the largest at k = 1.
    const cases: [number, number][] = [
      [bound((r, c) => +(r === c)), 1], [bound((r, c) => (r === c ? 1 + r / d : 0)), 2 - 1 / d], [bound(() => 1 / d), 1], [bound((r, c) => (r === c ? 1 : r === c + 1 ? -1 : 0)), 2 * Math.cos(Math.PI / (2 * d + 1))],
    ];
    for (const [found, truth] of cases) {
      expect(found).toBeGreaterThanOrEqual(truth * (1 - 1e-14));
      expect(found).toBeLessThanOrEqual(truth * (1 + 1e-6));
    }
  });
});
