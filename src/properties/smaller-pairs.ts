import { exponent, powerOfTwo } from '../numeric/rounding.js';
import { ball, box, cube, type Domain, type Layer, type Network } from '../network/index.js';
import { places, submatrix } from './arbitraries/submatrix.js';
import { complexityOf, simplerArrays, simplerNumbers } from './arbitraries/simple-number.js';
import type { Pair } from './pairs.js';

/** The numbers of a pair: all weights and biases of A, then of B. */
const numbersOf = ({ a, b }: Pair): Float64Array => Float64Array.from([a, b].flatMap((n) => n.layers.flatMap((l) => [...l.weights.data, ...(l.bias ?? [])])));

/** The numbers of a domain. */
const endsOf = (domain: Domain): number[] => (domain.kind === 'ball' ? [domain.radius] : [...domain.lower, ...domain.upper]);

/** How large a pair is to a person: layers, inputs, hidden units and outputs, biases, then how complicated its numbers are. */
export function sizeOfPair(pair: Pair): number[] {
  const { a, b, domain, norm } = pair, both = [a, b].flatMap((n) => n.layers);
  return [
    both.length, both.reduce((sum, l) => sum + l.weights.rows + l.weights.columns, 0), both.filter((l) => l.bias).length,
    complexityOf(numbersOf(pair)) + complexityOf(endsOf(domain)), domain.kind === 'ball' ? (domain.nonnegative ? 2 : 1) : 0, ['output:0', 'linf', 'l2'].indexOf(norm),
  ];
}

/** Pairs like this one, and smaller; not all of them need fit together. */
export function* smallerPairs(pair: Pair): Generator<Pair> {
  const { a, b, domain } = pair, [inputs, outputs] = [a.layers[0].weights.columns, a.layers[a.layers.length - 1].weights.rows];
  const both = (change: (n: Network) => Network): Pair => ({ ...pair, a: change(a), b: change(b) });
  const each = function* (change: (n: Network) => Network): Generator<Pair> {
    yield both(change);
    yield { ...pair, a: change(a) };
    yield { ...pair, b: change(b) };
  };
  const depth = Math.max(a.layers.length, b.layers.length);
  for (let i = 0; i < depth; i++) {
    for (const one of each((n) => withoutLayer(n, i))) {
      yield one;
      const first = one.a.layers[0]?.weights.columns ?? inputs;
      if (first !== inputs && domain.kind === 'box') yield { ...one, domain: cube(domain.lower[0], domain.upper[0], first) };
    }
  }
  for (let c = 0; c < inputs && inputs > 1; c++) yield { ...both((n) => withoutInput(n, c)), domain: domain.kind === 'box' ? box(domain.lower.filter((_, j) => j !== c), domain.upper.filter((_, j) => j !== c)) : domain };
  for (let k = 0; k < outputs && outputs > 1; k++) yield both((n) => withoutUnit(n, n.layers.length - 1, k));
  for (let i = 0; i < depth - 1; i++) {
    const rows = Math.max(...[a, b].map((n) => (i < n.layers.length - 1 ? n.layers[i].weights.rows : 0)));
    for (let k = 0; k < rows; k++) yield* each((n) => withoutUnit(n, i, k));
  }
  yield both((n) => ({ ...n, layers: n.layers.map((l) => ({ ...l, bias: null })) }));
  for (let i = 0; i < depth; i++) yield* each((n) => changed(n, i, (l) => ({ ...l, bias: null })));
  for (const norm of ['output:0', 'linf'] as const) if (norm !== pair.norm) yield { ...pair, norm };
  for (const simple of simplerDomains(domain, inputs)) yield { ...pair, domain: simple };
  // Where the two are alike, as many of their numbers as can be are the same.
  for (let i = 0; i < depth; i++) {
    const [p, q] = [a.layers[i], b.layers[i]];
    if (p?.weights.rows !== q?.weights.rows || p?.weights.columns !== q?.weights.columns) continue;
    yield { ...pair, b: changed(b, i, () => p) };
    yield { ...pair, a: changed(a, i, () => q) };
  }
  const numbers = numbersOf(pair), half = numbers.length / 2, alike = a.layers.length === b.layers.length && a.layers.every((l, i) => sameShape(l, b.layers[i]));
  if (alike) {
    for (let k = 0; k < half; k++) {
      const [x, y] = [numbers[k], numbers[half + k]];
      if (x === y) continue;
      for (const [p, q] of [[x, x], [y, y], ...simplerNumbers(x).slice(0, 8).map((z) => [z, z + (y - x)]), [0, x < y ? 1 : -1], [1, 2], [1, 1.5], [1, 1.25]]) yield withNumbers(pair, numbers.map((z, i) => (i === k ? p : i === half + k ? q : z)));
    }
  }
  // Exponents of hundreds are halved, which step by step would take hundreds of steps.
  for (const x of new Set(numbers)) {
    const e = x === 0 ? 0 : Math.max(-1022, exponent(x));
    if (Math.abs(e) > 16) for (const part of [1 / 2, 3 / 4, 7 / 8, 15 / 16, 1]) yield withNumbers(pair, numbers.map((z) => (z === x ? Math.sign(x) * powerOfTwo(Math.trunc(e * part)) : z)));
  }
  for (const simple of simplerArrays(numbers)) yield withNumbers(pair, simple);
}

