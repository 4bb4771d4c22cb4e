import { describe, expect, test } from 'vitest';
import { diamond } from '../../src/constructions/diamond.js';
import { ball, cube, type Domain } from '../../src/network/domain.js';
import { widths as widthsOf, type KeptEdges, type Network } from '../../src/network/index.js';
import type { Matrix } from '../../src/numeric/matrix.js';
import { uniform } from '../../src/numeric/index.js';
import { spectralNormUp } from '../../src/numeric/spectral-norm.js';
import {
  arbitraryProperties, assertHolds, cases as fc, instances, keptEdges, kinks, layerKinds, layers, masks, poolKinds, pools, shrinking, sources, targetKinds, targets, type Kink, type LayerCase, type Place, type PoolCase,
} from '../../src/properties/index.js';
import { equal, exact, plus, positivePart, times, type Dyadic } from '../../src/properties/exact.js';
import { networkOf, randomNetwork } from '../random-network.js';
import { runs } from '../runs.js';

const matrixOfCase = ({ rows, columns, weights }: LayerCase): Matrix => ({ rows, columns, data: weights });
const lifted = layerKinds.map((k) => ({ name: k.name, shows: (one: LayerCase) => k.shows(matrixOfCase(one)) })), ofPools = poolKinds.map((k) => ({ name: k.name, shows: (one: PoolCase) => k.shows(one.values) }));

function isTarget(place: Place, biased: boolean, { layers: all, notes }: Network): boolean {
  if (notes.length > 0 || all.length < 1 || all.length > 4 || Math.max(...widthsOf({ layers: all, notes })) > 4) return false;
  if (!all.every(({ weights: { rows, columns, data }, bias }, i) => data.length === rows * columns && (i === 0 || columns === all[i - 1].weights.rows) && (!bias || (bias.length === rows && biased) || place === 'outside'))) return false;
  // To rounding: a norm of 1 may be exactly that.
  const norms = all.map((l) => spectralNormUp(l.weights)), within = norms.every((s) => s <= 1 + 1e-9), biases = all.flatMap((l) => [...(l.bias ?? [])]);
  if (biases.some((b) => Math.abs(b) > (biased ? 1 : 0.125))) return false;
  if (place === 'outside') return (Math.max(...norms) > 1 + 1e-7 || (!biased && biases.some((b) => b !== 0))) && Math.max(...norms) <= 1.126;
  return within && (place === 'inside' || Math.max(...norms) > 1 - 1e-5);
}

const isLayer = ({ rows, columns, weights, signs, tolerance, n, seed, attempt }: LayerCase): boolean =>
  rows >= 1 && rows <= 5 && columns >= 1 && columns <= 4 && weights.length === rows * columns && weights.every((w) => w >= -1 && w <= 1) && signs.length === columns && signs.every((s) => [1, 2, 3].includes(s)) &&
  [1 / 4, 0.1, 1 / 16, 1 / 64].includes(tolerance) && [n, seed, attempt].every(Number.isInteger) && n >= 1 && n <= 400 && seed >= 0 && attempt >= 0;

function areEdges(widths: readonly number[], onWays: boolean, all: readonly KeptEdges[]): boolean {
  const sorted = all.length === widths.length - 1 && all.every(({ rows, columns }, j) =>
    rows.length === columns.length && rows.every((r, e) => r < widths[j + 1] && columns[e] < widths[j] && (e === 0 || columns[e] > columns[e - 1] || (columns[e] === columns[e - 1] && r > rows[e - 1]))));
  return sorted && (!onWays || all.slice(1).every(({ columns }, j) => [...new Set(columns)].sort().join() === [...new Set(all[j].rows)].sort().join()));
}

/** A unit's value before the relu, exactly. */
function before({ layers: all }: Network, { layer, unit, x }: Kink): Dyadic {
  const values = all.slice(0, layer + 1).reduce<Dyadic[]>(
    (h, { weights: { rows, columns, data }, bias }, i) => Array.from({ length: rows }, (_, r) => (i === 0 ? h : h.map(positivePart)).reduce((sum, v, c) => plus(sum, times(exact(data[r * columns + c]), v)), exact(bias?.[r] ?? 0))),
    Array.from(x, exact),
  );
  return values[unit];
}
const size = ({ mantissa, exponent }: Dyadic): number => Math.abs(Number(mantissa)) * 2 ** exponent;

