import { describe, expect, test } from 'vitest';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { certify, checkCertificate, collapsedNetwork, parseCertificate } from '../../src/certify/index.js';
import { ball, box, cube, prunedNetwork, denseLayer, validNetwork, type Network } from '../../src/network/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { first } from '../../src/subset-sum/index.js';
import { approximate } from '../../src/theorem/index.js';
import { badInputs, errorOf } from '../../src/properties/bad-inputs.js';
import { exact } from '../../src/properties/exact.js';
import { differences, isAtMost } from '../../src/properties/exact-error.js';
import { isAtLeastSupremum, isAtMostSupremum, numberOf, supremum } from '../../src/properties/exact-supremum.js';
import { pairOfSeed } from '../../src/properties/pairs.js';
import { networkOf, randomNetwork, uniformOf } from '../random-network.js';
import { runs, slow } from '../runs.js';

/** A network with every weight and bias changed by up to `size`. */
function perturbed(network: Network, size: number, seed: number): Network {
  const next = uniformOf(seed);
  return { ...network, layers: network.layers.map(({ weights, bias }) => ({ weights: { ...weights, data: weights.data.map((w) => w + size * next()) }, bias: bias && bias.map((w) => w + size * next()) })) };
}

describe('a certificate against the exact supremum, by breakpoints', () => {
  test.each([1, 2])('of networks of %i inputs: each method is above it, the lower bound is not, and branch and bound closes in', async (inputs) => {
    for (let seed = 0; seed < runs(inputs === 1 ? 40 : 16).numRuns; seed++) {
      const size = [1e-1, 1e-2, 1e-4, 1e-6, 1e-7][seed % 5], widths = [inputs, ...[[5], [4, 3], [3, 3, 3]][seed % 3], 1 + (seed % 2)];
      const a = randomNetwork(widths, seed, { biased: seed % 4 !== 3 }), b = seed % 6 === 5 ? randomNetwork([inputs, 4, widths[widths.length - 1]], seed + 99) : perturbed(a, size, seed);
      const domain = cube([-1, 0, 0.25][seed % 3], 1, inputs), norm = seed % 2 ? ('l2' as const) : ('linf' as const);
      const truth = supremum(a, b, domain as never, norm);
      const { certificate } = await certify(a, b, domain, { norm, nodes: 20_000, gap: 0.005 });
      for (const [name, bound] of Object.entries(certificate.bounds)) expect(isAtLeastSupremum(bound, truth), `${name}, seed ${seed}`).toBe(true);
      expect(isAtMostSupremum(certificate.lower, truth), `seed ${seed}`).toBe(true);
      // Where the networks are the same on the box, by units that are dead there, no ratio can close.
      expect(certificate.upper, `seed ${seed}`).toBeLessThanOrEqual(truth.numerator > 0n ? numberOf(truth) * 1.0051 : size);
    }
  });

  test('of the oracle itself: a hat of height 1/2, by hand', () => {
    // min(x, 1 - x) on [0, 1], against 0.
    const hat = networkOf([[[1], [1]], [[1, -2]]], [[0, -0.5], null]), none = networkOf([[[0]]]);
    expect(numberOf(supremum(hat, none, cube(0, 1, 1) as never, 'l2'))).toBeCloseTo(0.5, 15);
    expect(numberOf(supremum(hat, none, cube(0, 0.25, 1) as never, 'l2'))).toBeCloseTo(0.25, 15);
  });
});

describe('needles: spikes that thousands of samples miss', () => {
  /** relu(width <u, x> - |<v, x>|) / 2 for u = (0.6, 0.8) and v across it: homogeneous, not 0 in an angle of about 2 width. */
  const needle = (width: number): Network => networkOf([[[-0.8, 0.6], [0.8, -0.6], [0.6, 0.8]], [[-1, -1, width]], [[0.5]]]);

  test.each([1e-2, 1e-4, 1e-5])('of width %s on a disk: found and bounded within 1 %', async (width) => {
    const a = networkOf([[[1, 0]], [[0]], [[0]]]), b = needle(width), error = errorOf(a, b, 'l2');
    let seen = 0;
    for (let k = 0; k < 4000; k++) {
      const angle = (k * 2 * Math.PI) / 4000 + 0.0004;
      seen = Math.max(seen, error([Math.cos(angle), Math.sin(angle)]));
    }
    const { certificate } = await certify(a, b, ball(1), { nodes: 20_000 });
    // The top is half the width, to the second order.
    if (width < 1e-3) expect(seen).toBe(0);
    expect(certificate.lower).toBeGreaterThan(0.49 * width);
    expect(certificate.upper).toBeGreaterThanOrEqual(0.5 * width);
    expect(certificate.upper).toBeLessThan(1.011 * certificate.lower);
  });

  test.each([1, 2, 3])('in a box of %i inputs: found and bounded, and never missed by the upper bound', async (inputs) => {
    // relu(w - sum |x_c - 1/3|): 2 inputs + 1 layers of relus; half its height w / 2 is enough.
    const w = 2 ** -12, third = Math.fround(1 / 3);
    const rows = Array.from({ length: inputs }, (_, c) => [1, -1].map((s) => Array.from({ length: inputs }, (__, j) => (j === c ? s : 0)))).flat();
    const b = networkOf([rows, [new Array<number>(2 * inputs).fill(-1)], [[1]]], [rows.map((_, k) => (k % 2 ? third : -third)), [w], null]);
    const { certificate, record } = await certify(networkOf([[new Array<number>(inputs).fill(0)]]), b, cube(0, 1, inputs), { nodes: 50_000, gap: 0.05 });
    expect(certificate.upper).toBeGreaterThanOrEqual(w);
    expect(certificate.lower).toBeGreaterThan(0.9 * w);
    expect(certificate.upper).toBeLessThan(1.1 * w);
    expect((await checkCertificate(record, [networkOf([[new Array<number>(inputs).fill(0)]]), b])).holds).toBe(true);
  });
});

