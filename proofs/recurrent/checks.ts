import { recurrentLower } from '../../src/certify/index.js';
import { diamond } from '../../src/constructions/index.js';
import { ball, columnDrawer, recurrentFamilies, recurrentWithin, sampleInside, statesOf, unrolled, validNetwork, type Network, type Recurrent } from '../../src/network/index.js';
import { uniform } from '../../src/numeric/law.js';
import { norm, zeros } from '../../src/numeric/matrix.js';
import { cases, property, type Property } from '../../src/properties/index.js';
import { equal, exact, positivePart, times } from '../../src/properties/exact.js';
import { evaluate } from '../../src/properties/exact-error.js';
import { pruneRecurrent, recurrentErrors, recurrentSizes, type PrunedStep } from '../../src/theorem/index.js';
import { first } from '../../src/subset-sum/index.js';
import { compiled } from '../foundations/checks.js';
import { contractive } from './contractive.js';
import { steps } from './steps.js';

/** Relative room for rounding, of logarithms and of long recursions. */
const ROOM = 1 + 1e-9;

const of = (statement: typeof steps, expression: string) => compiled({ ...statement.bound!, expression });
const stepsBound = compiled(steps.bound!), stepsTau = of(steps, 'tau'), shareOfDelta = of(steps, 'delta_1'), anyBound = compiled(contractive.bound!), anyTau = of(contractive, 'tau');

const between = (min: number, max: number) => cases.double({ min, max, noNaN: true });
/** Numbers of any order between two powers of ten. */
const orders = (low: number, high: number) => between(low, high).map((e) => 10 ** e);

/** Small random targets. */
const targets = cases.record({ units: cases.integer({ min: 1, max: 4 }), inputs: cases.integer({ min: 1, max: 3 }), norm: cases.constantFrom(0.5, 0.9, 1, 1.1), inputNorm: cases.constantFrom(0.5, 1), family: cases.constantFrom(...recurrentFamilies) });
const seeds = cases.integer({ min: 0, max: 1e6 });

const runOf = (inputs: number, length: number, seed: number): Float64Array[] => Array.from({ length }, (_, t) => sampleInside(ball(1), inputs, seed + t));
const startOf = (units: number, size: number): Float64Array => new Float64Array(units).fill(size / Math.sqrt(units) / ROOM);

