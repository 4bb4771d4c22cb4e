import { beforeAll, describe, expect, test } from 'vitest';
import {
  adam, chain, constant, cosine, countEntries, crossEntropyOf, dataSet, dense, density, evaluate, flatten, glorot, gradientsAt, initialise, interpolate, iterativePruning, kaiming, keepLargest, keptOf, magnitudes, mlp, model, openBackend, permutation, prunable,
  relu, residualConvNet, residualMlp, sgd, spirals, stepwise, stream, train, warmedUp, wholeMasks, convNet,
} from '../../src/tensor/index.js';

beforeAll(() => openBackend('wasm'));

describe('an optimiser', () => {
  test('SGD with momentum and decay, by hand', () => {
    const w = Float32Array.of(1), v = [new Float32Array(1)], { update } = sgd({ momentum: 0.5, decay: 0.25 });
    update(w, Float32Array.of(1), v, 1, 0.125);
    expect([w[0], v[0][0]]).toEqual([1 - 0.125 * 1.25, 1.25]);
    update(w, Float32Array.of(-1), v, 2, 0.25);
    const velocity = 0.5 * 1.25 - 1 + 0.25 * 0.84375;
    expect([w[0], v[0][0]]).toEqual([0.84375 - 0.25 * velocity, velocity]);
  });

  test('Adam: the first step has the size of the rate whatever the gradient; many constant ones keep it', () => {
    for (const g of [1e-3, 7, -400]) {
      const w = Float32Array.of(0), slots = [new Float32Array(1), new Float32Array(1)], { update } = adam();
      for (let step = 1; step <= 50; step++) update(w, Float32Array.of(g), slots, step, 0.01);
      expect(w[0]).toBeCloseTo(-Math.sign(g) * 0.5, 3);
    }
  });

  test('AdamW as its paper has it, against the formulas in float64, over gradients that change', () => {
    const w = Float32Array.of(0.7, -0.3), slots = [new Float32Array(2), new Float32Array(2)], { update } = adam({ decay: 0.1 });
    const exact = [0.7, -0.3], m = [0, 0], s = [0, 0];
    for (let step = 1; step <= 20; step++) {
      const g = [Math.sin(step), Math.cos(3 * step) - 0.2];
      update(w, Float32Array.from(g), slots, step, 0.02);
      g.forEach((x, k) => {
        m[k] = 0.9 * m[k] + 0.1 * x;
        s[k] = 0.999 * s[k] + 0.001 * x * x;
        exact[k] -= 0.02 * (m[k] / (1 - 0.9 ** step) / (Math.sqrt(s[k] / (1 - 0.999 ** step)) + 1e-8) + 0.1 * exact[k]);
      });
    }
    exact.forEach((x, k) => expect(w[k]).toBeCloseTo(x, 5));
  });
});

describe('a schedule', () => {
  test('is a function of the step, from 1', () => {
    expect([1, 2, 3, 4].map(stepwise(1, [2, 3], 0.5))).toEqual([1, 1, 0.5, 0.25]);
    expect([1, 5, 10].map(constant(3))).toEqual([3, 3, 3]);
    expect([0, 5, 10, 11].map(cosine(2, 10)).map((r) => Math.round(1e12 * r) / 1e12)).toEqual([2, 1, 0, 0]);
    expect([1, 2, 4, 5].map(warmedUp(4, constant(8)))).toEqual([2, 4, 8, 8]);
  });
});

describe('first values', () => {
  test.each(['normal', 'uniform', 'signs'] as const)('have the deviation asked for, mean 0, by the %s law; biases are 0, and a layer more at the end changes none before', (law) => {
    const net = mlp([100, 200, 10]), values = initialise(net, 3, kaiming(law)), w = values.get('layer1.weights')!, square = w.reduce((s, x) => s + x * x, 0) / w.length;
    expect(Math.sqrt(square / (2 / 100))).toBeCloseTo(1, 1);
    expect(Math.abs(w.reduce((s, x) => s + x, 0) / w.length)).toBeLessThan(0.005);
    expect(values.get('layer1.bias')!.every((b) => b === 0)).toBe(true);
    expect(initialise(mlp([100, 200, 10, 5]), 3, kaiming(law)).get('layer1.weights')).toEqual(w);
    expect(initialise(net, 3, glorot(law)).get('layer1.weights')!.map((x) => x * Math.sqrt(300 / 100))[7]).toBeCloseTo(w[7], 5);
  });

  test('of a model are as many as it has', () => {
    expect(countEntries(mlp([784, 300, 100, 10]).parameters)).toBe(266_610);
    expect(prunable(mlp([784, 300, 100, 10])).reduce((n, p) => n + p.shape[0] * p.shape[1], 0)).toBe(266_200);
    expect(countEntries(residualMlp(4, 8, 2, 3).parameters)).toBe(40 + 4 * 72 + 27);
    expect(countEntries(convNet([28, 28, 1], [8, 8, 16, 16], 10).parameters)).toBe(80 + 584 + 1168 + 2320 + 256 * 785 + 2570);
    expect(residualConvNet([12, 12, 1], 4, 2, 10).outputShape([12, 12, 1])).toEqual([10]);
  });
});

