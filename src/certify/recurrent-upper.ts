import { matrixOf, normUp, type Matrix } from '../numeric/matrix.js';
import { down, UNIT_ROUNDOFF, up } from '../numeric/rounding.js';
import { spectralNormUp } from '../numeric/spectral-norm.js';
import { radiusUp, signsOf, type Domain } from '../network/domain.js';
import type { Recurrent } from '../network/recurrent.js';
import { requireSequences, type Sequences } from './sequences.js';

/** Upper bounds of the spectral norms of a recurrent network's maps: of h, of x (halves of either sign side by side), of both, and of the readout (1 where there is none). */
export interface RecurrentNorms {
  readonly state: number;
  readonly input: number;
  readonly joint: number;
  readonly readout: number;
}

/** Verified norms on inputs of a domain: halves that it excludes do not count. */
export function recurrentNorms({ state, plus, minus, readout }: Recurrent, inputs: Domain): RecurrentNorms {
  const input = halves(plus, minus, inputs);
  return { state: spectralNormUp(state), input: spectralNormUp(input), joint: spectralNormUp(beside(state, input)), readout: readout ? spectralNormUp(readout) : 1 };
}

/** A bound of ||h_t|| from one of ||h_{t-1}||, for inputs of norm at most `radius`. */
export const nextSizeUp = ({ state, input, joint }: Pick<RecurrentNorms, 'state' | 'input' | 'joint'>, size: number, radius: number): number =>
  Math.min(up(up(state * size) + up(input * radius)), up(joint * hypotenuseUp(size, radius)));

/** A bound of all ||h_t||, however long the run; Infinity where the norm of the state's map is not below 1. */
export const everySizeUp = ({ state, input }: Pick<RecurrentNorms, 'state' | 'input'>, initial: number, radius: number): number =>
  state < 1 ? Math.max(initial, up(up(input * radius) / down(1 - state))) : Infinity;

/** A bound of the norm of two parts beside each other. */
export const hypotenuseUp = (a: number, b: number): number => up(Math.sqrt(up(up(a * a) + up(b * b))));

/**
 * Upper bounds of the l2 error of the outputs, over the domain, of two recurrent networks of equal shapes whose units correspond: entry T - 1 is one of all steps t <= T,
 * T = 1, ..., steps. With e_t the states' error, p_t and q_t bounds of ||h_t|| of both, and D the difference of their maps,
 * e_t <= min(||W'|| e_{t-1} + ||D (p_{t-1}, x)||, ||W|| e_{t-1} + ||D (q_{t-1}, x)||). Infinity where a number overflows.
 */
export function recurrentUpper(a: Recurrent, b: Recurrent, domain: Sequences, steps: number): Float64Array {
  const { norms: [f, g], difference, radius } = measured(a, b, domain);
  let p = domain.initial, q = domain.initial, e = 0, most = 0;
  return new Float64Array(steps).map(() => {
    const local = (size: number): number => Math.min(up(up(difference.state * size) + up(difference.input * radius)), up(difference.joint * hypotenuseUp(size, radius)));
    const next = Math.min(up(up(g.state * e) + local(p)), up(up(f.state * e) + local(q)));
    p = nextSizeUp(f, p, radius);
    q = nextSizeUp(g, q, radius);
    [p, q, e] = [Math.min(p, up(q + next)), Math.min(q, up(p + next)), next];
    most = Math.max(most, outputUp(f, g, difference, p, q, e));
    return most >= 0 ? most : Infinity;
  });
}

/** The same for runs of any length: the error at which the recursion stands still. Infinity where neither norm of the states' maps is below 1. */
export function recurrentUpperForever(a: Recurrent, b: Recurrent, domain: Sequences): number {
  const { norms: [f, g], difference, radius } = measured(a, b, domain), [p, q] = [f, g].map((n) => everySizeUp(n, domain.initial, radius));
  const local = (size: number): number => up(up(difference.state * size) + up(difference.input * radius));
  const still = (state: number, size: number): number => (state < 1 && size < Infinity ? up(local(size) / down(1 - state)) : Infinity);
  const bound = outputUp(f, g, difference, p, q, Math.min(still(g.state, p), still(f.state, q)));
  return bound >= 0 ? bound : Infinity;
}

/** A bound of ||V h - V' h'||. */
const outputUp = (f: RecurrentNorms, g: RecurrentNorms, difference: RecurrentNorms, p: number, q: number, e: number): number =>
  difference.readout === 0 ? up(f.readout * e) : Math.min(up(up(g.readout * e) + up(difference.readout * p)), up(up(f.readout * e) + up(difference.readout * q)));

function measured(a: Recurrent, b: Recurrent, domain: Sequences) {
  requireSequences(domain, 'recurrentUpper');
  const shapes = [a, b].map(({ state, plus, readout }) => [state.rows, plus.columns, readout?.rows ?? 0].join());
  if (shapes[0] !== shapes[1]) throw new RangeError(`recurrentUpper: needed two networks of equal shapes, got units, inputs and outputs ${shapes.join(' and ')}`);
  const signed = a.minus !== null || b.minus !== null, { inputs } = domain;
  const input = halves(a.plus, signed ? (a.minus ?? a.plus) : null, inputs), other = halves(b.plus, signed ? (b.minus ?? b.plus) : null, inputs);
  const difference: RecurrentNorms = {
    state: differenceUp(a.state, b.state),
    input: differenceUp(input, other),
    joint: differenceUp(beside(a.state, input), beside(b.state, other)),
    readout: a.readout && b.readout ? differenceUp(a.readout, b.readout) : 0,
  };
  return { norms: [recurrentNorms(a, inputs), recurrentNorms(b, inputs)] as const, difference, radius: radiusUp(inputs) };
}

/** A verified norm of A - B: each difference is rounded once. */
function differenceUp(a: Matrix, b: Matrix): number {
  const difference = matrixOf(a.rows, a.columns, (r, c) => a.data[r * a.columns + c] - b.data[r * a.columns + c]);
  const exact = difference.data.every((d) => d === 0);
  return exact ? 0 : up(spectralNormUp(difference) + normUp(difference.data.map((d) => up(UNIT_ROUNDOFF * Math.abs(d)))));
}

/** [P, N] without the columns that an input of the domain never uses, in the norm of [P, -N], a map of (relu(x), relu(-x)); P alone, a map of x, where there is no N. */
function halves(plus: Matrix, minus: Matrix | null, inputs: Domain): Matrix {
  if (minus === null) return plus;
  const used = Array.from({ length: plus.columns }, (_, c) => signsOf(inputs, c)).flatMap(({ positive, negative }, c) => [...(positive ? [{ m: plus, c }] : []), ...(negative ? [{ m: minus, c }] : [])]);
  return matrixOf(plus.rows, used.length, (r, k) => used[k].m.data[r * plus.columns + used[k].c]);
}

/** Matrices beside each other. */
function beside(...parts: readonly Matrix[]): Matrix {
  const places = parts.flatMap((m) => Array.from({ length: m.columns }, (_, c) => ({ m, c })));
  return matrixOf(parts[0].rows, places.length, (r, k) => places[k].m.data[r * places[k].m.columns + places[k].c]);
}
