import { pairOf } from '../../src/certify/index.js';
import { boxAround, radiusUp } from '../../src/network/domain.js';
import { ball, box, cube, sampleInside, type Domain, type Network } from '../../src/network/index.js';
import { spectralNormUp } from '../../src/numeric/spectral-norm.js';
import { certifiers, errorOf, type Certifier, type Enclosure } from '../../src/properties/index.js';
import { methodAlone, ownCertifier } from '../../src/properties/certifiers.js';
import { slip, thoughtOut, type Fault } from './fault.js';

/** A fault of certifiers; where a property is about it, that one, and the certifier on which it shows it by small matrices. */
export interface CertifierFault extends Fault<Certifier> {
  readonly shownBy?: string;
  readonly on: Certifier;
}

/** The library's own, each method by itself too. */
export const certifierSubjects: readonly Certifier[] = certifiers({ nodes: 30, effort: 1e6 });

type Certify = Certifier['certify'];
type Plant = (c: Certifier) => Certifier | string;

const alone = methodAlone('componentwise'), own = ownCertifier({ nodes: 0, effort: 2e5 }), close = ownCertifier({ nodes: 100, effort: 2e6 });

const list = (origin: string, all: Readonly<Record<string, readonly [Plant, shownBy: string, on?: Certifier]>>): CertifierFault[] => Object.entries(all).map(([name, [plant, shownBy, on = own]]) => ({ name, origin, plant, shownBy, on }));

const certifying = (c: Certifier, certify: Certify): Certifier => ({ ...c, certify });
/** A certifier whose answers are changed. */
const answering = (c: Certifier, change: (found: Enclosure, ...given: Parameters<Certify>) => Enclosure): Certifier =>
  certifying(c, async (...given) => {
    const found = await c.certify(...given);
    return found && change(found, ...given);
  });
/** A certifier that is no longer the one it was made of. */
const another = (c: Certifier, certify: Certify, more: Partial<Certifier> = {}): Certifier => ({ name: c.name, certify, ...more });
const namesWitness = (c: Certifier): boolean => c.name === 'certify';

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

const ABOVE = 'no input has an error above the upper bound', REACHED = 'the lower bound is reached in the domain: at the witness, where it names one', EXTREME = 'it claims nothing false where numbers overflow or vanish';
const noLower = 'it claims nothing from below', spectralOnly = 'its formula is another', plainOnly = 'it is a formula of its own; see componentwise';