const bent: readonly (readonly [string, Network, Domain])[] = [
  ['2-3-1 on the ball', randomNetwork([2, 3, 1], 1), ball(1)],
  ['3-4-4-2 with biases on a box', randomNetwork([3, 4, 4, 2], 2, { biased: true }), cube(-1, 1, 3)],
  ['20-8-8-2 on the ball without negative coordinates', randomNetwork([20, 8, 8, 2], 3), { kind: 'ball', radius: 2, nonnegative: true }],
  ['one unit that is off up to 1/3', networkOf([[[3]], [[1]]], [[-1], null]), cube(0, 1, 1)],
];

const SOURCE = [3, 12, 5, 2];

const kit = [
  ...(['inside', 'edge', 'outside'] as const).flatMap((place) => [
    arbitraryProperties({ name: `targets ${place}`, cases: targets({ place }), valid: (t) => isTarget(place, false, t), kinds: targetKinds }),
    arbitraryProperties({ name: `targets ${place} with biases`, cases: targets({ place, biases: true }), valid: (t) => isTarget(place, true, t), kinds: [{ name: 'a bias', shows: (t) => t.layers.some((l) => l.bias) }] }),
  ]),
  arbitraryProperties({ name: 'layers', cases: layers(), valid: isLayer, kinds: lifted }),
  arbitraryProperties({
    name: 'sources',
    cases: sources(),
    valid: ({ seed, attempt, widths }) => seed >= 0 && seed < 2 ** 53 && attempt >= 0 && attempt < 2 ** 32 && [seed, attempt, ...widths].every(Number.isInteger) && widths.length >= 2 && widths.length <= 5 && widths.every((w) => w >= 1 && w <= 40),
    kinds: ['uniform', 'binary', 'hyperbolic', 'layers'].map((name) => ({ name, shows: ({ law }) => law.name === name })),
  }),
  arbitraryProperties({
    name: 'keptEdges', cases: keptEdges(SOURCE), valid: (all) => areEdges(SOURCE, false, all),
    kinds: [{ name: 'none', shows: (all) => all.every((l) => l.rows.length === 0) }, { name: 'all of a layer', shows: (all) => all[1].rows.length === 60 }],
  }),
  arbitraryProperties({
    name: 'masks', cases: masks(SOURCE), valid: (all) => areEdges(SOURCE, true, all),
    kinds: [{ name: 'none', shows: (all) => all.every((l) => l.rows.length === 0) }, { name: 'all', shows: (all) => all[0].rows.length === 36 && all[1].rows.length === 60 }],
  }),
  arbitraryProperties({
    name: 'instances',
    cases: instances(),
    valid: ({ d, l, epsilon, delta }) => Number.isInteger(d) && d >= 1 && d <= 64 && Number.isInteger(l) && l >= 1 && l <= 8 && epsilon > 0 && epsilon < 1 && delta > 0 && delta < 1,
    kinds: [{ name: 'd = 1', shows: ({ d }) => d === 1 }, { name: 'd = 64', shows: ({ d }) => d === 64 }, { name: 'l = 8', shows: ({ l }) => l === 8 }, { name: 'the least epsilon', shows: ({ epsilon }) => epsilon === 2 ** -20 }, { name: 'the largest delta', shows: ({ delta }) => delta === 1 - 2 ** -20 }],
  }),
  arbitraryProperties({
    name: 'pools', cases: pools(), valid: ({ values, target, tolerance }) => values.length <= 11 && [...values, target].every(Number.isFinite) && [0, 2 ** -2, 2 ** -5, 0.01, 2 ** -8, 1e-4, 2 ** -30].includes(tolerance), kinds: ofPools,
  }),
  arbitraryProperties({
    name: 'pools of exact sums',
    cases: pools({ exact: true }),
    valid: ({ values }) => equal(exact(values.reduce((a, b) => a + b, 0)), values.map(exact).reduce(plus, exact(0))) && equal(exact(values.reduce((a, b) => a + Math.abs(b), 0)), values.map(Math.abs).map(exact).reduce(plus, exact(0))),
    kinds: ofPools.filter((_, k) => poolKinds[k].exact),
  }),
  ...bent.map(([name, network, domain]) =>
    arbitraryProperties({
      name: `kinks of ${name}`,
      cases: kinks(network, domain),
      valid: (k) => (domain.kind === 'ball' ? Math.hypot(...k.x) <= domain.radius * (1 + 1e-12) && (!domain.nonnegative || k.x.every((v) => v >= 0)) : k.x.every((v, c) => v >= domain.lower[c] && v <= domain.upper[c])) && size(before(network, k)) <= 1e-13,
    })),
].flat();