describe('laws that any certificate obeys', () => {
  const seeds = Array.from({ length: runs(6).numRuns }, (_, seed) => seed);

  test('a network against itself, permuted and rescaled or not, differs by at most 1e-13', async () => {
    for (const seed of seeds) {
      const a = randomNetwork([3, 6, 5, 2], seed, { biased: seed % 2 === 0 }), [first, ...rest] = a.layers, order = [5, 3, 0, 1, 2, 4];
      const { rows, columns, data } = first.weights;
      const permuted = { ...a, layers: [
        { weights: { rows, columns, data: data.map((_, e) => 4 * data[order[Math.floor(e / columns)] * columns + (e % columns)]) }, bias: first.bias && first.bias.map((_, k) => 4 * first.bias![order[k]]) },
        { ...rest[0], weights: { ...rest[0].weights, data: rest[0].weights.data.map((_, e, all) => all[Math.floor(e / rows) * rows + order[e % rows]] / 4) } }, rest[1],
      ] };
      for (const domain of [ball(1), cube(-1, 1, 3)]) {
        for (const b of [a, permuted]) expect((await certify(a, b, domain)).certificate.upper).toBeLessThan(1e-13);
      }
    }
  });

  test('swapped networks have the same error', async () => {
    for (const seed of seeds) {
      const { a, b, domain, norm } = pairOfSeed(seed);
      const [one, two] = [await certify(a, b, domain, { norm, nodes: 300 }), await certify(b, a, domain, { norm, nodes: 300 })];
      expect(one.certificate.lower).toBeLessThanOrEqual(two.certificate.upper);
      expect(two.certificate.lower).toBeLessThanOrEqual(one.certificate.upper);
    }
  });

  test('outputs scaled by 8 have 8 times the bounds; a ball 4 times as large, of homogeneous networks, 4 times', async () => {
    for (const seed of seeds) {
      const a = randomNetwork([3, 6, 2], seed), b = perturbed(a, 1e-4, seed), options = { nodes: 200, gap: 0 };
      const scaled = (n: Network): Network => ({ ...n, layers: n.layers.map((l, i) => (i === 1 ? { ...l, weights: { ...l.weights, data: l.weights.data.map((w) => 8 * w) } } : l)) });
      const { certificate: one } = await certify(a, b, ball(1), options), { certificate: large } = await certify(a, b, ball(4), options), { certificate: eight } = await certify(scaled(a), scaled(b), ball(1), options);
      expect(large.upper / one.upper).toBeCloseTo(4, 9);
      expect(eight.upper / one.upper).toBeCloseTo(8, 9);
    }
  });

  test.runIf(slow)('more cells never loosen the bound, and a smaller box has no larger one', async () => {
    for (const seed of seeds) {
      const a = randomNetwork([3, 6, 4, 2], seed, { biased: seed % 2 === 0 }), b = perturbed(a, 1e-3, seed);
      for (const domain of [cube(-1, 1, 3), ball(1)]) {
        const uppers: number[] = [];
        for (const nodes of [0, 8, 40, 200, 600]) uppers.push((await certify(a, b, domain, { nodes, gap: 0 })).certificate.upper);
        for (let k = 1; k < uppers.length; k++) expect(uppers[k]).toBeLessThanOrEqual(uppers[k - 1]);
      }
      const [whole, half] = [await certify(a, b, cube(-1, 1, 3), { nodes: 400 }), await certify(a, b, cube(0, 0.5, 3), { nodes: 400 })];
      expect(half.certificate.lower).toBeLessThanOrEqual(whole.certificate.upper);
    }
  });

  test('norms are ordered: one output, the largest, all together; and the outputs are bounded one by one', async () => {
    for (const seed of seeds) {
      const a = randomNetwork([2, 5, 3], seed, { biased: true }), b = perturbed(a, 1e-3, seed), domain = cube(-1, 1, 2);
      const of = async (norm: 'l2' | 'linf' | 'output:0' | 'output:1' | 'output:2') => (await certify(a, b, domain, { norm, nodes: 4000, gap: 0.01 })).certificate;
      const [l2, linf, ...each] = [await of('l2'), await of('linf'), await of('output:0'), await of('output:1'), await of('output:2')];
      expect(linf.lower).toBeLessThanOrEqual(l2.upper);
      expect(l2.lower).toBeLessThanOrEqual(Math.sqrt(3) * linf.upper);
      expect(Math.max(...each.map((c) => c.lower))).toBeLessThanOrEqual(linf.upper);
      expect(linf.lower).toBeLessThanOrEqual(Math.max(...each.map((c) => c.upper)));
      each.forEach((c, k) => expect(c.lower).toBeLessThanOrEqual(l2.perOutput[k]));
    }
  });

  test('the same certificate comes of one worker and of two, and of a second run', async () => {
    const built = (await import('../../dist/src/index.js' as string)) as typeof import('../../src/index.js');
    const a = randomNetwork([4, 24, 24, 2], 5, { biased: true }), b = perturbed(a, 1e-4, 5), pool = await built.openPool(2);
    try {
      const records = [await built.certify(a, b, cube(-1, 1, 4), { nodes: 600, pool }), await built.certify(a, b, cube(-1, 1, 4), { nodes: 600 }), await built.certify(a, b, cube(-1, 1, 4), { nodes: 600 })];
      expect(new Set(records.map((r) => JSON.stringify(r))).size).toBe(1);
      expect(records[0].certificate.nodes).toBeGreaterThan(500);
    } finally {
      await pool.close();
    }
  });

  test('an aim ends the work as soon as it is decided, either way', async () => {
    const a = randomNetwork([3, 8, 8, 2], 4), b = perturbed(a, 1e-3, 4);
    const { certificate: whole } = await certify(a, b, ball(1), { gap: 0.01 });
    const above = await certify(a, b, ball(1), { aim: whole.upper * 1.5 }), below = await certify(a, b, ball(1), { aim: whole.lower * 0.5 });
    expect(above.certificate.upper).toBeLessThanOrEqual(whole.upper * 1.5);
    expect(below.certificate.lower).toBeGreaterThan(whole.lower * 0.5);
    expect(Math.max(above.certificate.nodes, below.certificate.nodes)).toBeLessThan(whole.nodes);
  });

  test('an abort ends the work, and what is returned holds', async () => {
    const a = randomNetwork([6, 24, 24, 2], 4, { biased: true }), b = perturbed(a, 1e-3, 4), stop = new AbortController();
    let states = 0;
    const { certificate, record } = await certify(a, b, cube(-1, 1, 6), { nodes: 1e8, signal: stop.signal, onProgress: ({ lower, upper, leaves }) => {
      expect(lower).toBeLessThanOrEqual(upper);
      expect(leaves).toBeGreaterThan(0);
      if (++states === 6) stop.abort();
    } });
    expect(certificate.nodes).toBeLessThan(5000);
    expect((await checkCertificate(record, [a, b])).holds).toBe(true);
  });
});

