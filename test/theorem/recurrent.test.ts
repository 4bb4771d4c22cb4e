import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { steps } from '../../proofs/recurrent/steps.js';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { certifyRecurrent, check, collapsedRecurrent, quickLower, quickUpper, recurrentLower, recurrentUpper, recurrentUpperForever, type Sequences } from '../../src/certify/index.js';
import { ball, box, cube, oneStep, parseTicket, recurrent, recurrentFamilies, recurrentWithin, sampleInside, statesOf, unrolled, writeTicket, type Recurrent } from '../../src/network/index.js';
import { mapMatrix, norm, type Matrix } from '../../src/numeric/matrix.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { exact } from '../../src/properties/exact.js';
import { differences, isAtMost } from '../../src/properties/exact-error.js';
import { approximateRecurrent, evaluate, recurrentErrors, recurrentSizes, recurrentTolerance, type RecurrentRequest } from '../../src/theorem/index.js';
import { runs } from '../runs.js';
import { uniformOf } from '../random-network.js';

const matrix = (rows: readonly (readonly number[])[]): Matrix => ({ rows: rows.length, columns: rows[0].length, data: Float64Array.from(rows.flat()) });

const repeated = (value: number, count: number): number[] => Array<number>(count).fill(value);

/** A target and what is near it, its halves apart; in half of the cases with a readout. */
const pairs = fc.record({
  shape: fc.record({ units: fc.integer({ min: 1, max: 3 }), inputs: fc.integer({ min: 1, max: 2 }), norm: fc.constantFrom(0.5, 1, 1.2), inputNorm: fc.constantFrom(0.5, 1), family: fc.constantFrom(...recurrentFamilies) }),
  seed: fc.integer({ min: 0, max: 1e6 }), off: fc.constantFrom(0, 1e-12, 0.01, 0.3), length: fc.integer({ min: 1, max: 6 }), initial: fc.constantFrom(0, 1, 5), boxed: fc.boolean(), readout: fc.boolean(),
}).map(({ shape, seed, off, initial, boxed, readout, ...rest }) => {
  const next = uniformOf(seed), near = (m: Matrix): Matrix => mapMatrix(m, (w) => w + off * next()), made = recurrentWithin(shape, seed);
  const a: Recurrent = readout ? recurrent(made.state, made.plus, mapMatrix({ rows: 2, columns: shape.units, data: new Float64Array(2 * shape.units) }, () => next())) : made;
  const b: Recurrent = { state: near(a.state), plus: near(a.plus), minus: near(a.plus), readout: a.readout && near(a.readout) };
  const domain: Sequences = { initial, inputs: boxed ? box(repeated(-0.5, shape.inputs), repeated(1, shape.inputs)) : ball(1) };
  return { a, b, domain, seed, shape, ...rest };
});