/** The steps of proof.md, as checks. */
export const checks: readonly Property[] = [
  property(
    'Recurrence: a step off by eta times the norm of its input puts states off by at most e_t = (omega + eta) e_{t-1} + eta r_t',
    cases.record({ omega: between(0.1, 1.5), eta: between(0, 0.5), inputs: cases.array(cases.tuple(between(-3, 3), between(-3, 3)), { minLength: 1, maxLength: 12 }), turn: cases.constantFrom([1, 0], [0.6, 0.8], [0, 1]), aligned: cases.boolean() }),
    ({ omega, eta, inputs, turn: [cos, sin], aligned }) => {
      // W_h is omega times a turn, W_x the identity; the error of a step lies along the one there is, or is folded.
      let h = [1, 1], off = [1, 1], e = 0;
      for (const x of inputs) {
        const apply = ([a, b]: number[]): number[] => [omega * (cos * a - sin * b) + x[0], omega * (sin * a + cos * b) + x[1]];
        const r = Math.hypot(...h, ...x), size = Math.hypot(...off, ...x), [f, g] = [apply(h), apply(off)], gap = [g[0] - f[0], g[1] - f[1]], length = Math.hypot(...gap);
        const along = aligned && length > 0 ? gap.map((v) => v / length) : [Math.SQRT1_2, Math.SQRT1_2];
        h = f.map((v) => Math.max(0, v));
        off = g.map((v, k) => Math.max(0, v + eta * size * along[k]));
        e = (omega + eta) * e + eta * r;
        const seen = Math.hypot(h[0] - off[0], h[1] - off[1]);
        if (!(seen <= e * ROOM + 1e-12)) return `off by ${seen}, claimed ${e}`;
      }
      return undefined;
    },
  ),
  property(
    'Recurrence: h_t = omega h_{t-1} against (omega + eta) h_{t-1} is off by the recursion and by its closed form, exactly',
    cases.record({ omega: cases.bigInt({ min: 1n, max: 30n }), eta: cases.bigInt({ min: 0n, max: 20n }), t: cases.integer({ min: 1, max: 30 }) }),
    ({ omega, eta, t }) => {
      // In tenths: what is said of step k counts 10^-k. h_0 = 1, r_k = omega^(k-1).
      let e = 0n, r = 1n, h = 1n, off = 1n;
      for (let k = 0; k < t; k++) [e, r, h, off] = [(omega + eta) * e + eta * r, omega * r, omega * h, (omega + eta) * off];
      const closed = (omega + eta) ** BigInt(t) - omega ** BigInt(t);
      return e === off - h && e === closed ? undefined : `off by ${off - h}, the recursion says ${e}, its closed form ${closed}`;
    },
  ),
  property(
    'Recurrence: no run has a (h_{t-1}, x_t) larger than the radii that set the tolerance',
    cases.record({ shape: targets, seed: seeds, initial: cases.constantFrom(0, 1, 5), length: cases.integer({ min: 1, max: 20 }), same: cases.boolean() }),
    ({ shape, seed, initial, length, same }) => {
      const target = recurrentWithin(shape, seed), domain = { initial, inputs: ball(1) }, x = runOf(shape.inputs, length, seed).map((v, _, all) => (same ? all[0] : v)), start = startOf(shape.units, initial);
      const states = [start, ...statesOf(target, start, x)], { radii, largest } = recurrentSizes(target, domain, length), [every] = recurrentSizes(target, domain, Infinity).radii;
      const beyond = x.findIndex((v, t) => norm([...states[t], ...v]) > Math.min(radii[t], every) * ROOM);
      if (beyond >= 0) return `a norm of ${norm([...states[beyond], ...x[beyond]])} at step ${beyond + 1}, claimed ${Math.min(radii[beyond], every)}`;
      return states.slice(1).every((h) => norm(h) <= largest * ROOM) ? undefined : `a state larger than ${largest}`;
    },
  ),
  property(
    'Recurrence: for r_t <= R omega^(t-1) the recursion is at most omega^t R ((1 + theta)^t - 1), and at most epsilon after T steps for the eta of the bound',
    cases.record({ omega: cases.oneof(cases.constant(1), between(1, 1.5)), radius: orders(-2, 3), epsilon: orders(-4, 1), length: cases.integer({ min: 1, max: 60 }), units: cases.integer({ min: 1, max: 50 }), inputs: cases.integer({ min: 1, max: 50 }) }),
    async ({ omega, radius, epsilon, length, units, inputs }) => {
      const eta = (await stepsTau())({ omega, radius, epsilon, steps: length, units, inputs }) * Math.sqrt(units * (units + inputs)), theta = eta / omega;
      const errors = recurrentErrors(omega, eta, Array.from({ length }, (_, t) => radius * omega ** t)), most = radius * omega ** length;
      const wrong = errors.findIndex((e, t) => !(e <= omega ** (t + 1) * radius * Math.expm1((t + 1) * Math.log1p(theta)) * ROOM));
      if (wrong >= 0) return `e_${wrong + 1} = ${errors[wrong]}, beyond its closed form`;
      return errors[length - 1] <= epsilon * ROOM + 1e-14 * most ? undefined : `off by ${errors[length - 1]} after ${length} steps`;
    },
  ),
  property(
    'Recurrence: where the norm is below 1 the recursion never exceeds epsilon for the eta of the bound, and rises to it',
    cases.record({ rho: between(0, 0.99), radius: orders(-1, 3), share: orders(-4, 0), units: cases.integer({ min: 1, max: 50 }), inputs: cases.integer({ min: 1, max: 50 }) }),
    async ({ rho, radius, share, units, inputs }) => {
      const epsilon = share * radius, eta = (await anyTau())({ rho, radius, epsilon, units, inputs }) * Math.sqrt(units * (units + inputs));
      const errors = recurrentErrors(rho, eta, Array.from({ length: Math.ceil(60 / (1 - rho)) }, () => radius)), most = errors.reduce((a, b) => Math.max(a, b));
      if (!(most <= epsilon * ROOM)) return `off by ${most}`;
      return errors[errors.length - 1] >= epsilon * (1 - 1e-6) ? undefined : `rises to ${errors[errors.length - 1]} only, epsilon ${epsilon}`;
    },
  ),
  property(
    'Recurrence: a block pruned once has d_h (d_h + 2 d_x) problems, whatever T is, and their shares of delta sum to it',
    cases.record({ shape: targets, seed: seeds, delta: between(0.01, 0.9) }),
    async ({ shape: { units, inputs, ...rest }, seed, delta }) => {
      const target = recurrentWithin({ units, inputs, ...rest, family: 'uniform' }, seed), { blocks: [{ problems }] } = await pruned(target, seed);
      const events = units * (units + 2 * inputs), share = (await shareOfDelta())({ units, inputs, delta });
      if (problems !== events) return `${problems} problems, claimed ${events}`;
      return Math.abs(share * events - delta) <= 1e-12 ? undefined : `shares of ${share} for ${events} events, delta ${delta}`;
    },
  ),
  property(
    'Recurrence: source weights run step by step, with their hidden units, are the unrolled network of effective weights, exactly',
    cases.record({ shape: targets, seed: seeds, length: cases.integer({ min: 1, max: 4 }), initial: cases.constantFrom(0, 1) }),
    async ({ shape, seed, length, initial }) => {
      const target = recurrentWithin(shape, seed), { units, inputs } = shape, { mask, pruned: network } = await pruned(target, seed);
      const source = sourceNetwork(mask);
      const start = [...startOf(units, initial)].map(exact), x = runOf(inputs, length, seed).map((v) => [...v].map(exact)), scale = exact(mask.scales[0]);
      const stepped = x.reduce((h, v) => evaluate(source, [...h, ...v]).map((y) => positivePart(times(scale, y))), start), whole = evaluate(unrolled(network, length), [...start, ...x.flat()]);
      return stepped.every((v, k) => equal(v, whole[k])) ? undefined : 'step by step and unrolled differ';
    },
  ),
  property(
    'Recurrence: entries off by tau of the bound, apart for inputs of either sign, put no state of T steps off by more than epsilon',
    cases.record({ shape: targets, seed: seeds, initial: cases.constantFrom(0, 1), length: cases.integer({ min: 1, max: 20 }), epsilon: cases.constantFrom(0.5, 0.1, 0.01), signs: cases.array(cases.constantFrom(-1, 1, 0.5), { minLength: 1, maxLength: 30 }), same: cases.boolean(), any: cases.boolean() }),
    async ({ shape, seed, initial, length, epsilon, signs, same, any }) => {
      const target = recurrentWithin(shape, seed), { units, inputs } = shape, domain = { initial, inputs: ball(1) }, { norms, radii } = recurrentSizes(target, domain, any && shape.norm < 1 ? Infinity : length);
      const omega = Math.max(1, norms.state), radius = radii.reduce((most, r, t) => Math.max(most, r / omega ** t), 0), asked = { units, inputs, epsilon, radius };
      const tau = any && shape.norm < 1 ? (await anyTau())({ ...asked, rho: norms.state }) : (await stepsTau())({ ...asked, steps: length, omega });
      let turn = 0;
      const off = ({ rows, columns, data }: Recurrent['state']) => ({ rows, columns, data: data.map((w) => w + tau * signs[turn++ % signs.length]) });
      const other: Recurrent = { state: off(target.state), plus: off(target.plus), minus: off(target.plus), readout: null };
      const run = { initial: startOf(units, initial), inputs: runOf(inputs, length, seed).map((v, _, all) => (same ? all[0] : v).map((e) => e / ROOM)) };
      const error = recurrentLower(target, other, domain, run)[length - 1];
      return error <= epsilon ? undefined : `off by ${error}, epsilon ${epsilon}`;
    },
  ),
  property(
    'Recurrence: n is at most 161 ln(2 d_h (d_h + d_x) T omega^(T-1) max(1, R) / min(epsilon, delta)), and 182 ln(2 d_h (d_h + d_x) max(1, R) / ((1 - rho) min(epsilon, delta))) for any number of steps',
    cases.record({
      units: cases.integer({ min: 1, max: 1000 }), inputs: cases.integer({ min: 1, max: 1000 }), length: cases.oneof(cases.constant(1), cases.integer({ min: 1, max: 10_000 })), omega: cases.oneof(cases.constant(1), between(1, 1.01)),
      rho: between(0, 0.999), radius: cases.oneof(cases.constant(1), orders(-3, 4)), share: cases.oneof(cases.constant(1), orders(-6, 0)), delta: orders(-9, -0.01),
    }),
    async ({ units, inputs, length, omega, rho, radius, share, delta }) => {
      const pairs = 2 * units * (units + inputs) * Math.max(1, radius);
      for (const [epsilon, constant, of] of [[share * radius * omega ** length, 161, 'steps'], [share * radius, 182, 'any']] as const) {
        const least = Math.min(epsilon, delta), n = of === 'steps' ? (await stepsBound())({ units, inputs, radius, epsilon, delta, steps: length, omega }) : (await anyBound())({ units, inputs, radius, epsilon, delta, rho });
        const claimed = constant * (Math.log(pairs / least) + (of === 'steps' ? Math.log(length) + (length - 1) * Math.log(omega) : -Math.log(1 - rho)));
        if (!(n <= claimed)) return `n = ${n} for ${of}, claimed ${claimed}`;
      }
      return undefined;
    },
  ),
];

/** A target pruned at a coarse tolerance: how a block is laid out does not depend on it. */
const pruned = (target: Recurrent, seed: number) => pruneRecurrent(target, { inputs: ball(1) }, { source: { seed, attempt: 0, law: uniform }, construction: diamond, selector: first, n: 60, tolerance: 0.05 });

/** The source of a block with all its hidden units, as drawn where an edge is kept and 0 elsewhere. */
const sourceNetwork = ({ layers, widths, ...source }: PrunedStep['mask']): Network =>
  validNetwork(layers.map(({ rows, columns }, j) => {
    const weights = zeros(widths[j + 1], widths[j]), { draw } = columnDrawer(source), four = new Float64Array(4);
    rows.forEach((row, e) => {
      draw(j + 1, row >>> 2, columns[e], four);
      weights.data[row * widths[j] + columns[e]] = four[row & 3];
    });
    return { weights, bias: null };
  }), 'source');
