import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { chain, conv, convNet, countEntries, dense, entries, flatten, flowOf, gradientNorm, initialise, keepLargest, keptOf, layersOf, magnitudes, masked, meanPool, mlp, model, batchNorm, openBackend, pathKernelTrace, pathsOf, phew, prunable, randomlyOfAll, randomlyOfEach, relu, residual, residualConvNet, residualMlp, routeOf, spirals, stepsOf, stream, synflow, wholeMasks, type Masks, type Model, type Part, type Values } from '../../src/tensor/index.js';
import { binomialInterval } from '../../src/numeric/statistics/index.js';
import { runs } from '../runs.js';

beforeAll(() => openBackend('wasm').catch(() => openBackend()));

const ends = { seed: fc.integer({ min: 0, max: 1e6 }), share: fc.double({ min: 0.02, max: 0.6, noNaN: true }) };
/** Small networks of each kind. */
const networks: fc.Arbitrary<Model> = fc.oneof(
  fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 2, maxLength: 5 }).map((widths) => mlp(widths)),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })).map(([width, blocks]) => residualMlp(3, width, blocks, 2)),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })).map(([a, b]) => convNet([4, 4, 2], [a, b], 3, 4)),
  fc.integer({ min: 1, max: 3 }).map((width) => residualConvNet([4, 4, 1], width, 1, 2)),
);
const total = (m: Model): number => countEntries(prunable(m));
/** Random masks without a layer's or a unit's rule. */
const someMasks = (m: Model, seed: number, share: number): Map<string, Uint8Array> => randomlyOfAll(m, Math.round(share * total(m)), seed);
const plain = (masks: Masks): number[][] => [...masks.values()].map((mask) => [...mask]);

/** Paths of kept weights of a network of dense layers, one by one: [input, hidden ..., output]. */
function* densePaths(m: Model, masks: Masks): Generator<number[]> {
  const layers = prunable(m);
  function* from(k: number, path: number[]): Generator<number[]> {
    if (k === layers.length) return yield path;
    const [outputs, inputs] = layers[k].shape;
    for (let o = 0; o < outputs; o++) if (masks.get(layers[k].name)![o * inputs + path[k]]) yield* from(k + 1, [...path, o]);
  }
  for (let i = 0; i < layers[0].shape[1]; i++) yield* from(0, [i]);
}