describe('the certified error of a recurrent network', () => {
  test('is what comes out by hand, where one state and one input of one sign meet the recursion', () => {
    // h = h/2 + x against h' = 3h'/4 + x, from h_0 = x = 1: 3/2, 7/4, 15/8 against 7/4, 37/16, 175/64; in the end 2 and 4.
    const a = recurrent(matrix([[0.5]]), matrix([[1]])), b = recurrent(matrix([[0.75]]), matrix([[1]])), domain = { initial: 1 + 2 ** -50, inputs: cube(0, 1, 1) }, expected = [1 / 4, 9 / 16, 55 / 64];
    const upper = recurrentUpper(a, b, domain, 3), one = Float64Array.of(1), lower = recurrentLower(a, b, domain, { initial: one, inputs: [one, one, one] });
    expected.forEach((e, t) => {
      expect(upper[t]).toBeGreaterThanOrEqual(e);
      expect(upper[t]).toBeLessThan(e * (1 + 1e-14));
      expect(lower[t]).toBeLessThanOrEqual(e);
      expect(lower[t]).toBeGreaterThan(e * (1 - 1e-14));
    });
    const forever = recurrentUpperForever(a, b, domain);
    expect(forever).toBeGreaterThanOrEqual(2);
    expect(forever).toBeLessThan(2 * (1 + 1e-14));
    expect(certifyRecurrent(a, b, domain, 3).lower).toBe(lower[2]);
  });

  test('is never below that of a run, in exact arithmetic, nor does a lower bound exceed that of its own', () => {
    fc.assert(fc.property(pairs, ({ a, b, domain, length, seed, shape }) => {
      const { upper, upperBySteps, lower, witness } = certifyRecurrent(a, b, domain, length);
      const errorAt = (t: number, initial: Float64Array, inputs: readonly Float64Array[]) => differences(unrolled(a, t), unrolled(b, t), [...initial, ...inputs.slice(0, t).flatMap((x) => [...x])].map(exact));
      const sampled = Array.from({ length }, (_, t) => sampleInside(domain.inputs, shape.inputs, seed + t).map((v) => v * (1 - 1e-15))), start = new Float64Array(shape.units).fill(((1 - 1e-15) * domain.initial) / Math.sqrt(shape.units));
      for (let t = 1; t <= length; t++) {
        expect(isAtMost(errorAt(t, start, sampled), 'l2', upperBySteps[t - 1])).toBe(true);
        expect(isAtMost(errorAt(t, witness.initial, witness.inputs), 'l2', upperBySteps[t - 1])).toBe(true);
      }
      const reached = Array.from({ length }, (_, k) => errorAt(k + 1, witness.initial, witness.inputs)).some((e) => lower === 0 || !isAtMost(e, 'l2', lower * (1 - 1e-15)));
      expect(reached).toBe(true);
      expect(lower).toBeLessThanOrEqual(upper);
    }), runs(40));
  });

  test('contradicts none that is certified of the unrolled networks', () => {
    fc.assert(fc.property(pairs.filter(({ domain }) => domain.inputs.kind === 'box'), ({ a, b, domain, length, shape }) => {
      const fromZero = { ...domain, initial: 0 }, zero = repeated(0, shape.units), by = recurrentUpper(a, b, fromZero, length), { lower: reached } = certifyRecurrent(a, b, fromZero, length);
      const all = Array.from({ length }, (_, k) => ({ f: unrolled(a, k + 1), g: unrolled(b, k + 1), where: box([...zero, ...repeated(-0.5, (k + 1) * shape.inputs)], [...zero, ...repeated(1, (k + 1) * shape.inputs)]) }));
      all.forEach(({ f, g, where }, k) => expect(quickLower(f, g, where, 2e4)).toBeLessThanOrEqual(by[k]));
      expect(reached).toBeLessThanOrEqual(Math.max(...all.map(({ f, g, where }) => quickUpper(f, g, where))));
    }), runs(15));
  });

  test('never falls with T, and never exceeds the one of runs of any length', () => {
    fc.assert(fc.property(pairs, ({ a, b, domain }) => {
      const upper = recurrentUpper(a, b, domain, 40), forever = recurrentUpperForever(a, b, domain);
      upper.forEach((e, t) => t > 0 && expect(e).toBeGreaterThanOrEqual(upper[t - 1]));
      expect(upper[39]).toBeLessThanOrEqual(forever * (1 + 1e-12));
    }), runs(40));
  });

  test('of a network against itself is 0', () => {
    const a = recurrentWithin({ units: 4, inputs: 2, norm: 1, inputNorm: 1, family: 'averaging' }, 1);
    expect(recurrentUpper(a, a, { initial: 1, inputs: ball(1) }, 9)[8]).toBeLessThan(1e-300);
  });

  test('says 0 of a run outside the domain', () => {
    const a = recurrent(matrix([[0.5]]), matrix([[1]])), b = recurrent(matrix([[0.75]]), matrix([[1]])), domain = { initial: 0, inputs: cube(0, 1, 1) }, [zero, one, two] = [0, 1, 2].map((v) => Float64Array.of(v));
    expect(recurrentLower(a, b, domain, { initial: zero, inputs: [one, one] })[1]).toBeGreaterThan(0);
    for (const run of [{ initial: one, inputs: [one, one] }, { initial: zero, inputs: [one, two] }]) expect(recurrentLower(a, b, domain, run)[1]).toBe(0);
  });
});

