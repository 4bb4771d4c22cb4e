import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/theorem/index.js';
import { decomposition, GOLDEN } from '../../proofs/orseau2020/decomposition.js';
import { distributionOf } from '../../src/numeric/distribution-of.js';
import { binaryLaw, byLayer, gridOfLayers, hyperbolic, hyperbolicFor, lawOfLayer, lawText, parseLaw, uniform, uniformOn, uniformWeight, weightOf, type Law, type LayerLaw } from '../../src/numeric/law.js';
import { normalCdf, normalQuantile } from '../../src/numeric/statistics/normal.js';
import { tabulate } from '../../src/numeric/tabulated.js';

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const range = fc.integer({ min: -24, max: 24 }).map((s) => 2 ** s);

/** Any table: sorted sizes, equal ones and jumps among them. */
const table: fc.Arbitrary<LayerLaw> = fc.integer({ min: 0, max: 6 }).chain((bits) => fc.record({
  name: fc.constant('tabulated' as const), gridExponent: fc.integer({ min: -48, max: 0 }),
  magnitudes: fc.array(fc.oneof(fc.integer({ min: 1, max: 2 ** 24 }), fc.integer({ min: 1, max: 9 }), fc.constant(2 ** 24)), { minLength: 2 ** bits + 1, maxLength: 2 ** bits + 1 }).map((sizes) => sizes.sort((a, b) => a - b)),
}, { noNullPrototype: true }));
const layerLaw: fc.Arbitrary<LayerLaw> = fc.oneof(range.map(uniformOn), fc.constant(binaryLaw), fc.integer({ min: 2, max: 38 }).map(hyperbolic), table);
const law: fc.Arbitrary<Law> = fc.oneof(layerLaw, fc.array(layerLaw, { minLength: 1, maxLength: 4 }).map(byLayer));

const normal = tabulate((p) => normalQuantile((1 + p) / 2));

describe('a law', () => {
  test('gives integers of at most 24 bits times one power of two in each layer, and a sign by bit 0', () => {
    fc.assert(
      fc.property(law, word, fc.integer({ min: 1, max: 9 }), (one, w, layer) => {
        const own = lawOfLayer(one, layer), weight = weightOf(own), k = Math.abs(weight(w)) / 2 ** own.gridExponent;
        expect(Number.isInteger(k) && k >= 1 && k <= 2 ** 24).toBe(true);
        expect(Math.fround(weight(w))).toBe(weight(w));
        expect(weight(w) < 0).toBe(w % 2 === 1);
        expect(weight((w ^ 1) >>> 0)).toBe(-weight(w));
      }),
    );
  });

  test('survives JSON, and no other does', () => {
    fc.assert(fc.property(law, (one) => void expect(parseLaw(JSON.parse(JSON.stringify(one)))).toEqual(one)));
    const table = { name: 'tabulated', gridExponent: -24, magnitudes: [1, 5, 5] };
    expect(parseLaw(table)).toEqual(table);
    for (const bad of [
      null, undefined, 1, 'uniform', [], {}, { ...uniform, gridExponent: -49 }, { ...uniform, gridExponent: 1 }, { ...uniform, gridExponent: -23.5 }, { ...uniform, range: 2 }, { ...binaryLaw, gridExponent: 1 },
      { ...hyperbolic(9), gridExponent: -1 }, { name: 'hyperbolic', bins: 39, gridExponent: -21 }, { name: 'normal' },
      ...[[1], [1, 5, 4], [0, 1], [1, 2 ** 24 + 1], [1, 1.5], [1, 2, 3, 4], ['1', '2'], [1, null], Array<number>(8193).fill(1), 5].map((magnitudes) => ({ ...table, magnitudes })),
      { ...table, gridExponent: -49 }, { ...table, gridExponent: 1 }, { ...table, more: 1 },
      ...[[], [uniform], [uniform, null], [uniform, { name: 'normal' }], [uniform, byLayer([uniform, binaryLaw])], Array<Law>(65).fill(uniform), uniform].map((laws) => ({ name: 'layers', laws })),
      { name: 'layers', laws: [uniform, binaryLaw], gridExponent: -24 },
    ]) expect(() => parseLaw(bad), JSON.stringify(bad)?.slice(0, 100)).toThrow(/^parseLaw: needed .*, got /);
    for (const bins of [1, 39, 2.5, NaN]) expect(() => hyperbolic(bins)).toThrow('hyperbolic: needed 2 to 38 bins');
  });

  test('is refused in one line, however long it is', () => {
    expect(() => parseLaw({ name: 'tabulated', gridExponent: 0, magnitudes: Array<number>(1e5).fill(1) })).toThrow(/^parseLaw: .{1,600}$/);
  });

  test('keeps the bits and the JSON that it had: uniform is what uniformOn(1) is', () => {
    expect(JSON.stringify([uniform, uniformOn(1), binaryLaw, hyperbolic(20)])).toBe('[{"name":"uniform","gridExponent":-24},{"name":"uniform","gridExponent":-24},{"name":"binary","gridExponent":0},{"name":"hyperbolic","bins":20,"gridExponent":-22}]');
    expect(weightOf(uniformOn(1))).toBe(uniformWeight);
  });

  test('says P(|w| <= x), exactly: so many sizes of 2^24 are, at the ends of a run of equal ones too', () => {
    fc.assert(
      fc.property(layerLaw, fc.nat(2 ** 24 - 1), (one, m) => {
        const weight = weightOf(one), step = 2 ** one.gridExponent, size = (k: number): number => weight((k << 8) >>> 0), distribution = distributionOf(one);
        const x = size(m), count = distribution(x) * 2 ** 24, rising = one.name !== 'hyperbolic';
        // Sizes are monotone in m: those within x are a prefix, or a suffix, of all.
        const [last, next] = rising ? [count - 1, count] : [2 ** 24 - count, 2 ** 24 - count - 1];
        expect(size(last)).toBe(x);
        if (count < 2 ** 24) expect(size(next)).toBeGreaterThan(x);
        expect(distribution(x + step / 2)).toBe(distribution(x));
        expect(distribution(x - step / 2) * 2 ** 24).toBeLessThan(count);
        expect([distribution(-1), distribution(0), distribution(2 ** 24 * step), distribution(Infinity)]).toEqual([0, 0, 1, 1]);
      }),
    );
  });
});

