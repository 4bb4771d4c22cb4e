import { certifyRecurrent, collapsedRecurrent, verdictOf, type RecurrentCertificate, type Sequences, type Verdict } from '../certify/index.js';
import type { Pool } from '../numeric/pool.js';
import { oneStep, type Recurrent } from '../network/recurrent.js';
import { approximate, type Approximation, type OnProgress } from './approximate.js';
import { stepDomain } from './prune-recurrent.js';
import { recurrentSizes, recurrentTolerance } from './recurrent-budget.js';
import type { Request } from './request.js';

/** What is asked of a recurrent target: `epsilon` is of every output of the first `steps` steps. */
export interface RecurrentRequest extends Omit<Request, 'target' | 'domain' | 'budget' | 'epsilon'> {
  /** As `recurrent` makes it: no halves of its own. */
  readonly target: Recurrent;
  readonly domain: Sequences;
  /** T, at least 1. */
  readonly steps: number;
  /** Error of the outputs, l2; above 0. Where `tolerance` is null it sets the tolerance. */
  readonly epsilon: number;
}

/** A pruned block that is repeated at every step. */
export interface RecurrentApproximation {
  /** Of every weight. */
  readonly tolerance: number;
  /** The step as a network of (h, x), pruned once: its ticket serves all steps, and checks by itself. */
  readonly step: Approximation;
  /** What the pruned network computes when the step is repeated. */
  readonly pruned: Recurrent;
  readonly certificate: RecurrentCertificate;
  /** On epsilon. */
  readonly verdict: Verdict;
}

/**
 * Prunes one random block into a step of a recurrent network, [W_h, W_x] and the readout if there is one, with masks that all steps share: states are never negative and use one half of a diamond, inputs use both.
 * The tolerance is that of `recurrentTolerance` unless one is given; the error after `steps` steps is certified. Misses are counted and kept, as by `approximate`, which does the work.
 */
export async function approximateRecurrent({ target, domain, steps, epsilon, ...asked }: RecurrentRequest, pool: Pool, onProgress?: OnProgress): Promise<RecurrentApproximation> {
  const tolerance = asked.tolerance ?? recurrentTolerance(target, domain, steps, epsilon);
  const step = await approximate({ ...asked, target: oneStep(target), domain: stepDomain(target, domain.inputs, Math.max(recurrentSizes(target, domain, steps).largest, domain.initial)), epsilon: null, tolerance, budget: 'entrywise' }, pool, onProgress);
  const pruned = collapsedRecurrent(step.ticket, target.state.rows), certificate = certifyRecurrent(target, pruned, domain, steps);
  return { tolerance, step, pruned, certificate, verdict: verdictOf(certificate, epsilon) };
}