describe('an unrolled network', () => {
  test('computes what the recurrent one does at its last step', () => {
    fc.assert(fc.property(pairs, ({ a, b, length, shape, seed, domain }) => {
      const inputs = Array.from({ length }, (_, t) => sampleInside(domain.inputs, shape.inputs, seed + t)), start = new Float64Array(shape.units).fill(domain.initial);
      for (const net of [a, b]) {
        const h = statesOf(net, start, inputs)[length - 1], y = net.readout ? Array.from({ length: 2 }, (_, r) => h.reduce((s, v, c) => s + v * net.readout!.data[r * h.length + c], 0)) : [...h];
        const wide = unrolled(net, length), [first, ...rest] = wide.layers;
        expect([first.weights.columns, rest.length]).toEqual([shape.units + length * shape.inputs, length + 1]);
        const direct = differences({ layers: [...wide.layers.slice(0, -1), { ...wide.layers[length + 1], bias: Float64Array.from(y, (v) => -v) }], notes: [] }, { layers: [{ weights: { rows: y.length, columns: wide.layers[0].weights.columns, data: new Float64Array(y.length * wide.layers[0].weights.columns) }, bias: null }], notes: [] }, [...start, ...inputs.flatMap((x) => [...x])].map(exact));
        expect(isAtMost(direct, 'l2', 1e-12 * (1 + norm(y)))).toBe(true);
      }
    }), runs(25));
  });
});

describe('the tolerance that an error asks', () => {
  test('keeps the recursion of the proof within epsilon, whatever the norm, and a readout too', () => {
    fc.assert(fc.property(pairs, fc.constantFrom(0.5, 0.1, 0.001), fc.integer({ min: 1, max: 60 }), fc.constantFrom(0, 1, 12), ({ a: { state, plus }, domain, shape }, epsilon, length, outputs) => {
      const a = recurrent(state, plus, outputs > 0 ? matrix(Array.from({ length: outputs }, () => repeated(1 / outputs, shape.units))) : null);
      const tolerance = recurrentTolerance(a, domain, length, epsilon), { norms, radii, largest } = recurrentSizes(a, domain, length), e = Math.max(...recurrentErrors(norms.state, tolerance * Math.sqrt(shape.units * (shape.units + shape.inputs)), radii));
      expect(outputs > 0 ? norms.readout * e + tolerance * Math.sqrt(outputs * shape.units) * (largest + e) : e).toBeLessThanOrEqual(epsilon * (1 + 1e-9));
    }), runs(60));
  });
});

const request = (target: Recurrent, more: Partial<RecurrentRequest> = {}): RecurrentRequest => ({
  target, domain: { initial: 0, inputs: ball(1) }, steps: 16, epsilon: 0.1, theorem: theorem1, tolerance: null, delta: 0.05, selector: null, candidates: 'bound', seed: 1, ...more,
});