describe('paths of kept weights', () => {
  test('in a network of dense layers are those that one finds by trying all', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }), ends.seed, ends.share, (widths, seed, share) => {
      const m = mlp(widths), masks = someMasks(m, seed, share), alive = new Map([...masks].map(([name, mask]) => [name, new Uint8Array(mask.length)]));
      for (const path of densePaths(m, masks)) prunable(m).forEach(({ name, shape }, k) => (alive.get(name)![path[k + 1] * shape[1] + path[k]] = 1));
      const paths = pathsOf(m, masks);
      expect(plain(paths.alive)).toEqual(plain(alive));
      expect([paths.kept, paths.onPaths, paths.aliveDensity]).toEqual([keptOf(masks), keptOf(alive), keptOf(alive) / total(m)]);
    }), runs(60));
  });

  test('are where TensorFlow.js says that the outputs of the network of the masks depend on a weight, for convolutions and residual blocks too', () => {
    // Means over all places of images that are large enough: no entry of a kernel is cut off at a border.
    const images = (name: string, ...parts: Part[]): Model => model(name, [8, 8, 2], chain(...parts, relu, meanPool, meanPool, meanPool, flatten, dense('last', 2, 2)));
    const plain2 = (m: number): Model => images('convolutions', conv('a', 2, m), relu, batchNorm('n', m), conv('b', m, 2));
    const around = (m: number): Model => images('residual', conv('a', 2, 2), residual(chain(relu, conv('b', 2, m), relu, conv('c', m, 2))));
    const size = fc.integer({ min: 1, max: 3 }), kinds = fc.oneof(size.map(plain2), size.map(around), networks.filter((m) => m.inputShape.length === 1));
    fc.assert(fc.property(kinds, ends.seed, ends.share, (m, seed, share) => {
      const masks = someMasks(m, seed, share), ones: Values = new Map([...initialise(m, 1)].map(([name, v]) => [name, masks.has(name) ? new Float32Array(v.length).fill(1) : v]));
      const { scores } = flowOf(m, ones, masks);
      expect(plain(pathsOf(m, masks).alive)).toEqual([...scores.values()].map((s) => [...s].map((x) => (x > 0 ? 1 : 0))));
    }), runs(40));
  });

  test('tell widths and dead units: of a network of two hidden layers by hand', () => {
    const m = mlp([2, 3, 2, 1]), masks = new Map([['layer1.weights', Uint8Array.of(1, 0, 0, 0, 0, 1)], ['layer2.weights', Uint8Array.of(1, 1, 0, 0, 1, 0)], ['layer3.weights', Uint8Array.of(1, 0)]]);
    // Hidden unit 2 leads nowhere, unit 3 nowhere that goes on, unit 2 of the second layer is fed by nothing.
    expect(pathsOf(m, masks)).toMatchObject({ kept: 6, onPaths: 3, aliveDensity: 3 / 14, deadUnits: 3 / 5, layers: [{ name: 'layer1.weights', outputs: 3, width: 1 }, { name: 'layer2.weights', outputs: 2, width: 1 }, { name: 'layer3.weights', outputs: 1, width: 1 }] });
    expect(pathsOf(m, new Map())).toMatchObject({ kept: 14, onPaths: 14, deadUnits: 0 });
  });

  test('go around a residual block whose weights are all gone', () => {
    const m = residualMlp(2, 2, 1, 1), masks = wholeMasks(m);
    masks.get('block1.in.weights')!.fill(0);
    expect(pathsOf(m, masks).layers.map((l) => l.width)).toEqual([2, 0, 0, 1]);
  });

  test('of a model without an order of layers are refused', () => {
    const part = { ...dense('a', 2, 2), links: undefined };
    expect(() => pathsOf(model('strange', [2], chain(relu, part)), new Map())).toThrow('routeOf: needed a model of dense layers, convolutions and residual blocks, one after another, got strange');
    expect(() => routeOf(model('residual', [2], residual(part)))).toThrow('got residual');
  });

  test('of an image behind a dense layer: inputs are of the channels in turn', () => {
    const [first, second] = layersOf(routeOf(model('m', [2, 2, 1], chain(conv('c', 1, 3), flatten, dense('d', 12, 2)))));
    expect([first.size, first.units, second.units, second.inputs]).toEqual([9, 1, 3, 12]);
    // [height, width, inputs, outputs]: entry 4 from input 0 to output 2; [outputs, inputs].
    expect([first.place(0, 2, 4), second.place(5, 1, 0)]).toEqual([14, 17]);
  });
});

