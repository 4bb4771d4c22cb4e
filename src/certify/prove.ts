import { lawText } from '../numeric/law.js';
import { powerOfTwo } from '../numeric/rounding.js';
import { describeDomain, signsOf } from '../network/domain.js';
import { widths, type Network } from '../network/network.js';
import type { Ticket } from '../network/ticket.js';
import { boundsOf, PRECISION } from './coq/bounds.js';
import { atLeast, decimalOf, within, type Decimal } from './coq/decimal.js';
import { integersOf } from './coq/integers.js';
import { dyadicOf } from './exact/dyadic.js';
import { coqFiles, type CoqFile } from './coq/text.js';
import { examine } from './examine.js';

/** A ticket as Coq files that the kernel checks, or what there is not to prove. */
export interface TicketProof {
  /** Text of each file and the files it needs compiled before, by name without .v; Ticket says what is proven. None where a weight misses its tolerance. */
  readonly files: ReadonlyMap<string, CoqFile>;
  /** Weights, signs counted apart, that are not within their tolerance. */
  readonly misses: number;
  /** Kept source weights, as integers. */
  readonly kept: number;
  /** Layer by layer, in the target's weight units: the largest error of an effective weight, rounded up, and the tolerance claimed. */
  readonly perLayer: readonly { readonly error: number; readonly tolerance: number }[];
  /** The l2 network error on the domain that the theorem states, in the target's output units; null where there is none. */
  readonly error: number | null;
  /** The error aimed at, if one was, and whether the theorem reaches it. */
  readonly epsilon: number | null;
  readonly reached: boolean;
}

/**
 * Writes the integers of a ticket and its target as Coq files: that every effective weight is within its tolerance, and from norms
 * of the layers and of their errors, all of them recomputed by the kernel, a bound of the network's error on the ticket's domain as a
 * theorem about real numbers (proofs/coq/Certificate.v). Draws the kept weights again; trusts no claim but the tolerances, which are
 * what is proven. Throws a RangeError where ticket and target do not belong together, a unit is not fed by one input, or a weight
 * of 0 is not met within its tolerance.
 */
export function prove(ticket: Ticket, target: Network): TicketProof {
  const { perLayer: claimed, epsilon: aim } = ticket.claims as { perLayer?: { tolerance?: unknown }[]; epsilon?: unknown };
  const tolerances = target.layers.map((_, i) => {
    const tolerance = claimed?.[i]?.tolerance;
    if (typeof tolerance !== 'number' || !(tolerance > 0 && tolerance < Infinity)) throw new RangeError(`prove: needed a claimed tolerance for layer ${i + 1}, got ${String(tolerance)}`);
    return tolerance;
  });
  const epsilon = typeof aim === 'number' && aim > 0 ? aim : null, { findings } = examine(ticket, target, tolerances), { kept, misses } = findings;
  const missed = { files: new Map<string, CoqFile>(), misses, kept, perLayer: findings.perLayer.map((l) => ({ error: l.maxWeightError, tolerance: l.tolerance })), error: null, epsilon, reached: false };
  if (misses > 0) return missed;
  const integers = integersOf(ticket, target, tolerances), dimension = target.layers[0].weights.columns;
  const bounds = boundsOf(integers, ticket.domain, Array.from({ length: dimension }, (_, c) => signsOf(ticket.domain, c)));
  const bound = bounds.layers[bounds.layers.length - 1].error, error = atLeast(bound, PRECISION, 4);
  const about = [
    `A ticket: seed ${ticket.seed}${ticket.attempt === 0 ? '' : `, attempt ${ticket.attempt}`}, law ${lawText(ticket.law)}, source ${ticket.widths.join('-')}, construction ${ticket.construction},`,
    `pruned into the target ${widths(target).join('-')} with digest ${ticket.target}.`,
    'That these integers are the draws of that seed, hidden units numbered anew, and the weights of that target is the word of slth prove; the rest is checked.',
    `On ${describeDomain(ticket.domain)} the two differ by at most ${numberOf(error)} in the Euclidean norm, in the target's output units: theorem network_error, at the end.`,
    '',
    'How to read it: w c v is a kept weight v 2^-bits from unit c below, the inputs being units 1, 2, ... and, where biased is true, one more that is always 1;',
    'an entry n of a wanted row is the target weight n 2^(sigma - grid), in the last column, where biased, the bias n 2^(beta - grid). Ball r e is the ball',
    'of radius r 2^e around 0, Orthant its part without negative coordinates, Box the product of the intervals [lo 2^e, hi 2^e].',
  ];
  const outputs = integers.layers[integers.layers.length - 1].outputs;
  return {
    ...missed,
    files: coqFiles(integers, bounds, { dimension, outputs, error, tolerances: tolerances.map(decimalAbove), about }),
    perLayer: bounds.layers.map(({ tolerance }, i) => ({ error: above(tolerance, integers.layers[i].places - integers.layers[i].weightScale), tolerance: tolerances[i] })),
    error: numberOf(error),
    reached: epsilon !== null && within(bound, PRECISION, decimalOf(epsilon)),
  };
}

/** A decimal that is at least x: the one it reads as, or, where float64 rounded that down, the next of 17 digits. */
const decimalAbove = (x: number): Decimal => {
  const shortest = decimalOf(x), { mantissa, exponent } = dyadicOf(x);
  return exponent >= 0 || within(mantissa, -exponent, shortest) ? shortest : atLeast(mantissa, -exponent, 17);
};

/** A decimal fraction as the nearest float64. */
const numberOf = ({ digits, places }: Decimal): number => Number(`${digits}e${-places}`);

/** n 2^-places, rounded up to a float64. */
function above(n: bigint, places: number): number {
  const cut = Math.max(0, n.toString(2).length - 53), top = -(-n >> BigInt(cut));
  return scaledBy(Number(top), cut - places);
}

/** x 2^e in two steps, which a power of two beyond 2^1023 needs. */
const scaledBy = (x: number, e: number): number => x * powerOfTwo(Math.floor(e / 2)) * powerOfTwo(e - Math.floor(e / 2));