describe('the uniform law on a range', () => {
  test('is the one on [-1, 1] times the range, word by word', () => {
    fc.assert(fc.property(range, word, (r, w) => void expect(weightOf(uniformOn(r))(w)).toBe(r * uniformWeight(w))));
  });

  test.each([0, 3, -2, NaN, Infinity, 2 ** 25, 2 ** -25, 1.5])('refuses the range %s', (r) => {
    expect(() => uniformOn(r)).toThrow(`uniformOn: needed a power of two in [2^-24, 2^24], got ${r}`);
  });
});

describe('a law by layers', () => {
  const two = byLayer([uniformOn(2), uniform]);

  test('draws source layer j by law (j - 1) mod their number, and one law is itself', () => {
    expect([1, 2, 3, 4].map((j) => lawOfLayer(two, j).gridExponent)).toEqual([-23, -24, -23, -24]);
    expect(byLayer([uniformOn(4)])).toEqual(uniformOn(4));
    expect(lawText(two)).toBe('uniform on [-2, 2], uniform by layers');
  });

  test('has the product of the steps of its layers as the step of a product', () => {
    expect([gridOfLayers(two, 1, 2), gridOfLayers(two, 2, 2), gridOfLayers(two, 1, 5), gridOfLayers(uniform, 3, 4)]).toEqual([-47, -24, -117, -48]);
  });

  test('refuses to be nested, and no laws or too many', () => {
    expect(() => byLayer([uniform, two as LayerLaw])).toThrow('byLayer: needed a law of one layer at place 2, got one of several');
    for (const n of [0, 65]) expect(() => byLayer(Array<LayerLaw>(n).fill(uniform))).toThrow(`byLayer: needed 1 to 64 laws, got ${n}`);
  });
});

