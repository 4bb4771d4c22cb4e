import type { Recurrent } from '../network/recurrent.js';
import { recurrentLower } from './recurrent-lower.js';
import { recurrentUpper, recurrentUpperForever } from './recurrent-upper.js';
import type { Sequence, Sequences } from './sequences.js';
import { worstSequenceFound } from './worst-sequence.js';

/** Bounds of the l2 error of the outputs of two recurrent networks, the largest of all steps t <= T. */
export interface RecurrentCertificate {
  readonly steps: number;
  readonly lower: number;
  readonly upper: number;
  /** The upper bound for each T = 1, ..., steps: it never falls. */
  readonly upperBySteps: Float64Array;
  /** Of runs of any length; Infinity where no map of the states has a norm below 1. */
  readonly upperForever: number;
  /** A run whose error is at least `lower`. */
  readonly witness: Sequence;
}

/**
 * Certifies two recurrent networks of equal shapes against each other over a domain of runs of `steps` steps: proven bounds from above (norms) and from below (a run that was searched for). Throws a RangeError for
 * other shapes, or fewer than 1 step.
 */
export function certifyRecurrent(a: Recurrent, b: Recurrent, domain: Sequences, steps: number): RecurrentCertificate {
  if (!(Number.isInteger(steps) && steps >= 1)) throw new RangeError(`certifyRecurrent: needed at least 1 step, got ${steps}`);
  const upperBySteps = recurrentUpper(a, b, domain, steps), upperForever = recurrentUpperForever(a, b, domain), witness = worstSequenceFound([a, b], domain, steps);
  return { steps, lower: recurrentLower(a, b, domain, witness)[steps - 1], upper: Math.min(upperBySteps[steps - 1], upperForever), upperBySteps, upperForever, witness };
}
