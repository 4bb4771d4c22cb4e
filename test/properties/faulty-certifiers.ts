import { pairOf } from '../../src/certify/index.js';
import { ball, box, cube, sampleInside, type Domain, type Network } from '../../src/network/index.js';
import { boxAround, radiusUp } from '../../src/network/domain.js';
import { spectralNormUp } from '../../src/numeric/spectral-norm.js';
import { errorOf, type Certifier, type Enclosure } from '../../src/properties/index.js';
import { methodAlone, ownCertifier } from '../../src/properties/certifiers.js';

/** A certifier with a fault, and the property that shows it. */
export interface Faulty {
  readonly fault: string;
  readonly certifier: Certifier;
  readonly shownBy: string;
}

type Certify = Certifier['certify'];

const alone = methodAlone('componentwise'), own = ownCertifier({ nodes: 0, effort: 2e5 }), close = ownCertifier({ nodes: 100, effort: 2e6 });
const changed = (from: Certifier, change: (found: Enclosure, ...given: Parameters<Certify>) => Enclosure): Certify => async (...given) => {
  const found = await from.certify(...given);
  return found && change(found, ...given);
};
const faulty = (fault: string, shownBy: string, certify: Certify, more: Partial<Certifier> = {}): Faulty => ({ fault, shownBy, certifier: { name: fault, certify, ...more } });

const unbiased = (n: Network): Network => ({ ...n, layers: n.layers.map((l) => ({ ...l, bias: null })) });
const positive = (domain: Domain): Domain => (domain.kind === 'ball' ? { ...domain, nonnegative: true } : box(domain.lower.map((x) => Math.max(0, x)), domain.upper.map((x) => Math.max(0, x))));

/** The difference neuron by neuron, as a first certifier would have it: by the formula, in plain float64. For equal shapes. */
const plain: Certify = (a, b, domain, norm) => {
  let { lower: low, upper: high }: { lower: ArrayLike<number>; upper: ArrayLike<number> } = boxAround(domain, a.layers[0].weights.columns), error = Array.from(low, () => 0);
  a.layers.forEach(({ weights: { rows, columns, data }, bias }, i) => {
    const other = b.layers[i], sums = (f: (r: number, c: number) => number, of: (r: number) => number): number[] =>
      Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (__, c) => f(r, c)).reduce((s, v) => s + v, of(r)));
    const w = (r: number, c: number): number => data[r * columns + c], v = (r: number, c: number): number => other.weights.data[r * columns + c], f = (r: number): number => bias?.[r] ?? 0, g = (r: number): number => other.bias?.[r] ?? 0;
    const largest = (c: number): number => Math.max(Math.abs(low[c]), Math.abs(high[c]));
    const next = sums((r, c) => Math.abs(v(r, c)) * error[c] + Math.abs(v(r, c) - w(r, c)) * largest(c), (r) => Math.abs(g(r) - f(r)));
    const ends = [false, true].map((top) => sums((r, c) => w(r, c) * (w(r, c) > 0 === top ? high[c] : low[c]), f));
    error = next;
    [low, high] = i < a.layers.length - 1 ? ends.map((end) => end.map((x) => Math.max(0, x))) : ends;
  });
  return { lower: 0, upper: norm === 'l2' ? Math.hypot(...error) : norm === 'linf' ? Math.max(...error) : error[Number(norm.slice(7))] };
};

/** The two-norm layer by layer, with the smaller of both forms everywhere: where units are copies, the one with F's own weights is false. */
const omega: Certify = (a, b, domain, norm) => {
  const pair = pairOf(a, b, domain), [first] = pair.layers, radius = radiusUp(domain);
  if (norm !== 'l2' || first.minus || pair.layers.some((l) => [...l.bias, ...l.ticketBias].some((x) => x !== 0))) return undefined;
  let error = spectralNormUp(first.difference) * radius, p = spectralNormUp(first.weights) * radius, q = p + error;
  for (const { weights, plus, difference } of pair.layers.slice(1)) {
    const [eta, target, ticket] = [difference, weights, plus].map(spectralNormUp);
    error = Math.min(ticket * error + eta * p, target * error + eta * q);
    p *= target;
    q = Math.min(ticket * q, p + error);
  }
  return { lower: 0, upper: error * 1.000001 };
};

const ABOVE = 'no input has an error above the upper bound', REACHED = 'the lower bound is reached in the domain: at the witness, where it names one';
const EXTREME = 'it claims nothing false where numbers overflow or vanish';