describe('a tabulated law', () => {
  test('keeps within 2^-bits of the distribution that it tabulates, and is exact at its quantiles', () => {
    const laws: [(p: number) => number, (x: number) => number][] = [
      [(p) => normalQuantile((1 + p) / 2), (x) => 2 * normalCdf(x) - 1],
      [(p) => 1 - Math.sqrt(1 - p), (x) => 1 - (1 - x) ** 2],
      [(p) => 3 * p, (x) => x / 3],
      [(p) => Math.log(1 / (1 - p)), (x) => 1 - Math.exp(-x)],
    ];
    for (const [quantile, cdf] of laws) {
      for (const bits of [6, 8, 10]) {
        const one = tabulate(quantile, { bits }), distribution = distributionOf(one), step = 2 ** one.gridExponent;
        fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (p) => void expect(Math.abs(distribution(quantile(p)) - cdf(quantile(p)))).toBeLessThan(2 ** -bits)));
        for (let i = 1; i < 2 ** bits; i++) expect(Math.abs(distribution(quantile(i / 2 ** bits)) - i / 2 ** bits)).toBeLessThan(2 ** 3 * step + 2 ** -20);
      }
    }
  });

  test('is cut where the law is unbounded, with the mean of an exponential tail to 3 %', () => {
    const bits = 8, one = tabulate((p) => -Math.log(1 - p), { bits }), { magnitudes } = one, step = 2 ** one.gridExponent;
    expect(magnitudes[256] * step).toBeCloseTo(11 * Math.log(2), 5);
    expect(((magnitudes[255] + magnitudes[256]) / 2) * step).toBeCloseTo(8 * Math.log(2) + 1, 1);
    expect(lawText(one)).toBe('tabulated at 257 quantiles up to 7.625');
  });

  test('is small: a normal law at 8 bits takes about two kilobytes of a ticket, at 10 about eight', () => {
    expect(JSON.stringify(normal).length).toBeLessThan(2200);
    expect(JSON.stringify(tabulate((p) => normalQuantile((1 + p) / 2), { bits: 10 })).length).toBeLessThan(8400);
  });

  test('has sizes of at least a step where quantiles vanish, and one size where they are one', () => {
    expect(tabulate((p) => p * p, { bits: 1 })).toEqual({ name: 'tabulated', gridExponent: -24, magnitudes: [1, 2 ** 22, 2 ** 24] });
    expect(tabulate(() => 3, { bits: 0 })).toEqual({ name: 'tabulated', gridExponent: -22, magnitudes: [3 * 2 ** 22, 3 * 2 ** 22] });
    expect(weightOf(tabulate(() => 3, { bits: 0 }))(0xffffffff)).toBe(-3);
  });

  test.each<[string, (p: number) => number, number | undefined, string]>([
    ['that fall', (p) => 1 - p / 2, 1, 'tabulate: needed quantiles that are non-decreasing, finite below 1 and at least 0, got 1 at 0 after 0'],
    ['that are negative', (p) => p - 0.5, 1, 'tabulate: needed quantiles that are non-decreasing, finite below 1 and at least 0, got -0.5 at 0 after 0'],
    ['that are NaN inside', (p) => (p === 0.5 ? NaN : p), 1, 'tabulate: needed quantiles that are non-decreasing, finite below 1 and at least 0, got NaN at 0.5 after 0'],
    ['that are infinite before the end', (p) => (p < 0.5 ? p : Infinity), 1, 'tabulate: needed a largest size in (2^-24, 2^24], got Infinity'],
    ['all 0', () => 0, 1, 'tabulate: needed a largest size in (2^-24, 2^24], got 0'],
    ['too large', (p) => p * 2 ** 25, 1, 'tabulate: needed a largest size in (2^-24, 2^24], got 33554432'],
    ['with too many bits', (p) => p, 13, 'tabulate: needed bits in [0, 12], got 13'],
    ['with half a bit', (p) => p, 0.5, 'tabulate: needed bits in [0, 12], got 0.5'],
  ])('refuses quantiles %s', (_, quantile, bits, message) => expect(() => tabulate(quantile, { bits })).toThrow(message));
});

describe('the hyperbolic law', () => {
  test('is g^t with t uniform on [1/2 - k/8, 1/2 + 5k/8], to half a step of the grid', () => {
    const g = 1 / GOLDEN;
    fc.assert(
      fc.property(word, fc.integer({ min: 2, max: 38 }), (w, k) => {
        const law = hyperbolic(k), t = 1 / 2 - k / 8 + ((3 * k) / 4) * (((w >>> 8) + 0.5) / 2 ** 24);
        expect(Math.abs(Math.abs(weightOf(law)(w)) - Math.exp(t * Math.log(g)))).toBeLessThanOrEqual(0.501 * 2 ** law.gridExponent);
      }),
    );
  });

  test('has as many bins for a tolerance as the decomposition asks', async () => {
    for (const tau of [0.49, 0.3, 0.1, 0.05, 0.01, 1e-3, 1e-5, 1e-7]) {
      const law = hyperbolicFor(tau);
      expect(law.name === 'hyperbolic' && law.bins).toBe(Math.max(2, await evaluate(decomposition.bound!, { tau, golden: GOLDEN })));
    }
  });
});
