import { beforeAll, describe, expect, test } from 'vitest';
import {
  barrierOf, chain, dataSet, dense, errorsAlong, initialise, lineShares, mlp, model, batchNorm, openBackend, recalibrated, relu, sgd, spirals, train, type Values,
} from '../../src/tensor/index.js';

beforeAll(async () => {
  await openBackend('wasm');
});

const small = mlp([2, 8, 2]), points = spirals(200, 1);
const normalised = model('normalised', [2], chain(dense('first', 2, 8), batchNorm('norm', 8), relu, dense('last', 8, 2)));

describe('the error along a line', () => {
  test('has no barrier between a network and itself, statistics taken anew or not', () => {
    for (const net of [small, normalised]) {
      const own = initialise(net, 3);
      for (const options of [{}, { recalibrate: { data: points, batch: { size: 50, seed: 1 }, batches: 5 } }]) {
        const { points: errors } = errorsAlong(net, own, own, { points }, options);
        expect(errors).toHaveLength(30);
        expect(new Set(errors).size).toBe(1);
        expect(barrierOf(errors)).toBe(0);
      }
    }
  });

  test.each([2, 5, 30])('is the same in reverse from the other end, to the bit, at %d points', (count) => {
    const [a, b] = [1, 2].map((seed) => initialise(small, seed));
    expect(errorsAlong(small, b, a, { points }, { points: count }).points).toEqual(errorsAlong(small, a, b, { points }, { points: count }).points.reverse());
  });

  test('has the barrier that a calculation by hand has: two units that swap their places', () => {
    // At alpha the second output of input x is x ((1 - alpha)^2 + alpha^2), the first 0.6 throughout: at x = 1 wrong for alpha in (0.2764, 0.7236), at x = 2 never.
    const ends = [[1, 0], [0, 1]].map(([u, v]): Values => new Map([
      ['layer1.weights', Float32Array.of(u, v)], ['layer1.bias', new Float32Array(2)], ['layer2.weights', Float32Array.of(0, 0, u, v)], ['layer2.bias', Float32Array.of(0.6, 0)],
    ]));
    const set = dataSet({ name: 'two', inputShape: [1], count: 2, inputs: Float32Array.of(1, 2), labels: Int32Array.of(1, 1), classes: 2 });
    const { set: errors } = errorsAlong(mlp([1, 2, 2]), ends[0], ends[1], { set });
    expect(errors).toEqual(lineShares().map((alpha) => (alpha > 0.2764 && alpha < 0.7236 ? 0.5 : 0)));
    expect(barrierOf(errors)).toBe(0.5);
  });

  test('needs both ends', () => {
    expect(() => errorsAlong(small, initialise(small, 1), initialise(small, 2), { points }, { points: 1 })).toThrow('errorsAlong: needed at least 2 points, got 1');
  });

  test('of unequal ends has the largest error less the mean of the ends as its barrier', () => {
    expect(barrierOf([0.1, 0.4, 0.2, 0.3])).toBeCloseTo(0.2, 15);
    expect(barrierOf([0.3, 0.2, 0.1])).toBeCloseTo(0.1, 15);
  });
});

describe('statistics taken anew', () => {
  test('tend to the mean and the variance of what the layer sees, and all else stays', () => {
    const own = initialise(normalised, 4), next = recalibrated(normalised, own, { data: points, batch: { size: points.count, seed: 1 }, batches: 200 });
    const first = own.get('first.weights')!, seen = Array.from({ length: points.count }, (_, k) => first[0] * points.inputs[2 * k] + first[1] * points.inputs[2 * k + 1]);
    const mean = seen.reduce((a, b) => a + b) / seen.length, variance = seen.reduce((s, x) => s + (x - mean) * (x - mean), 0) / (seen.length - 1);
    expect(next.get('norm.mean')![0]).toBeCloseTo(mean, 5);
    expect(next.get('norm.variance')![0]).toBeCloseTo(variance, 5);
    for (const [name, data] of own) if (!/mean|variance/.test(name)) expect(next.get(name)).toEqual(data);
  });
});

describe('training from a checkpoint', () => {
  test('leaves pruned weights at 0 whose memory would move them', () => {
    const options = { model: small, data: points, batch: { size: 20, seed: 1 }, optimiser: sgd(), schedule: () => 0.1 };
    const { end } = train({ ...options, start: initialise(small, 5), steps: 5 }), mask = Uint8Array.from({ length: 16 }, (_, k) => k % 2);
    const { end: later } = train({ ...options, start: end, steps: 8, masks: new Map([['layer1.weights', mask]]) });
    later.values.get('layer1.weights')!.forEach((w, k) => expect(w !== 0).toBe(mask[k] === 1));
  });
});
