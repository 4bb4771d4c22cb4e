import { twoSumError } from '../numeric/rounding.js';
import { ball, box, cube, nonnegativePart, type Layer, type Network } from '../network/index.js';
import { places, submatrix } from './arbitraries/submatrix.js';
import type { Pair } from './pairs.js';

/** A second pair, the error of which is known by that of the first: so many times as large, given by the square; or at least or at most so. */
export interface Related {
  readonly pair: Pair;
  readonly squaredFactor: number;
  readonly is: 'equal' | 'at least' | 'at most';
}

/** A relation between the errors of two pairs, true whatever certifies them; none where it does not apply. */
export interface PairRelation {
  readonly claim: string;
  related(pair: Pair): readonly Related[];
}

const equal = (pair: Pair, squaredFactor = 1): Related => ({ pair, squaredFactor, is: 'equal' });
const on = (n: Network, i: number, change: (l: Layer) => Layer): Network => ({ ...n, layers: n.layers.map((l, j) => (j === i ? change(l) : l)) });
const times = (factor: number) => ({ weights, bias }: Layer): Layer => ({ weights: { ...weights, data: weights.data.map((w) => w * factor) }, bias: bias && bias.map((w) => w * factor) });
const weightsTimes = (factor: number) => (l: Layer): Layer => ({ ...times(factor)(l), bias: l.bias });
const last = (n: Network): number => n.layers.length - 1;
const both = (pair: Pair, change: (n: Network) => Network): Pair => ({ ...pair, a: change(pair.a), b: change(pair.b) });
/** Sizes of numbers between which powers of two change exponents and nothing else. */
const isOrdinary = ({ a, b }: Pair): boolean => [a, b].every((n) => n.layers.every((l) => [...l.weights.data, ...(l.bias ?? [])].every((w) => w === 0 || (Math.abs(w) > 1e-100 && Math.abs(w) < 1e100))));

const reversed = (count: number): number[] => places(count).reverse();
const rowsReversed = ({ weights, bias }: Layer): Layer => ({ weights: submatrix(weights, reversed(weights.rows)), bias: bias && bias.slice().reverse() });
const columnsReversed = ({ weights, bias }: Layer): Layer => ({ weights: submatrix(weights, places(weights.rows), reversed(weights.columns)), bias });
const hiddenReversed = (n: Network): Network => ({ ...n, layers: n.layers.map((l, i) => (i < last(n) ? rowsReversed(l) : l)).map((l, i) => (i > 0 ? columnsReversed(l) : l)) });

/** B and B with A's last layer, and the same with twice the difference of their last layers: twice as far apart. Undefined where that rounds. */
export function doubledDifference(pair: Pair): readonly [once: Pair, twice: Pair] | undefined {
  const { a, b } = pair, [p, q] = [a.layers[last(a)], b.layers[last(b)]];
  if (a.layers.length !== b.layers.length || p.weights.columns !== q.weights.columns) return undefined;
  const exactly = (x: number, y: number): number => (twoSumError(2 * y, -x) === 0 ? 2 * y - x : NaN), [f, g] = [p.bias ?? new Float64Array(p.weights.rows), q.bias ?? new Float64Array(q.weights.rows)];
  const far: Layer = { weights: { ...q.weights, data: q.weights.data.map((y, i) => exactly(p.weights.data[i], y)) }, bias: p.bias || q.bias ? g.map((y, i) => exactly(f[i], y)) : null };
  if ([...far.weights.data, ...(far.bias ?? [])].some(Number.isNaN)) return undefined;
  const near = on(b, last(b), () => p);
  return [{ ...pair, a: near, b }, { ...pair, a: near, b: on(b, last(b), () => far) }];
}

/** What every certifier must agree with. Where two intervals do not fit, one of them is wrong. */
export const pairRelations: readonly PairRelation[] = [
  { claim: 'the two networks change places', related: (pair) => [equal({ ...pair, a: pair.b, b: pair.a })] },
  {
    claim: 'outputs of both networks are scaled by a power of two',
    related: (pair) => (isOrdinary(pair) ? [4, 1 / 8].map((factor) => equal(both(pair, (n) => on(n, last(n), times(factor))), factor * factor)) : []),
  },
  {
    claim: 'hidden values of both networks are scaled by a power of two',
    related: (pair) => (isOrdinary(pair) && [pair.a, pair.b].every((n) => n.layers.length > 1) ? [equal(both(pair, (n) => on(on(n, 0, times(8)), 1, weightsTimes(1 / 8))))] : []),
  },
  {
    claim: 'inputs are scaled by a power of two',
    related: (pair) => {
      const { domain } = pair, wider = domain.kind === 'ball' ? { ...domain, radius: 2 * domain.radius } : { ...domain, lower: domain.lower.map((x) => 2 * x), upper: domain.upper.map((x) => 2 * x) };
      return isOrdinary(pair) && Math.max(...(wider.kind === 'ball' ? [wider.radius] : [...wider.lower, ...wider.upper].map(Math.abs))) < 1e100 ? [equal({ ...both(pair, (n) => on(n, 0, weightsTimes(1 / 2))), domain: wider })] : [];
    },
  },
  { claim: 'hidden neurons are permuted', related: (pair) => [equal(both(pair, hiddenReversed)), equal({ ...pair, b: hiddenReversed(pair.b) })] },
  { claim: 'outputs of both networks are permuted', related: (pair) => (pair.norm.startsWith('output:') ? [] : [equal(both(pair, (n) => on(n, last(n), rowsReversed)))]) },
  {
    claim: 'the domain is smaller',
    related: (pair) => {
      const { domain } = pair, d = pair.a.layers[0].weights.columns, middle = domain.kind === 'box' ? domain.lower.map((lo, c) => lo / 2 + domain.upper[c] / 2) : [];
      // Of a ball a half as wide, a cube inside, and the half without negative numbers; of a box both halves of every side, and the ball inside.
      const ends = domain.kind === 'box' ? Math.min(...domain.lower.map((lo) => -lo), ...domain.upper) : 0;
      const parts = domain.kind === 'ball'
        ? [{ ...domain, radius: domain.radius / 2 }, ...(d <= 4 ? [cube(domain.nonnegative ? 0 : -domain.radius / 2, domain.radius / 2, d)] : []), nonnegativePart(domain)]
        : [box(domain.lower, middle), box(middle, domain.upper), ...(ends > 1e-100 ? [ball(ends)] : [])];
      return parts.map((part) => ({ pair: { ...pair, domain: part }, squaredFactor: 1, is: 'at most' }));
    },
  },
  {
    claim: 'another norm is taken',
    related: (pair) => {
      const outputs = pair.a.layers[last(pair.a)].weights.rows;
      const as = (norm: Pair['norm'], is: Related['is'], squaredFactor = 1): Related => ({ pair: { ...pair, norm }, squaredFactor, is });
      if (pair.norm === 'l2') return [as('linf', 'at most')];
      return [as('l2', 'at least'), ...(pair.norm === 'linf' ? [as('l2', 'at most', outputs), ...places(outputs).map((k) => as(`output:${k}`, 'at most'))] : [])];
    },
  },
];