const sameShape = (p: Layer, q: Layer): boolean => p.weights.rows === q.weights.rows && p.weights.columns === q.weights.columns && !p.bias === !q.bias;

const changed = (n: Network, i: number, change: (l: Layer) => Layer): Network => (i < n.layers.length ? { ...n, layers: n.layers.map((l, j) => (j === i ? change(l) : l)) } : n);

const withoutLayer = (n: Network, i: number): Network => ({ ...n, layers: n.layers.filter((_, j) => j !== i) });

const withoutInput = (n: Network, c: number): Network => changed(n, 0, (l) => ({ ...l, weights: submatrix(l.weights, places(l.weights.rows), places(l.weights.columns).filter((j) => j !== c)) }));

function withoutUnit(n: Network, i: number, k: number): Network {
  if (i >= n.layers.length || k >= n.layers[i].weights.rows) return n;
  const fewer = changed(n, i, ({ weights, bias }) => ({ weights: submatrix(weights, places(weights.rows).filter((r) => r !== k)), bias: bias && bias.filter((_, r) => r !== k) }));
  return changed(fewer, i + 1, (l) => ({ ...l, weights: submatrix(l.weights, places(l.weights.rows), places(l.weights.columns).filter((c) => c !== k)) }));
}

function withNumbers(pair: Pair, numbers: Float64Array): Pair {
  let at = 0;
  const taken = (count: number): Float64Array => numbers.slice(at, (at += count));
  const of = (n: Network): Network => ({ ...n, layers: n.layers.map(({ weights, bias }) => ({ weights: { ...weights, data: taken(weights.data.length) }, bias: bias && taken(bias.length) })) });
  return { ...pair, a: of(pair.a), b: of(pair.b) };
}

function* simplerDomains(domain: Domain, inputs: number): Generator<Domain> {
  yield cube(0, 1, inputs);
  yield cube(-1, 1, inputs);
  yield ball(1);
  if (domain.kind === 'ball') {
    if (domain.nonnegative) yield ball(domain.radius);
    for (const radius of simplerNumbers(domain.radius)) if (radius > 1e-100) yield { ...domain, radius };
    return;
  }
  const { lower, upper } = domain;
  for (const ends of simplerArrays(Float64Array.from([...lower, ...upper]))) {
    const [low, high] = [Array.from(ends.subarray(0, inputs)), Array.from(ends.subarray(inputs))];
    if (low.every((lo, c) => lo <= high[c])) yield box(low, high);
  }
}