/** Faults of certifiers, planted in any by what it is asked and what it answers. */
export const certifierFaults: readonly CertifierFault[] = [
  ...list(slip, {
    "the omega branch for lifted networks: the form with the target's norm is used for copies": [(c) => (c.name === 'spectral' || c === own ? another(c, omega, { lifted: true }) : spectralOnly), 'it adds up the errors of copies of a neuron'],
    'rounding upward is forgotten': [(c) => (c.name === 'componentwise' || c === own ? another(c, plain) : plainOnly), 'it rounds outward: no error of more bits than a number has is above the upper bound'],
  }),
  ...list(thoughtOut, {
    'the upper bound is the largest of a thousand samples': [(c) => answering(c, (_, a, b, domain, norm) => {
      const error = errorOf(a, b, norm), d = a.layers[0].weights.columns, seen = Array.from({ length: 1000 }, (__, k) => error(sampleInside(domain, d, k)));
      return { lower: 0, upper: 1.01 * Math.max(...seen) };
    }), 'it sees a spike that samples miss'],
    'a tenth is taken off the upper bound': [(c) => answering(c, ({ lower, upper }) => ({ lower: Math.min(lower, 0.9 * upper), upper: 0.9 * upper })), ABOVE, close],
    'a tenth is put on the lower bound': [(c) => (namesWitness(c) ? answering(c, ({ lower, upper, witness }) => ({ lower: 1.1 * lower, upper: Math.max(1.1 * lower, upper), witness })) : noLower), REACHED],
    'a tenth is put on the lower bound, no witness named': [(c) => (namesWitness(c) ? answering(c, ({ lower, upper }) => ({ lower: 1.1 * lower, upper: Math.max(1.1 * lower, upper) })) : noLower), REACHED],
    'biases are ignored': [(c) => certifying(c, (a, b, domain, norm) => c.certify(unbiased(a), unbiased(b), domain, norm)), ABOVE],
    "the first layer's negative side is ignored": [(c) => certifying(c, (a, b, domain, norm) => c.certify(a, b, positive(domain), norm)), ABOVE],
    'squares are compared': [(c) => answering(c, ({ lower, upper }) => ({ lower: lower ** 2, upper: upper ** 2 })), ABOVE, close],
    'NaN counts as 0': [(c) => answering(c, ({ upper }) => ({ lower: 0, upper: upper < Infinity ? upper : 0 })), EXTREME, alone],
    'NaN is passed on': [(c) => answering(c, ({ upper }) => ({ lower: 0, upper: upper < Infinity ? upper : NaN })), EXTREME, alone],
    'a ball is taken for a box of half its width': [(c) => certifying(c, (a, b, domain, norm) => c.certify(a, b, domain.kind === 'ball' ? cube(-domain.radius / 2, domain.radius / 2, a.layers[0].weights.columns) : domain, norm)), ABOVE],
    'only the first output is looked at': [(c) => certifying(c, (a, b, domain) => c.certify(a, b, domain, 'output:0')), ABOVE],
    'l2 is taken for linf': [(c) => (c.name === 'spectral' ? 'it bounds the largest output by the length of them all' : certifying(c, (a, b, domain, norm) => c.certify(a, b, domain, norm === 'l2' ? 'linf' : norm))), ABOVE, close],
    'the first layer alone is compared': [(c) => certifying(c, (a, b, domain, norm) => (a.layers.length === 1 || a.layers.length !== b.layers.length || a.layers.some((l, i) => l.weights.data.length !== b.layers[i].weights.data.length) ? c.certify(a, b, domain, norm) : c.certify(a, { ...b, layers: [b.layers[0], ...a.layers.slice(1)] }, domain, norm))), ABOVE],
    'the witness may lie outside': [(c) => (namesWitness(c) ? answering(c, ({ lower, upper, witness }) => ({ lower, upper, witness: witness && Array.from(witness, (x) => x * 1.01) })) : 'it names none'), REACHED],
    'a radius is squared': [(c) => certifying(c, (a, b, domain, norm) => c.certify(a, b, domain.kind === 'ball' ? ball(domain.radius ** 2) : domain, norm)), 'its intervals agree where inputs are scaled by a power of two', close],
    'each network is bounded alone, and called close': [(c) => certifying(c, async (a, b, domain, norm) => {
      const zero = (n: Network): Network => ({ ...n, layers: n.layers.map((l) => ({ weights: { ...l.weights, data: l.weights.data.map(() => 0) }, bias: null })) });
      const sizes = await Promise.all([a, b].map((n) => c.certify(zero(n), n, domain, norm)));
      return { lower: 0, upper: sizes.reduce((s, f) => s + f!.upper, 0) * 1.001 };
    }), 'the error of a network with itself is 0, or tiny', alone],
    'it works on the weights it is given': [(c) => certifying(c, (a, b, domain, norm) => {
      for (const l of a.layers) l.weights.data.forEach((w, i) => (l.weights.data[i] = w - b.layers[0].weights.data[0]));
      return c.certify(b, b, domain, norm);
    }), 'it leaves both networks as they are'],
    'it refuses everything': [(c) => certifying(c, () => undefined), 'it takes networks of one weight on some domain, in some norm'],
  }),
];

/** The faults that a property is about, planted. */
export const shownCertifierFaults = certifierFaults.map(({ name, shownBy, on, plant }) => ({ fault: name, certifier: plant(on) as Certifier, shownBy: shownBy! }));