describe('networks that do not collapse', () => {
  test('a pruned network as it is exported, 2 l layers with its carriers, is certified as well as its effective weights', async () => {
    for (const seed of [1, 2, 3]) {
      const target = randomNetwork([3, 5, 4, 2], seed, { biased: seed > 1, scale: seed });
      for (const domain of [cube(-1, 1, 3), cube(0, 1, 3), box([0.25, -1, -0.5], [0.5, -0.5, 0.5])]) {
        const { ticket } = await approximate({ target, theorem: theorem1, domain, epsilon: null, tolerance: 1e-3, budget: 'expected', delta: 0.05, selector: first, candidates: 'bound', seed }, inlinePool);
        const pruned = prunedNetwork(ticket, 3), layers = pruned.layers.map(denseLayer).map(({ rows, columns, weights, bias }, i) => ({
          weights: { rows, columns, data: Float64Array.from(weights, (w) => (i === pruned.layers.length - 1 ? pruned.gain : 1) * w) }, bias: bias && Float64Array.from(bias),
        }));
        const options = { nodes: 400, gap: 0 }, raw = validNetwork(layers, 'pruned');
        const one = (await certify(target, raw, domain, options)).certificate, two = (await certify(target, collapsedNetwork(ticket, 3), domain, options)).certificate;
        expect(one.upper / two.upper).toBeLessThan(1.01);
        expect(two.upper / one.upper).toBeLessThan(1.01);
        expect(one.upper).toBeLessThan(0.5);
      }
    }
  });

  test('copies of every hidden unit, whose last weights add up to about the target\'s, are certified near what is sampled', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const a = randomNetwork([2, 4, 4, 2], seed, { biased: true }), rho = 3, next = uniformOf(seed);
      const layers = a.layers.map(({ weights: { rows, columns, data }, bias }, i) => {
        const outer = i < 2 ? rho : 1, inner = i > 0 ? rho : 1, wide = { rows: outer * rows, columns: inner * columns };
        const entries = Float64Array.from({ length: wide.rows * wide.columns }, (_, e) => data[(Math.floor(e / wide.columns) % rows) * columns + ((e % wide.columns) % columns)] / inner + 1e-5 * next());
        return { weights: { ...wide, data: entries }, bias: bias && Float64Array.from({ length: wide.rows }, (_, r) => bias[r % rows]) };
      });
      const b = validNetwork(layers, 'copies'), domain = cube(-1, 1, 2);
      const { certificate } = await certify(a, b, domain, { nodes: 3000 }), seen = errorOf(a, b, 'l2')(badInputs(a, b, domain, 'l2', { samples: 4000 })[0]);
      expect(certificate.upper).toBeGreaterThanOrEqual(seen);
      expect(certificate.upper).toBeLessThan(1.2 * seen);
    }
  });

  test('masks without any structure get a sound bound', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const next = uniformOf(seed + 500), a = randomNetwork([3, 4, 2], seed, { biased: true }), dense = randomNetwork([3, 20, 12, 2], seed + 50);
      const b = { ...dense, layers: dense.layers.map((l) => ({ ...l, weights: { ...l.weights, data: l.weights.data.map((w) => (next() > 0 ? w : 0)) } })) };
      const domain = cube(-1, 1, 3), { certificate } = await certify(a, b, domain, { nodes: 300 });
      expect(isAtMost(differences(a, b, Array.from(badInputs(a, b, domain, 'l2', { samples: 2000 })[0], exact)), 'l2', certificate.upper)).toBe(true);
      expect(certificate.upper).toBeLessThan(Infinity);
    }
  });
});