describe('the kit of arbitraries', () => {
  test.each(kit.map((one) => [one.name, one] as const))('%s', (_, one) => assertHolds(one, { runs: runs(one.name.includes('missing') ? 1 : 6).numRuns, seed: 8 }));

  test('catches what leaves its range, never ends, or forgets a kind', async () => {
    const growing = { name: 'growing', draw: () => 1, valid: () => true, size: () => [0] };
    const wrong = arbitraryProperties({ name: 'n', cases: fc.nat(10), valid: (n) => n < 8, kinds: [{ name: '11', shows: (n) => n === 11 }] });
    expect((await Promise.all(wrong.map((p) => p.check({ runs: 20, seed: 1 })))).map((r) => r.verdict)).toEqual(['fails', 'holds', 'holds', 'fails']);
    // A step that is no smaller is passed over.
    expect(fc.check(fc.property(shrinking({ ...growing, *smaller(n: number) { yield n + 1; } }), () => false)).counterexample).toEqual([1]);
    expect(() => fc.sample(shrinking({ ...growing, valid: () => false, *smaller() {} }), 1)).toThrow('growing: needed options that some case meets, got none in 500 draws');
  });
});

describe('a kind that is asked for', () => {
  test.each(targetKinds.map((k) => [k.name, k] as const))('%s is kept by every target, the shrunk ones too, at every place', (_, kind) => {
    for (const place of ['inside', 'edge', 'outside'] as const) {
      if (kind.name === 'a layer of zeros' && place !== 'inside') expect(smallest(targets({ place, kinds: [kind] }), () => true, 1)[0].layers.length).toBe(place === 'edge' ? 2 : 1);
      let seen = 0;
      fc.check(fc.property(targets({ place, kinds: [kind] }), (t) => {
        expect(kind.shows(t) && isTarget(place, false, t)).toBe(true);
        return seen++ < 20;
      }), { seed: 5, numRuns: 30 });
      expect(seen).toBeGreaterThan(20);
    }
  });

  test.each(layerKinds.map((k) => [k.name, k] as const))('%s is kept by every layer, the shrunk ones too', (_, kind) => {
    let seen = 0;
    fc.check(fc.property(layers({ kinds: [kind] }), (one) => {
      expect(kind.shows(matrixOfCase(one)) && isLayer(one)).toBe(true);
      return seen++ < 20;
    }), { seed: 5, numRuns: 30 });
    expect(seen).toBeGreaterThan(20);
  });

  test.each(poolKinds.map((k) => [k.name, k] as const))('%s is kept by every pool, the shrunk ones too', (_, kind) => {
    let seen = 0;
    fc.check(fc.property(pools({ kinds: [kind] }), ({ values }) => {
      expect(kind.shows(values)).toBe(true);
      return seen++ < 20;
    }), { seed: 5, numRuns: 30 });
    expect(seen).toBeGreaterThan(20);
  });

  test('that fits no case is a misuse, said early', () => {
    expect(() => targets({ deepest: 1, kinds: targetKinds.filter((k) => k.name === 'a deep chain') })).toThrow('targets: needed a kind that fits 4 units and 1 layers, got a deep chain');
    expect(() => layers({ inputs: 1, kinds: layerKinds.filter((k) => k.name === 'rank one') })).toThrow('layers: needed a kind that fits 5 outputs and 1 inputs, got rank one');
    expect(() => kinks(networkOf([[[1]]]), ball(1))).toThrow('kinks: needed a hidden unit whose sign changes over the ball, got 0 that do not');
  });
});