describe('the flow', () => {
  test('sums products over all paths, and the trace of the path kernel over all paths and their weights, as one finds by trying all', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }), ends.seed, ends.share, fc.constantFrom<1 | 2>(1, 2), (widths, seed, share, power) => {
      const m = mlp(widths), masks = someMasks(m, seed, share), values = initialise(m, seed);
      let flow = 0, trace = 0;
      for (const path of densePaths(m, masks)) {
        const weights = prunable(m).map(({ name, shape }, k) => Math.abs(values.get(name)![path[k + 1] * shape[1] + path[k]]));
        flow += weights.reduce((product, w) => product * (power === 1 ? w : w * w), 1);
        weights.forEach((_, i) => (trace += weights.reduce((product, w, k) => (k === i ? product : product * w * w), 1)));
      }
      expect(Math.abs(flowOf(m, values, masks, power).total - flow)).toBeLessThanOrEqual(1e-5 * flow);
      expect(Math.abs(pathKernelTrace(m, values, masks) - trace)).toBeLessThanOrEqual(1e-5 * trace);
    }), runs(40));
  });

  test('is conserved: its scores sum to the same in every layer that no path goes around, and at a hidden unit to the same before and behind', () => {
    fc.assert(fc.property(networks, ends.seed, ends.share, fc.constantFrom<1 | 2>(1, 2), (m, seed, share, power) => {
      // Biases that flowed would add to the flow behind them, and statistics change it.
      const values = new Map([...initialise(m, seed)].map(([name, v]) => [name, name.endsWith('.weights') ? v : v.map((_, k) => 0.3 + k)]));
      const { total: all, scores } = flowOf(m, values, someMasks(m, seed, share), power), route = routeOf(m);
      for (const step of route) if (!('around' in step)) expect(Math.abs(scores.get(step.name)!.reduce((a, b) => a + b, 0) - all)).toBeLessThanOrEqual(1e-5 * all);
      route.slice(1).forEach((step, k) => {
        const before = route[k];
        if ('around' in step || 'around' in before) return;
        const into = new Float64Array(before.outputs), out = new Float64Array(before.outputs);
        for (const [layer, sums, of] of [[before, into, (_: number, o: number) => o], [step, out, (i: number) => i % step.units]] as const)
          for (let i = 0; i < layer.inputs; i++) for (let o = 0; o < layer.outputs; o++) for (let e = 0; e < layer.size; e++) sums[of(i, o)] += scores.get(layer.name)![layer.place(i, o, e)];
        into.forEach((x, u) => expect(Math.abs(x - out[u])).toBeLessThanOrEqual(1e-5 * all));
      });
    }), runs(40));
  });
});