describe('certify refuses', () => {
  const a = networkOf([[[1, 2]]]), b = networkOf([[[1]]]), c = networkOf([[[1, 2], [3, 4]]]);
  test.each([
    ['other inputs', a, b, cube(0, 1, 2), {}, 'certify: needed two networks of equally many inputs and outputs, got 2 to 1 and 1 to 1'],
    ['other outputs, though one is looked at', a, c, cube(0, 1, 2), { norm: 'output:0' }, 'certify: needed two networks of equally many inputs and outputs, got 2 to 1 and 2 to 2'],
    ['a box of other inputs', a, a, cube(0, 1, 3), {}, 'domain: needed 2 intervals, one per input of the target, got 3'],
    ['an output that is none', a, a, cube(0, 1, 2), { norm: 'output:1' }, 'norm: needed l2, linf or output:K with K from 0 to 0, got output:1'],
    ['a norm that is none', a, a, cube(0, 1, 2), { norm: 'l1' }, 'norm: needed l2, linf or output:K with K from 0 to 0, got l1'],
    ['a ball without a radius', a, a, { kind: 'ball', radius: NaN }, {}, 'needed a radius'],
    ['an empty box', a, a, { kind: 'box', lower: [1, 1], upper: [0, 0] }, {}, 'box: needed intervals'],
  ] as const)('%s', async (_, first, second, domain, options, message) => {
    await expect(certify(first, second, domain as never, options as never)).rejects.toThrow(message);
  });
});

describe('a certificate file', () => {
  const a = networkOf([[[1], [-1]], [[1, 1]]], [[-0.5, 0.5], null]), b = perturbed(a, 1e-3, 1);
  test('says what is missing, or what is other than it should be', async () => {
    const { record } = await certify(a, b, cube(0, 1, 1), { nodes: 50, gap: 0 });
    expect(record.tree!.splits.length).toBeGreaterThan(3);
    expect(parseCertificate(JSON.stringify(record))).toEqual(record);
    for (const key of Object.keys(record)) {
      const { [key as keyof typeof record]: _, ...less } = record;
      expect(() => parseCertificate(JSON.stringify(less)), key).toThrow(RangeError);
    }
    expect(() => parseCertificate('{')).toThrow('certificate: needed a JSON text');
    expect(() => parseCertificate('null')).toThrow('certificate: needed format "slth-certificate"');
    await expect(checkCertificate(record, [b, a])).rejects.toThrow('certificate: needed its own first network');
    const moved = { ...record, tree: { ...record.tree!, at: record.tree!.at.map((x) => x + 2) } };
    await expect(checkCertificate(moved, [a, b])).rejects.toThrow('certificate: needed a cut inside its box');
  });
});
