import { beforeAll, describe, expect, test } from 'vitest';
import { validNetwork } from '../../src/network/index.js';
import {
  biprop, chain, constant, crossEntropyOf, dense, density, edgePopup, evaluate, firstScores, gainOf, gradientsAt, initialise, kaiming, keptOfShare, largestBySize, mlp, model, batchNorm, openBackend, relu, scaledFor, sgd, spirals, stream, train, taughtBy,
  type Model, type ScoreSearch, type Values,
} from '../../src/tensor/index.js';

beforeAll(async () => void (await openBackend('wasm')));

const random = stream(1, 'data');
/** Numbers with many equals, both zeros and both infinities among them. */
const draws: readonly (() => number)[] = [() => 2 * random() - 1, () => Math.round(6 * random() - 3), () => [0, -0, Infinity, -Infinity, 1e-45, -1e-45][Math.floor(6 * random())], () => 1 + Math.floor(9 * random()) * 2 ** -23];

describe('largestBySize', () => {
  test('keeps what a sort by size keeps, of equals the first', () => {
    for (const draw of draws) {
      for (let size = 0; size < 40; size++) {
        const values = Float32Array.from({ length: size }, draw), count = Math.floor((size + 1) * random());
        const order = [...values.keys()].sort((a, b) => (Math.abs(values[a]) === Math.abs(values[b]) ? a - b : Math.abs(values[b]) > Math.abs(values[a]) ? 1 : -1));
        const kept = new Set(order.slice(0, count));
        expect([...largestBySize(values, count)], `${count} of ${values}`).toEqual([...values.keys()].map((k) => +kept.has(k)));
      }
    }
  });

  test('reads a part of a larger array as it is, and changes nothing', () => {
    const all = Float32Array.of(9, 1, -3, 2, 9);
    expect([...largestBySize(all.subarray(1, 4), 2)]).toEqual([0, 1, 1]);
    expect([...all]).toEqual([9, 1, -3, 2, 9]);
  });

  test('refuses counts that are not there, and NaN of either sign', () => {
    expect(() => largestBySize(Float32Array.of(1, 2), 3)).toThrow('largestBySize: needed a count in 0 .. 2, got 3');
    expect(() => largestBySize(Float32Array.of(1, 2), 0.5)).toThrow(RangeError);
    expect(() => largestBySize(Float32Array.of(1, NaN), 1)).toThrow('largestBySize: needed numbers, got NaN at place 1');
    expect(() => largestBySize(Float32Array.of(1, -NaN), 1)).toThrow(RangeError);
  });
});

test('a density keeps all but floor((1 - density) size): density size where that is whole and floats do not round, else the next whole number', () => {
  for (const [size, share, kept] of [[1000, 0.5, 500], [1000, 0.02, 20], [1000, 1, 1000], [7, 0.5, 4], [3, 0.1, 1], [1000, 0.9, 901]] as const) expect(keptOfShare(size, share)).toBe(kept);
});

const NET = mlp([2, 12, 8, 2], { bias: false });
const normal = model('normal', [2], chain(dense('a', 2, 16), batchNorm('n', 16, { affine: false }), relu, dense('b', 16, 2)));
const teacher = validNetwork([{ weights: { rows: 2, columns: 2, data: Float64Array.of(1, 0.5, -1, 0.3) }, bias: null }], 'test');
const searches: readonly (readonly [string, (model: Model, weights: Values, density: number) => ScoreSearch])[] = [['edge-popup', edgePopup], ['biprop', biprop]];