/** Mistakes that have been made, in certifiers of ours and of others. */
export const faultyCertifiers: readonly Faulty[] = [
  faulty('the upper bound is the largest of a thousand samples', 'it sees a spike that samples miss', (a, b, domain, norm) => {
    const error = errorOf(a, b, norm), d = a.layers[0].weights.columns, seen = Array.from({ length: 1000 }, (_, k) => error(sampleInside(domain, d, k)));
    return { lower: 0, upper: 1.01 * Math.max(...seen) };
  }),
  faulty('a tenth is taken off the upper bound', ABOVE, changed(close, ({ lower, upper }) => ({ lower: Math.min(lower, 0.9 * upper), upper: 0.9 * upper }))),
  faulty('a tenth is put on the lower bound', REACHED, changed(own, ({ lower, upper, witness }) => ({ lower: 1.1 * lower, upper: Math.max(1.1 * lower, upper), witness }))),
  faulty('a tenth is put on the lower bound, no witness named', REACHED, changed(own, ({ lower, upper }) => ({ lower: 1.1 * lower, upper: Math.max(1.1 * lower, upper) }))),
  faulty('biases are ignored', ABOVE, (a, b, domain, norm) => own.certify(unbiased(a), unbiased(b), domain, norm)),
  faulty("the first layer's negative side is ignored", ABOVE, (a, b, domain, norm) => own.certify(a, b, positive(domain), norm)),
  faulty("the form with the target's norm is used for copies", 'it adds up the errors of copies of a neuron', omega, { lifted: true }),
  faulty('squares are compared', ABOVE, changed(close, ({ lower, upper }) => ({ lower: lower ** 2, upper: upper ** 2 }))),
  faulty('NaN counts as 0', EXTREME, changed(alone, ({ upper }) => ({ lower: 0, upper: upper < Infinity ? upper : 0 }))),
  faulty('NaN is passed on', EXTREME, changed(alone, ({ upper }) => ({ lower: 0, upper: upper < Infinity ? upper : NaN }))),
  faulty('a ball is taken for a box of half its width', ABOVE, (a, b, domain, norm) => own.certify(a, b, domain.kind === 'ball' ? cube(-domain.radius / 2, domain.radius / 2, a.layers[0].weights.columns) : domain, norm)),
  faulty('rounding upward is forgotten', 'it rounds outward: no error of more bits than a number has is above the upper bound', plain),
  faulty('only the first output is looked at', ABOVE, (a, b, domain) => own.certify(a, b, domain, 'output:0')),
  faulty('l2 is taken for linf', ABOVE, (a, b, domain, norm) => close.certify(a, b, domain, norm === 'l2' ? 'linf' : norm)),
  faulty('the first layer alone is compared', ABOVE, (a, b, domain, norm) => (a.layers.length === 1 ? own.certify(a, b, domain, norm) : own.certify(a, { ...b, layers: [b.layers[0], ...a.layers.slice(1)] }, domain, norm))),
  faulty('the witness may lie outside', REACHED, changed(own, ({ lower, upper, witness }) => ({ lower, upper, witness: Array.from(witness!, (x) => x * 1.01) }))),
  faulty('a radius is squared', 'its intervals agree where inputs are scaled by a power of two', (a, b, domain, norm) => close.certify(a, b, domain.kind === 'ball' ? ball(domain.radius ** 2) : domain, norm)),
  faulty('each network is bounded alone, and called close', 'the error of a network with itself is 0, or tiny', async (a, b, domain, norm) => {
    const zero = (n: Network): Network => ({ ...n, layers: n.layers.map((l) => ({ weights: { ...l.weights, data: l.weights.data.map(() => 0) }, bias: null })) });
    const sizes = await Promise.all([a, b].map((n) => alone.certify(zero(n), n, domain, norm)));
    return { lower: 0, upper: sizes.reduce((s, f) => s + f!.upper, 0) * 1.001 };
  }),
  faulty('it works on the weights it is given', 'it leaves both networks as they are', (a, b, domain, norm) => {
    for (const l of a.layers) l.weights.data.forEach((w, i) => (l.weights.data[i] = w - b.layers[0].weights.data[0]));
    return own.certify(b, b, domain, norm);
  }),
  faulty('it refuses everything', 'it takes networks of one weight on some domain, in some norm', () => undefined),
];