/** What twenty seeds' counterexamples shrink to. */
function smallest<Case>(cases: ReturnType<typeof shrinking<Case>>, broken: (one: Case) => boolean, seeds = 20): Case[] {
  return Array.from({ length: seeds }, (_, seed) => {
    const found = fc.check(fc.property(cases, (one) => !broken(one)), { seed, numRuns: 3000 });
    expect(found.failed).toBe(true);
    return found.counterexample![0];
  });
}

const rowsOf = ({ rows, columns, data }: Matrix): string[] => Array.from({ length: rows }, (_, r) => data.slice(r * columns, (r + 1) * columns).join());
const hasEqualRows = (a: Matrix): boolean => new Set(rowsOf(a)).size < a.rows;
const numbers = (t: Network): number[][] => t.layers.map((l) => [...l.weights.data, ...(l.bias ?? [])]);

describe('counterexamples are as small as a person would make them, whatever the seed', () => {
  const simple = { signs: [1], tolerance: 1 / 4, n: 1, seed: 0, attempt: 0 };
  const plain = (one: LayerCase) => ({ ...one, weights: [...one.weights], signs: [...one.signs] });

  test.each<[string, (one: LayerCase) => boolean, object]>([
    ['some weight above 0.7', (one) => one.weights.some((w) => w > 0.7), { rows: 1, columns: 1, weights: [1], ...simple }],
    ['some weight in [0.7, 0.8]', (one) => one.weights.some((w) => w >= 0.7 && w <= 0.8), { rows: 1, columns: 1, weights: [0.75], ...simple }],
    ['two identical rows', (one) => hasEqualRows(matrixOfCase(one)), { rows: 2, columns: 1, weights: [0, 0], ...simple }],
    ['two identical rows that are not 0', (one) => hasEqualRows(matrixOfCase(one)) && one.weights.every((w) => w !== 0), { rows: 2, columns: 1, weights: [1, 1], ...simple }],
    ['a negative weight of column 1 for an input that takes negative values', (one) => one.columns > 1 && (one.signs[1] & 2) > 0 && one.weights[1] < 0, { rows: 1, columns: 2, weights: [0, -1], ...simple, signs: [1, 2] }],
    ['more than 20 units', (one) => one.n > 20 && one.weights.some((w) => w !== 0), { rows: 1, columns: 1, weights: [1], ...simple, n: 21 }],
    ['a draw of one seed in seven, of n too', (one) => (one.seed * 31 + one.n * 17) % 7 === 3, { rows: 1, columns: 1, weights: [0], ...simple }],
  ])('a layer with %s', (_, broken, expected) => {
    for (const one of smallest(layers(), broken)) expect(plain(one)).toEqual(expected);
  });

  test.each<[string, Place, (t: Network) => boolean, number[][][]]>([
    ['some weight above 0.7', 'inside', (t) => numbers(t).flat().some((w) => w > 0.7), [[[1]]]],
    ['two identical rows', 'inside', (t) => t.layers.some((l) => hasEqualRows(l.weights)), [[[0, 0]]]],
    ['two identical rows that are not 0', 'inside', (t) => t.layers.some((l) => hasEqualRows(l.weights) && l.weights.data.every((w) => w !== 0)), [[[0.5, 0.5]]]],
    ['depth 2 and a layer of zeros', 'inside', (t) => t.layers.length >= 2 && t.layers.some((l) => l.weights.data.every((w) => w === 0)), [[[0], [0]]]],
    ['nothing', 'edge', () => true, [[[1]]]],
    ['depth 2 and a layer of zeros', 'edge', (t) => t.layers.length >= 2 && t.layers.some((l) => l.weights.data.every((w) => w === 0)), [[[0], [1]], [[1], [0]]]],
    ['two columns', 'edge', (t) => t.layers.some((l) => l.weights.columns > 1), [[[0, 1]], [[1, 0]]]],
    ['a weight', 'outside', (t) => t.layers.some((l) => !l.bias && l.weights.data.some((w) => w !== 0)), [[[1.125]]]],
    ['a bias', 'outside', (t) => t.layers.some((l) => l.bias), [[[0, 0.125]]]],
  ])('a target with %s, %s', (_, place, broken, expected) => {
    for (const one of smallest(targets({ place }), broken)) expect(expected).toContainEqual(numbers(one));
  });

  test('a target outside with a hidden layer of two units has one input and one output, and weights of few bits', () => {
    for (const one of smallest(targets({ place: 'outside' }), (t) => widthsOf(t).slice(1, -1).some((w) => w > 1))) {
      expect(widthsOf(one)).toEqual([1, 2, 1]);
      expect(numbers(one).flat().every((w) => Number.isInteger(8 * w))).toBe(true);
    }
  });

  test('a miss in a column, with a sign: of one weight, one unit and the least seed', () => {
    const missed = (one: LayerCase): boolean => {
      const block = { firstLayer: 1, inputs: one.columns, outputs: one.rows, n: one.n, tolerance: one.tolerance };
      const { misses } = diamond.pruneColumns({ source: { seed: one.seed, attempt: one.attempt, law: uniform }, construction: 'diamond', selector: 'sparsest', block, weights: one.weights, signs: one.signs, columns: Array.from(one.signs, (_, c) => c) });
      return misses.some((m) => m.sign === -1 && m.column === 0);
    };
    for (const one of smallest(layers(), missed)) expect(plain(one)).toEqual({ ...simple, rows: 1, columns: 1, weights: [1], signs: [2] });
  });

  test('where one draw in fifty fails, another seed is found for a shape of at most 2x2', () => {
    const broken = ({ rows, columns, n, seed, signs }: LayerCase): boolean => fc.hash([rows, columns, n, seed, signs].join()) % 50 === 0;
    for (const one of smallest(layers(), broken)) expect(one.rows * one.columns).toBeLessThanOrEqual(4);
  });

  test('pools, sources, edges and instances', () => {
    for (const one of smallest(pools(), ({ values }) => values.filter((v) => v > 0).length > 1)) expect(one).toEqual({ values: [1, 1], target: 0, tolerance: 0 });
    for (const one of smallest(pools(), ({ values, target }) => values.length > 1 && target !== 0 && target === values[0] + values[1])) expect(one.values.concat(one.target).sort()).toEqual([0, 1, 1]);
    for (const one of smallest(sources(), ({ law, widths }) => law.name === 'binary' && Math.max(...widths) > 5)) expect(one).toMatchObject({ seed: 0, attempt: 0, widths: expect.toSatisfy((w: number[]) => w.toSorted((a, b) => a - b).join() === '1,6') });
    for (const one of smallest(masks(SOURCE), (all) => all[1].rows.length > 1)) expect(one.map((l) => l.rows.length).toSorted().join()).toBe('1,2,2');
    for (const one of smallest(keptEdges(SOURCE), (all) => all[0].rows.some((r) => r > 6))) expect(one.map((l) => [[...l.rows], [...l.columns]])).toEqual([[[7], [0]], [[], []], [[], []]]);
    for (const one of smallest(instances(), ({ epsilon, d }) => epsilon < 0.2 && d > 3)) expect(one).toEqual({ d: 4, l: 1, epsilon: 0.125, delta: 0.5 });
  });

  test('kinks: the first unit, as few coordinates as there can be', () => {
    const [[, net, domain], [, biased, box]] = bent;
    for (const k of smallest(kinks(net, domain), () => true)) expect(k).toEqual({ layer: 0, unit: 0, x: new Float64Array(2) });
    for (const k of smallest(kinks(biased, box), ({ layer }) => layer === 1)) expect([k.layer, k.x.filter((v) => v !== 0).length]).toEqual([1, expect.toSatisfy((n: number) => n <= 1)]);
  });
});
