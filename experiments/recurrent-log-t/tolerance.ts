import { contractive } from '../../proofs/recurrent/contractive.js';
import { steps } from '../../proofs/recurrent/steps.js';
import { roundDownTo12Bits } from '../../src/numeric/rounding.js';
import { evaluator } from '../../src/theorem/index.js';

/** A target's shape: inputs of a step lie in the unit ball, h_0 = 0. */
export interface Shape {
  readonly units: number;
  readonly inputs: number;
  /** Of W_h, and of W_x. */
  readonly norm: number;
  readonly inputNorm: number;
}

/** The error of every state that is asked for, and the failure probability. */
export const EPSILON = 0.1, DELTA = 0.1;

const [stepsN, anyN, stepsTau, anyTau] = await Promise.all([steps.bound!, contractive.bound!, { ...steps.bound!, expression: 'tau' }, { ...contractive.bound!, expression: 'tau' }].map(evaluator));

/** Bounds r_t of ||(h_{t-1}, x_t)||, t = 1, ..., T, by the norms alone: the same for every target of a shape. */
export function radiiOf({ norm, inputNorm }: Shape, length: number): number[] {
  let size = 0;
  return Array.from({ length }, () => {
    const r = Math.sqrt(size * size + 1);
    size = norm * size + inputNorm;
    return r;
  });
}

function asked(shape: Shape, length: number) {
  const { units, inputs, norm } = shape, omega = Math.max(1, norm), radii = radiiOf(shape, length), given = { units, inputs, epsilon: EPSILON, delta: DELTA };
  const bySteps = { ...given, steps: length, omega, radius: radii.reduce((most, r, t) => Math.max(most, r / omega ** t), 0) };
  const forAny = norm < 1 ? { ...given, rho: norm, radius: radii[length - 1] } : null;
  return { bySteps, forAny };
}

/** The tolerance of every weight of the corollary for T steps: of recurrent.steps, or of recurrent.contractive where that is more. Rounded down to 12 bits. */
export function toleranceAt(shape: Shape, length: number): number {
  const { bySteps, forAny } = asked(shape, length);
  return roundDownTo12Bits(Math.max(stepsTau(bySteps), forAny ? anyTau(forAny) : 0));
}

/** The corollary's n for T steps, likewise. */
export function boundAt(shape: Shape, length: number): number {
  const { bySteps, forAny } = asked(shape, length), n = stepsN(bySteps);
  return forAny ? Math.min(n, anyN(forAny)) : n;
}