describe('PHEW', () => {
  test('keeps as many as asked and less than a walk more, all on paths, of every layer some, by the seed alone', () => {
    fc.assert(fc.property(networks, ends.seed, ends.share, fc.boolean(), (m, seed, share, kernels) => {
      const values = initialise(m, seed), count = Math.max(1, Math.round(share * total(m))), { masks, asked, kept, walks } = phew(m, values, count, { seed, kernels });
      const walk = layersOf(routeOf(m)).reduce((n, { size }) => n + (kernels ? size : 1), 0), paths = pathsOf(m, masks);
      expect([asked, keptOf(masks), paths.onPaths]).toEqual([count, kept, kept]);
      expect(kept).toBeGreaterThanOrEqual(count);
      expect(kept).toBeLessThan(count + walk);
      expect(paths.layers.every((l) => l.width >= 1)).toBe(true);
      expect(phew(m, values, count, { seed, kernels })).toEqual({ masks, asked, kept, walks });
      // More walks go on from where fewer ended.
      const fewer = phew(m, values, Math.ceil(count / 2), { seed, kernels }).masks;
      expect([...fewer].every(([name, mask]) => mask.every((b, k) => !b || masks.get(name)![k] === 1))).toBe(true);
    }), runs(60));
  });

  test('starts at the next unit each time: n walks to and fro pass all n inputs and outputs', () => {
    const m = mlp([9, 4, 9]), values = initialise(m, 3);
    // What 18 walks keep is at least what passes 9 inputs and 9 outputs; nothing more is asked here.
    let count = 1, walked = phew(m, values, count, { seed: 5 });
    while (walked.walks < 18) walked = phew(m, values, ++count, { seed: 5 });
    const [first, last] = ['layer1.weights', 'layer2.weights'].map((name) => walked.masks.get(name)!);
    for (let u = 0; u < 9; u++) {
      expect([0, 1, 2, 3].some((h) => first[h * 9 + u]), `input ${u}`).toBe(true);
      expect([0, 1, 2, 3].some((h) => last[u * 4 + h]), `output ${u}`).toBe(true);
    }
  });

  test('keeps whole kernels where it is asked to', () => {
    const m = convNet([4, 4, 2], [3, 4], 2, 5), { masks } = phew(m, initialise(m, 1), 40, { seed: 1, kernels: true });
    for (const layer of layersOf(routeOf(m))) for (let i = 0; i < layer.inputs; i++) for (let o = 0; o < layer.outputs; o++) {
      const kernel = Array.from({ length: layer.size }, (_, e) => masks.get(layer.name)![layer.place(i, o, e)]);
      expect(new Set(kernel).size).toBe(1);
    }
  });

  test('refuses more than there is, and what no walk comes by', () => {
    const m = mlp([2, 2, 2]), values = initialise(m, 1);
    expect(() => phew(m, values, 2.5, { seed: 1 })).toThrow('phew: needed a number of weights to keep in 0 .. 8, got 2.5');
    expect(() => phew(m, values, 9, { seed: 1 })).toThrow('phew: needed a number of weights to keep in 0 .. 8, got 9');
    const none = new Map([...values].map(([name, v]) => [name, name === 'layer2.weights' ? Float32Array.of(1, 0, 0, 1) : v]));
    expect(() => phew(m, none, 8, { seed: 1 })).toThrow('phew: needed walks that come by 8 weights, got 6 after 8000');
  });

  test('walks on by |w|: how often each weight is chosen agrees with exact probabilities, forward, backward and inside a kernel', () => {
    const weights = Float32Array.of(0.1, -0.4, 0, 0.5, 0.3, -0.2), draws = 20_000;
    const m = mlp([3, 2]), [layer] = layersOf(routeOf(m)), steps = stepsOf(layer, weights), random = stream(7, 'pruning');
    const agrees = (probabilities: readonly number[], draw: () => number): void => {
      const counts = probabilities.map(() => 0);
      for (let k = 0; k < draws; k++) counts[draw()]++;
      // 0.99999 each: false alarms of all intervals of this test together have probability below 0.0005.
      probabilities.forEach((p, k) => {
        const { lower, upper } = binomialInterval(counts[k], draws, 0.99999);
        expect(lower).toBeLessThanOrEqual(p + 1e-7);
        expect(upper).toBeGreaterThanOrEqual(p - 1e-7);
      });
    };
    // W = [[0.1, -0.4, 0], [0.5, 0.3, -0.2]].
    agrees([1 / 6, 5 / 6], () => steps.forward(0, random));
    agrees([4 / 7, 3 / 7], () => steps.forward(1, random));
    agrees([0, 1], () => steps.forward(2, random));
    agrees([1 / 5, 4 / 5, 0], () => steps.backward(0, random));
    agrees([1 / 2, 3 / 10, 1 / 5], () => steps.backward(1, random));
    const filters = Float32Array.from({ length: 36 }, (_, k) => (k % 2 === 0 ? 1 : -1) * (k + 1) / 36), image = stepsOf(layersOf(routeOf(model('c', [3, 3, 2], conv('c', 2, 2))))[0], filters);
    const kernel = (i: number, o: number): number[] => Array.from({ length: 9 }, (_, e) => (e * 2 + i) * 2 + o + 1), sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);
    agrees([0, 1].map((o) => sum(kernel(0, o)) / (sum(kernel(0, 0)) + sum(kernel(0, 1)))), () => image.forward(0, random));
    agrees([0, 1].map((i) => sum(kernel(i, 1)) / (sum(kernel(0, 1)) + sum(kernel(1, 1)))), () => image.backward(1, random));
    agrees(kernel(1, 0).map((w) => w / sum(kernel(1, 0))), () => image.entry(1, 0, random));
    const behind = stepsOf({ ...layer, inputs: 3, units: 1 }, weights);
    agrees([1 / 3, 1 / 3, 1 / 3], () => behind.inputOf(0, random));
  });
});