describe.each(searches)('%s', (name, search) => {
  test('keeps so many weights of each layer, all of at least the size of score of any that it drops', () => {
    const scores = firstScores(NET, 3);
    for (const share of [0.02, 0.1, 0.5, 0.9, 1]) {
      for (const [layer, mask] of search(NET, initialise(NET, 1), share).masks(scores)) {
        const s = scores.get(layer)!, of = (kept: number): number[] => [...s].map(Math.abs).filter((_, k) => mask[k] === kept);
        expect(of(1)).toHaveLength(keptOfShare(s.length, share));
        expect(Math.min(...of(1))).toBeGreaterThanOrEqual(Math.max(0, ...of(0)));
      }
    }
    expect(density(search(NET, initialise(NET, 1), 0.5).masks(scores))).toBe(0.5);
  });

  test('computes with the kept weights, or their signs times one gain a layer, whatever is trained: the weights never change', () => {
    const weights = initialise(NET, 1), before = new Map([...weights].map(([n, w]) => [n, w.slice()])), through = search(NET, weights, 0.4), data = spirals(200, 1);
    const { end } = train({ model: NET, data, start: firstScores(NET, 3), steps: 20, batch: { size: 50, seed: 1 }, optimiser: sgd(), schedule: constant(0.5), through });
    expect(weights).toEqual(before);
    expect(through.masks(end.values)).not.toEqual(through.masks(firstScores(NET, 3)));
    for (const [layer, mask] of through.masks(end.values)) {
      const w = weights.get(layer)!, gain = gainOf(w, mask);
      expect(through.effective(end.values).get(layer)).toEqual(w.map((x, k) => (name === 'biprop' ? gain * Math.sign(x) : x) * mask[k]));
    }
  });

  test('pulls the gradient of the loss in which a weight is kept to the degree |s|', () => {
    // The surrogate moves the effective weight u by unit(w) |w|^b d|s|: w d|s| for both, the choice of the mask held. With biases, since a sum of nothing is where relu has no derivative.
    const net = mlp([2, 12, 8, 2]), weights = new Map([...initialise(net, 1)].map(([n, v]) => [n, n.endsWith('bias') ? v.map((_, k) => 0.3 * Math.sin(k + 1)) : v])), scores = firstScores(net, 3), through = search(net, weights, 0.6);
    const { inputs, labels } = spirals(40, 2), loss = crossEntropyOf(labels, 2), at = through.effective(scores);
    const pulled = through.pulled(scores, gradientsAt(net, at, inputs, loss).gradients), steps = [2 ** -6, 2 ** -8, 2 ** -10];
    const surrogate = (layer: string, k: number, by: number): number => {
      const moved = at.get(layer)!.slice(), s = scores.get(layer)![k];
      moved[k] += weights.get(layer)![k] * (Math.abs(s + by) - Math.abs(s));
      return gradientsAt(net, new Map(at).set(layer, moved), inputs, loss).loss;
    };
    for (const [layer, gradient] of pulled) {
      for (let k = 0; k < gradient.length; k += 5) {
        // Too near to 0 a step would pass the kink of |s|.
        if (Math.abs(scores.get(layer)![k]) < steps[0]) continue;
        // A smaller step where relu turns on between.
        const off = steps.map((step) => Math.abs((surrogate(layer, k, step) - surrogate(layer, k, -step)) / (2 * step) - gradient[k]));
        expect(Math.min(...off), `${layer}, ${k}`).toBeLessThan(5e-4);
      }
    }
  });

  test('finds a mask that classifies better than the weights do, and trains statistics of normalisation with it, biases not', () => {
    const data = taughtBy(teacher, 400, 1), net = normal, weights = initialise(net, 1), through = search(net, weights, 0.5), start = firstScores(net, 1);
    const { end, curve } = train({ model: net, data, start, steps: 300, batch: { size: 100, seed: 1 }, optimiser: sgd(), schedule: constant(0.2), through, evaluateAt: [0, 300], evaluateOn: { data } });
    expect(curve[1].on.data.accuracy).toBeGreaterThan(Math.max(0.85, curve[0].on.data.accuracy));
    expect([...end.values.keys()]).toEqual(['a.weights', 'n.mean', 'n.variance', 'b.weights']);
    expect(end.values.get('n.variance')).not.toEqual(start.get('n.variance'));
    expect(through.effective(end.values).get('b.bias')).toBe(weights.get('b.bias'));
    expect(evaluate(net, through.effective(end.values), data)).toEqual(curve[1].on.data);
  });

  test('refuses a density that keeps nothing or more than all', () => {
    for (const share of [0, -1, 1.5, NaN]) expect(() => search(NET, initialise(NET, 1), share)).toThrow(`byScores: needed a density in (0, 1], got ${share}`);
  });
});

test('the gain of biprop is the scale by which the signs of the kept weights come closest to them', () => {
  const weights = initialise(mlp([30, 20]), 5).get('layer1.weights')!, mask = largestBySize(firstScores(mlp([30, 20]), 6).get('layer1.weights')!, 250), gain = gainOf(weights, mask);
  const squares = (scale: number): number => weights.reduce((sum, w, k) => sum + mask[k] * (w - scale * Math.sign(w)) ** 2, 0);
  for (const other of [0.9, 0.999, 1.001, 1.1]) expect(squares(gain)).toBeLessThan(squares(other * gain));
  expect(gainOf(weights, new Uint8Array(600))).toBe(0);
});

test('on signed constants biprop is edge-popup, to the bit', () => {
  const weights = initialise(NET, 1, scaledFor(0.3, kaiming('signs')));
  const [a, b] = searches.map(([, search]) => train({ model: NET, data: spirals(200, 1), start: firstScores(NET, 2), steps: 10, batch: { size: 50, seed: 1 }, optimiser: sgd(), schedule: constant(0.5), through: search(NET, weights, 0.3) }).end.values);
  expect(a).toEqual(b);
});

test('first scores lie within 1 / sqrt(inputs), and do not know the weights of their seed', () => {
  const net = mlp([100, 100], { bias: false }), s = firstScores(net, 9).get('layer1.weights')!, w = initialise(net, 9).get('layer1.weights')!;
  expect(s.reduce((m, x) => Math.max(m, Math.abs(x)), 0)).toBeLessThanOrEqual(0.1);
  const mean = (f: (k: number) => number): number => s.reduce((sum, _, k) => sum + f(k), 0) / s.length;
  expect(mean((k) => s[k] ** 2)).toBeCloseTo(0.01 / 3, 4);
  for (const of of [(x: number): number => x, Math.abs]) {
    const ms = mean((k) => of(s[k])), mw = mean((k) => of(w[k])), product = mean((k) => (of(s[k]) - ms) * (of(w[k]) - mw));
    expect(Math.abs(product) / Math.sqrt(mean((k) => (of(s[k]) - ms) ** 2) * mean((k) => (of(w[k]) - mw) ** 2))).toBeLessThan(0.04);
  }
});
