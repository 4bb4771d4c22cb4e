import { everySizeUp, hypotenuseUp, nextSizeUp, recurrentNorms, type RecurrentNorms, type Sequences } from '../certify/index.js';
import { roundDownTo12Bits } from '../numeric/rounding.js';
import { radiusUp } from '../network/domain.js';
import type { Recurrent } from '../network/recurrent.js';

/** What the errors of a recurrent target grow by. */
export interface RecurrentSizes {
  readonly norms: RecurrentNorms;
  /** Bounds r_t of ||(h_{t-1}, x_t)||, t = 1, ..., T; for runs of any length one bound of them all. */
  readonly radii: readonly number[];
  /** A bound of every ||h_t||, t >= 1. */
  readonly largest: number;
}

/** The sizes of a target over runs of `steps` steps, or of any length for Infinity. */
export function recurrentSizes(target: Recurrent, { initial, inputs }: Sequences, steps: number): RecurrentSizes {
  const norms = recurrentNorms(target, inputs), radius = radiusUp(inputs), radii: number[] = [];
  if (steps === Infinity) {
    const every = everySizeUp(norms, initial, radius);
    return { norms, radii: [hypotenuseUp(every, radius)], largest: every };
  }
  let size = initial, largest = 0;
  for (let t = 1; t <= steps; t++) {
    radii.push(hypotenuseUp(size, radius));
    size = nextSizeUp(norms, size, radius);
    largest = Math.max(largest, size);
  }
  return { norms, radii, largest };
}

/** The recursion of the proof: e_t = (omega + eta) e_{t-1} + eta r_t from e_0 = 0, for steps within eta of the target's. Rounded, no bound. */
export function recurrentErrors(omega: number, eta: number, radii: readonly number[]): number[] {
  let e = 0;
  return radii.map((r) => (e = (omega + eta) * e + eta * r));
}

/**
 * A tolerance of every weight, in the target's units, at which every output of T = `steps` steps is off by at most epsilon in l2 (Infinity: of any number of steps, which needs a norm of the states' map
 * below 1): by eta = omega ln(1 + epsilon / (omega^T R)) / T with R the largest r_t / omega^{t-1}, or where the norm is below 1 by eta = epsilon (1 - omega) / (r + epsilon) if that is more; a readout V takes
 * half of epsilon: ||V|| times the states' error, and its own. Rounded down to 12 bits. Source: proofs/recurrent/proof.md. Throws a RangeError where no tolerance does.
 */
export function recurrentTolerance(target: Recurrent, domain: Sequences, steps: number, epsilon: number): number {
  if (!(steps === Infinity || (Number.isInteger(steps) && steps >= 1))) throw new RangeError(`recurrentTolerance: needed at least 1 step, got ${steps}`);
  if (!(epsilon > 0 && epsilon < Infinity)) throw new RangeError(`recurrentTolerance: needed a positive epsilon, got ${epsilon}`);
  const { norms, radii, largest } = recurrentSizes(target, domain, steps), { state, plus, readout } = target;
  const own = readout ? epsilon / (2 * Math.max(1, norms.readout)) : epsilon;
  const forStates = Math.max(byStandstill(norms.state, radii, own), steps === Infinity ? 0 : bySteps(norms.state, radii, own)) / Math.sqrt(state.rows * (state.rows + plus.columns));
  const forReadout = readout ? epsilon / (2 * (largest + own)) / Math.sqrt(readout.rows * readout.columns) : Infinity, tolerance = Math.min(forStates, forReadout);
  if (!(tolerance > 1e-200)) throw new RangeError(`recurrentTolerance: needed a target whose errors stay within ${epsilon} for ${steps} steps at some tolerance above 1e-200, got a norm of ${norms.state} of its states' map`);
  return roundDownTo12Bits(tolerance);
}

function bySteps(omega: number, radii: readonly number[], epsilon: number): number {
  const steps = radii.length, grown = Math.max(omega, 1);
  // Below 1 the bound is that of 1; omega^t by its logarithm.
  const largest = radii.reduce((most, r, t) => Math.max(most, Math.log(r) - t * Math.log(grown)), -Infinity);
  return (grown * Math.log1p(epsilon * Math.exp(-largest - steps * Math.log(grown)))) / steps;
}

function byStandstill(omega: number, radii: readonly number[], epsilon: number): number {
  const r = radii.reduce((a, b) => Math.max(a, b));
  return omega < 1 && r < Infinity ? (epsilon * (1 - omega)) / (r + epsilon) : 0;
}
