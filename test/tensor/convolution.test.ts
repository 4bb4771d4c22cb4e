import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { tf } from '../../src/tensor/backend.js';
import { convolution, largestOfSquares } from '../../src/tensor/kernels.js';
import { normal, openBackend, stream } from '../../src/tensor/index.js';
import { runs } from '../runs.js';
import { eachTerm, places } from './reference.js';

beforeAll(() => openBackend('wasm'));

const drawn = (size: number, seed: number, number: number): Float32Array => {
  const random = stream(seed, 'data', number);
  return Float32Array.from({ length: size }, () => normal(random));
};
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number => (a.length === b.length ? Array.from(a).reduce((m, x, k) => Math.max(m, Math.abs(x - b[k]) / (1 + Math.abs(b[k]))), 0) : Infinity);

const shapes = fc.record({
  batch: fc.integer({ min: 1, max: 3 }), height: fc.integer({ min: 1, max: 7 }), width: fc.integer({ min: 1, max: 7 }), inputs: fc.integer({ min: 1, max: 3 }), outputs: fc.integer({ min: 1, max: 3 }),
  side: fc.integer({ min: 1, max: 4 }), stride: fc.integer({ min: 1, max: 4 }), padding: fc.constantFrom('same' as const, 'valid' as const), seed: fc.nat(2 ** 31),
}).filter(({ height, width, side, padding }) => padding === 'same' || Math.min(height, width) >= side);

describe('a convolution of any small size', () => {
  test('is its sum of products, and its gradients are the sums of products that a linear map has', () => {
    fc.assert(fc.property(shapes, ({ batch, height, width, inputs, outputs, side, stride, padding, seed }) => {
      const shape: [number, number, number, number] = [batch, height, width, inputs], out = [batch, places(height, side, stride, padding).count, places(width, side, stride, padding).count, outputs] as const;
      const x = drawn(batch * height * width * inputs, seed, 0), f = drawn(side * side * inputs * outputs, seed, 1), dy = drawn(out.reduce((n, d) => n * d, 1), seed, 2);
      const y = new Float64Array(dy.length), dx = new Float64Array(x.length), df = new Float64Array(f.length);
      eachTerm(shape, side, outputs, stride, padding, (o, k, w) => {
        y[o] += x[k] * f[w];
        dx[k] += dy[o] * f[w];
        df[w] += dy[o] * x[k];
      });
      tf.engine().startScope();
      const [tx, tfilter, tdy] = [tf.tensor(x, shape), tf.tensor(f, [side, side, inputs, outputs]), tf.tensor(dy, [...out])];
      const made = convolution(tx, tfilter, stride, padding), [gx, gf] = tf.grads((a, b) => convolution(a, b, stride, padding))([tx, tfilter], tdy);
      const apartness = [[made, y], [gx, dx], [gf, df]].map(([t, exact]) => apart((t as typeof made).dataSync(), exact as Float64Array)), shapesMade = [made, gx, gf].map((t) => t.shape);
      tf.engine().endScope();
      expect(shapesMade).toEqual([[...out], shape, [side, side, inputs, outputs]]);
      for (const a of apartness) expect(a).toBeLessThan(2e-5);
    }), { ...runs(150), seed: 5 });
  });
});

describe('the largest of squares', () => {
  test.each([0, 1, -1])('gives its gradient to the last of the largest, whatever the sign, odd sides left out: numbers around %s', (around) => {
    // Few values: most squares have equals.
    const shape = [2, 5, 7, 3] as const, x = drawn(210, 9, 0).map((v) => around + Math.sign(v) * (Math.abs(v) > 0.5 ? 0.5 : 0)), dy = drawn(36, 9, 1), dx = new Float32Array(210), y = new Float32Array(36);
    for (let k = 0; k < 36; k++) {
      const channel = k % 3, c = Math.floor(k / 3) % 3, r = Math.floor(k / 9) % 2, b = Math.floor(k / 18);
      const square = [0, 1, 2, 3].map((s) => ((b * 5 + 2 * r + (s >> 1)) * 7 + 2 * c + (s & 1)) * 3 + channel), last = square.reduce((m, p) => (x[p] >= x[m] ? p : m));
      y[k] = x[last];
      dx[last] += dy[k];
    }
    const seen = tf.tidy(() => [largestOfSquares(tf.tensor(x, [...shape])), tf.grad(largestOfSquares)(tf.tensor(x, [...shape]), tf.tensor(dy, [2, 2, 3, 3]))].map((t) => t.dataSync()));
    expect(seen).toEqual([y, dx]);
  });
});