describe('other masks from the start', () => {
  test('random ones keep as many as asked, of each layer the same share where that is asked, and magnitude pruning the largest', () => {
    fc.assert(fc.property(networks, ends.seed, ends.share, (m, seed, share) => {
      const count = Math.round(share * total(m)), each = randomlyOfEach(m, count, seed), all = randomlyOfAll(m, count, seed);
      expect([keptOf(each), keptOf(all)]).toEqual([count, count]);
      for (const p of prunable(m)) expect(Math.abs(keptOf(new Map([[p.name, each.get(p.name)!]])) - (count * entries(p)) / total(m))).toBeLessThan(1);
      expect([randomlyOfEach(m, count, seed), randomlyOfAll(m, count, seed)]).toEqual([each, all]);
      const values = initialise(m, seed), kept = keepLargest(magnitudes(m, values), count), sizes = [...kept].flatMap(([name, mask]) => [...mask].map((b, k) => ({ b, size: Math.abs(values.get(name)![k]) })));
      const least = Math.min(...sizes.filter((s) => s.b).map((s) => s.size)), most = Math.max(...sizes.filter((s) => !s.b).map((s) => s.size));
      expect(least).toBeGreaterThanOrEqual(most);
    }), runs(40));
    expect(() => randomlyOfAll(mlp([2, 2]), 5, 1)).toThrow('random pruning: needed a number of weights to keep in 0 .. 4, got 5');
  });

  test('SynFlow keeps as many as asked and no layer collapses, down to the least that leaves a path', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 4 }), ends.seed, ends.share, fc.constantFrom<1 | 2>(1, 2), (widths, seed, share, power) => {
      const m = mlp(widths), count = Math.max(widths.length - 1, Math.round(share * total(m))), masks = synflow(m, initialise(m, seed), count, { power, rounds: 100 }), paths = pathsOf(m, masks);
      expect(keptOf(masks)).toBe(count);
      expect(paths.layers.every((l) => l.width >= 1)).toBe(true);
    }), runs(8));
    expect(() => synflow(mlp([2, 2]), initialise(mlp([2, 2]), 1), 0)).toThrow('synflow: needed a number of weights to keep in 1 .. 4, got 0');
  });
});

test('of scores the largest are kept, the first of equals, infinite ones before, among those that are left', () => {
  const scores = new Map([['a', [1, Infinity, 2]], ['b', [2, -Infinity, 2, 0]]]), kept = (count: number, among?: Masks): number[][] => plain(keepLargest(scores, count, among));
  expect([kept(0), kept(1), kept(3), kept(7)]).toEqual([[[0, 0, 0], [0, 0, 0, 0]], [[0, 1, 0], [0, 0, 0, 0]], [[0, 1, 1], [1, 0, 0, 0]], [[1, 1, 1], [1, 1, 1, 1]]]);
  expect(kept(2, new Map([['a', Uint8Array.of(1, 0, 0)]]))).toEqual([[0, 0, 0], [1, 0, 1, 0]]);
  expect(() => kept(8)).toThrow('keepLargest: needed a number of entries to keep in 0 .. 7, got 8');
  expect(() => keepLargest(new Map([['a', [1, NaN]]]), 1)).toThrow('keepLargest: needed scores that are numbers, got NaN');
  expect(plain(keepLargest(new Map([['a', [1, NaN]]]), 1, new Map([['a', Uint8Array.of(1, 0)]])))).toEqual([[1, 0]]);
});

test('the gradient norm is of kept weights alone, over the whole data set, and what a chunk of it adds', () => {
  const data = spirals(1500, 2), m = mlp([2, 5, 2]), values = initialise(m, 4), masks = someMasks(m, 3, 0.6), whole = gradientNorm(m, values, new Map(), data), kept = gradientNorm(m, values, masks, data);
  const twice = { ...data, count: 3000, inputs: Float32Array.of(...data.inputs, ...data.inputs), labels: Int32Array.of(...data.labels, ...data.labels) };
  expect(Math.abs(gradientNorm(m, values, masks, twice) - kept)).toBeLessThanOrEqual(1e-5 * kept);
  expect(gradientNorm(m, masked(values, masks), masks, data)).toBe(kept);
  expect(gradientNorm(m, masked(values, masks), new Map(), data)).toBeGreaterThanOrEqual(kept);
  expect(whole).toBeGreaterThan(0);
});
