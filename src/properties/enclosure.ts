import type { Norm } from '../certify/index.js';
import type { Domain, Network } from '../network/index.js';
import { badInputs } from './bad-inputs.js';
import { exact, less, times, type Dyadic } from './exact.js';
import { differences, isAtMost, isInside, squaredError } from './exact-error.js';
import { isAtLeastSupremum, isAtMostSupremum, isWithinPlaces, supremum, type Supremum } from './exact-supremum.js';
import { inDecimal, rootInDecimal } from './in-decimal.js';
import type { Pair } from './pairs.js';

/** What a certifier says: lower <= sup over the domain of ||A(x) - B(x)|| <= upper. */
export interface Enclosure {
  /** At least 0, finite. 0 claims nothing. */
  readonly lower: number;
  /** Infinity claims nothing. */
  readonly upper: number;
  /** An input of the domain at which the error is at least `lower`. */
  readonly witness?: ArrayLike<number>;
}

/**
 * A way to bound how far two networks are apart on a domain, in real arithmetic over the stored weights. Its one promise: the interval
 * contains the supremum, always.
 */
export interface Certifier {
  readonly name: string;
  /** Undefined where it does not take such networks, such a domain or norm: that is no claim, and no failure. */
  certify(a: Network, b: Network, domain: Domain, norm: Norm): Enclosure | undefined | Promise<Enclosure | undefined>;
  /** Whether it takes networks of different widths or depths, as pruned ones with copies of neurons; absent: only equal ones. */
  readonly lifted?: boolean;
  /** Whether it may bound the error of a network with itself far above 0, as one that bounds each network alone; absent: it may not. */
  readonly loose?: boolean;
}

/** Whether a value has the shape of a certifier. */
export const isCertifier = (value: unknown): value is Certifier =>
  typeof value === 'object' && value !== null && typeof (value as Certifier).name === 'string' && typeof (value as Certifier).certify === 'function';

const copyOf = ({ layers, notes }: Network): Network => ({ layers: layers.map(({ weights, bias }) => ({ weights: { ...weights, data: weights.data.slice() }, bias: bias && bias.slice() })), notes });

/** What a certifier says of a pair, which it gets a copy of. Throws an Error unless 0 <= lower <= upper and lower is finite: NaN is neither. */
export async function enclosureOf(certifier: Certifier, { a, b, domain, norm }: Pair): Promise<Enclosure | undefined> {
  const found = await certifier.certify(copyOf(a), copyOf(b), domain, norm);
  if (found === undefined) return undefined;
  const { lower, upper } = found;
  if (!(lower >= 0 && lower < Infinity)) throw new Error(`it said ${lower} <= error: no number from 0 on`);
  if (!(upper >= lower)) throw new Error(`it said ${lower} <= error <= ${upper}`);
  return found;
}

/** Hidden units of networks whose error is cut into its pieces. */
const FEW_UNITS = 8;

/** The exact supremum, of small pairs on boxes of one or two inputs; undefined of others. */
function supremumOf({ a, b, domain, norm }: Pair): Supremum | undefined {
  const units = [a, b].reduce((sum, n) => sum + n.layers.slice(0, -1).reduce((s, l) => s + l.weights.rows, 0), 0);
  if (domain.kind !== 'box' || domain.lower.length > 2 || units > FEW_UNITS || !isWithinPlaces(a, b, domain)) return undefined;
  return supremum(a, b, domain, norm);
}

const place = (x: ArrayLike<number>): string => `x = [${Array.from(x, String).join(', ')}]`;
/** n 2^exponent as an exact number. */
const whole = (mantissa: bigint): Dyadic => ({ mantissa, exponent: 0 });
const sizeOf = ({ numerator, denominator }: Supremum): string => rootInDecimal(whole(numerator), whole(denominator));

/** An input at which the error is above the upper bound, in words; undefined where none is found. Exact. */
export function aboveUpper(pair: Pair, { upper }: Enclosure): string | undefined {
  if (upper === Infinity) return undefined;
  const { a, b, domain, norm } = pair;
  for (const x of badInputs(a, b, domain, norm)) {
    const values = differences(a, b, Array.from(x, exact));
    if (!isAtMost(values, norm, upper)) return `at ${place(x)} the error is ${rootInDecimal(squaredError(values, norm))}, the upper bound is ${inDecimal(exact(upper))}`;
  }
  const truth = supremumOf(pair);
  return truth && !isAtLeastSupremum(upper, truth) ? `near ${place(truth.at)} the error is ${sizeOf(truth)}, the upper bound is ${inDecimal(exact(upper))}` : undefined;
}

/** How the lower bound is not reached, in words; undefined where it is, or where there is no way to tell. Exact. */
export function notReached(pair: Pair, { lower, witness }: Enclosure): string | undefined {
  if (lower === 0) return undefined;
  const { a, b, domain, norm } = pair;
  if (witness !== undefined) {
    const x = Array.from(witness);
    if (x.length !== a.layers[0].weights.columns || !x.every(Number.isFinite)) return `the witness ${place(x)} is no input`;
    if (!isInside(domain, x.map(exact))) return `the witness ${place(x)} lies outside the domain`;
    const reached = squaredError(differences(a, b, x.map(exact)), norm);
    if (less(reached, times(exact(lower), exact(lower)))) return `at the witness ${place(x)} the error is ${rootInDecimal(reached)}, the lower bound is ${inDecimal(exact(lower))}`;
    return undefined;
  }
  const truth = supremumOf(pair);
  return truth && !isAtMostSupremum(lower, truth) ? `the error is nowhere above ${sizeOf(truth)}, the lower bound is ${inDecimal(exact(lower))}` : undefined;
}

/** Anything that is wrong with an enclosure, in words. */
export const wrongWith = (pair: Pair, found: Enclosure): string | undefined => aboveUpper(pair, found) ?? notReached(pair, found);

/** Whether upper^2 p >= lower^2 q, exactly. */
export const reaches = (upper: number, lower: number, p = 1, q = 1): boolean =>
  upper === Infinity || !less(times(exact(p), times(exact(upper), exact(upper))), times(exact(q), times(exact(lower), exact(lower))));

/** No value of the network is larger over inputs of at most that size, but for rounding. */
export function scaleOf({ layers }: Network, radius: number): number {
  return layers.reduce((size, { weights: { rows, columns, data }, bias }) => {
    let largest = 0;
    for (let r = 0; r < rows; r++) largest = Math.max(largest, data.subarray(r * columns, (r + 1) * columns).reduce((s, w) => s + Math.abs(w) * size, Math.abs(bias?.[r] ?? 0)));
    return largest;
  }, radius);
}