describe('a recurrent target, approximated', () => {
  const target = recurrentWithin({ units: 4, inputs: 2, norm: 0.9, inputNorm: 0.5, family: 'uniform' }, 3);

  test('is met within epsilon at every step by one pruned block, whose ticket is one of a step and checks by itself', async () => {
    const { step, pruned, certificate, verdict, tolerance } = await approximateRecurrent(request(target), inlinePool), { ticket, result } = step;
    expect({ verdict, misses: result.misses, problems: result.problems, blocks: ticket.depths }).toEqual({ verdict: 'holds', misses: 0, problems: 4 * (4 + 2 * 2), blocks: [2] });
    expect(certificate.lower).toBeGreaterThan(0);
    const read = parseTicket(writeTicket(ticket));
    expect((await check(read, oneStep(target))).verdict).toBe('holds');
    expect(collapsedRecurrent(read, 4)).toEqual(pruned);
    for (const [m, w] of [[pruned.state, target.state], [pruned.plus, target.plus], [pruned.minus!, target.plus]]) m.data.forEach((v, k) => expect(Math.abs(v - w.data[k])).toBeLessThanOrEqual(tolerance));
  });

  test('with a readout has two blocks, and its outputs are certified', async () => {
    const y = recurrent(target.state, target.plus, matrix([[0.5, -0.25, 0.125, 1], [0, 0.25, -1, 0.5]]));
    const { step, pruned, verdict } = await approximateRecurrent(request(y), inlinePool);
    expect({ verdict, blocks: step.ticket.depths, outputs: pruned.readout!.rows }).toEqual({ verdict: 'holds', blocks: [2, 2], outputs: 2 });
  });

  test('fails where weights are as far off as a tolerance of one half allows, and is never called held', async () => {
    const { verdict, certificate } = await approximateRecurrent(request(recurrentWithin({ units: 4, inputs: 2, norm: 1, inputNorm: 1, family: 'averaging' }, 3), { tolerance: 0.4 }), inlinePool);
    expect(verdict).toBe('fails');
    expect(certificate.upper).toBeGreaterThan(certificate.lower);
  });

  test('asks a tolerance that falls like 1/T where the norm is 1 and not at all in the end where it is less, and n of 20 steps as derived', async () => {
    const at = (norm1: number, length: number): number => recurrentTolerance(recurrentWithin({ units: 4, inputs: 2, norm: norm1, inputNorm: 0.5, family: 'averaging' }, 3), { initial: 0, inputs: ball(1) }, length, 0.1);
    expect(at(1, 1000) / at(1, 2000)).toBeGreaterThan(2);
    expect(at(0.5, 1000)).toBe(at(0.5, 2000));
    expect(at(0.5, 1000)).toBeGreaterThanOrEqual(at(0.5, Infinity));
    // tau = ln(1.1) / (20 sqrt 24), delta_1 = 0.1 / 32: n_c = ceil(ln(4 / (tau^2 delta_1)) / -ln(1 - ln 2 / 16)), n_r as in pensia2020.diamond-half.
    const tau = Math.log(1.1) / (20 * Math.sqrt(24)), share = 0.1 / 32;
    let m = 9;
    while (2 * Math.exp((-18 * (m / 16 - 0.5) * (m / 16 - 0.5)) / m) > share / 2) m++;
    expect(await evaluate(steps.bound!, { units: 4, inputs: 2, steps: 20, omega: 1, radius: 1, epsilon: 0.1, delta: 0.1 })).toBe(Math.ceil(Math.log(4 / (tau * tau * share)) / -Math.log1p(-Math.LN2 / 16)) + m);
  });

  test('is refused, in words, where shapes or sizes do not fit', () => {
    const two = matrix([[1, 0], [0, 1]]), column = matrix([[1], [1]]), own: Recurrent = { ...recurrent(two, column), minus: column }, domain = { initial: 0, inputs: ball(1) };
    expect(() => recurrent(column, two)).toThrow('recurrent: needed a square state matrix, got shape [2, 1]');
    expect(() => recurrent(two, matrix([[1]]))).toThrow('recurrent: needed 2 rows in the input matrix, got 1');
    expect(() => recurrent(two, column, matrix([[1]]))).toThrow('needed shapes that chain');
    expect(() => oneStep(own)).toThrow('oneStep: needed a recurrent network of one map of its inputs, got two halves');
    expect(() => unrolled(own, 0)).toThrow('unrolled: needed at least 1 step, got 0');
    expect(() => recurrentTolerance(recurrent(two, column), domain, Infinity, 0.1)).toThrow(/needed a target whose errors stay within 0.1 for Infinity steps/);
    expect(() => recurrentUpper(recurrent(two, column), recurrent(matrix([[1]]), matrix([[1]])), domain, 3)).toThrow('recurrentUpper: needed two networks of equal shapes, got units, inputs and outputs 2,1,0 and 1,1,0');
    expect(() => recurrentUpper(own, own, { ...domain, initial: -1 }, 3)).toThrow('needed a norm of h_0 in [0, 1e100], got -1');
  });
});