describe('a permutation', () => {
  test('has each place once, and every order comes as often', () => {
    const counts = new Map<string, number>();
    for (let k = 0; k < 6000; k++) {
      const order = permutation(3, stream(1, 'order', k)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['012', '021', '102', '120', '201', '210']);
    for (const n of counts.values()) expect(Math.abs(n - 1000)).toBeLessThan(150);
  });
});

describe('masks', () => {
  test('keep the largest over all arrays together, the first of equals, among those that are left', () => {
    const scores = new Map([['a', [3, 1, 3]], ['b', [2, 3, Infinity]]]);
    expect(keepLargest(scores, 3)).toEqual(new Map([['a', Uint8Array.of(1, 0, 1)], ['b', Uint8Array.of(0, 0, 1)]]));
    expect(keepLargest(scores, 2, new Map([['b', Uint8Array.of(1, 1, 0)]]))).toEqual(new Map([['a', Uint8Array.of(1, 0, 1)], ['b', Uint8Array.of(0, 0, 0)]]));
    expect(keptOf(keepLargest(scores, 0))).toBe(0);
    expect(density(keepLargest(scores, 3))).toBe(0.5);
  });

  test('of iterative pruning are nested, a fifth fewer each round, and what was trained under them is 0 elsewhere', () => {
    const net = mlp([2, 16, 2]), data = spirals(100, 1), start = initialise(net, 1);
    const rounds = [...iterativePruning(net, 3, (masks) => train({ model: net, data, start, masks, steps: 10, batch: { size: 20, seed: 1 }, optimiser: sgd(), schedule: constant(0.1) }))];
    expect(rounds.map((r) => keptOf(r.masks))).toEqual([64, 51, 41, 33]);
    rounds.forEach(({ masks, run }, k) => {
      for (const [name, mask] of masks) {
        expect([...run.end.values.get(name)!].every((v, e) => mask[e] === 1 || v === 0)).toBe(true);
        if (k > 0) expect([...mask].every((b, e) => b <= rounds[k - 1].masks.get(name)![e])).toBe(true);
      }
      // What goes is smaller than what stays.
      if (k === 3) return;
      const all = [...magnitudes(net, run.end.values)].flatMap(([name, m]) => [...m].map((size, e) => ({ size, now: masks.get(name)![e], then: rounds[k + 1].masks.get(name)![e] }))).filter((e) => e.now === 1);
      expect(Math.max(...all.filter((e) => !e.then).map((e) => e.size))).toBeLessThanOrEqual(Math.min(...all.filter((e) => e.then).map((e) => e.size)));
    });
    expect(wholeMasks(net).get('layer1.weights')!.length).toBe(32);
    expect(() => iterativePruning(net, 1, () => rounds[0].run, 1).next()).toThrow('iterativePruning: needed a share to prune in (0, 1), got 1');
  });
});

describe('an evaluation', () => {
  const net = model('flat', [1, 2], chain(flatten, dense('d', 2, 2))), values = new Map([['d.weights', Float32Array.of(1, 0, 0, 1)], ['d.bias', new Float32Array(2)]]);
  test('takes the first of equal outputs; what is not a number is wrong', () => {
    const data = dataSet({ name: 'd', inputShape: [1, 2], count: 4, inputs: Float32Array.of(1, 1, 1, 1, 2, 0, 0, 3), labels: Int32Array.of(0, 1, 0, 0), classes: 2 });
    expect(evaluate(net, values, data)).toMatchObject({ right: 2, accuracy: 0.5, count: 4 });
    expect(evaluate(net, values, data).loss).toBeCloseTo((2 * Math.log(2) + Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(3))) / 4, 6);
    expect(evaluate(net, new Map([...values].map(([n, v]) => [n, v.map(() => NaN)])), data)).toMatchObject({ right: 0, loss: NaN });
  });

  test('is the same in chunks of a thousand as at once', () => {
    const small = mlp([2, 3, 2]), v = initialise(small, 1), data = spirals(2500, 2), { loss } = gradientsAt(small, v, data.inputs, crossEntropyOf(data.labels, 2), { training: false });
    expect(evaluate(small, v, data).loss).toBeCloseTo(loss, 5);
  });
});

describe('trained scores', () => {
  test('choose what a model is: their gradient is pulled from the model, they alone are trained', () => {
    const net = mlp([2, 8, 2]), data = spirals(60, 3), weights = initialise(net, 1), scores = new Map(prunable(net).map((p) => [p.name, new Float32Array(weights.get(p.name)!.length).fill(0.5)]));
    // Each weight times its score: a gradient by hand.
    const through = {
      effective: (s: ReadonlyMap<string, Float32Array>) => new Map([...weights].map(([n, w]) => [n, s.has(n) ? w.map((x, k) => x * s.get(n)![k]) : w])),
      pulled: (s: ReadonlyMap<string, Float32Array>, g: ReadonlyMap<string, Float32Array>) => new Map([...s.keys()].map((n) => [n, g.get(n)!.map((x, k) => x * weights.get(n)![k])])),
    };
    const { end, curve } = train({ model: net, data, start: scores, through, steps: 60, batch: { size: 30, seed: 1 }, optimiser: sgd(), schedule: constant(0.2), evaluateAt: [0, 60], evaluateOn: { data } });
    expect([...end.values.keys()]).toEqual([...scores.keys()]);
    expect(curve[1].on.data.loss).toBeLessThan(curve[0].on.data.loss);
    expect(curve[1].on.data).toEqual(evaluate(net, through.effective(end.values), data));
  });

  test('a line between two models has its ends', () => {
    const a = initialise(mlp([2, 3, 2]), 1), b = initialise(mlp([2, 3, 2]), 2);
    expect(interpolate(a, b, 0)).toEqual(a);
    expect(interpolate(a, b, 1)).toEqual(b);
    expect(relu.parameters).toEqual([]);
  });
});
