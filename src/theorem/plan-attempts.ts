import { ball, type Domain } from '../network/index.js';
import type { Selector } from '../subset-sum/index.js';
import { firstTarget, type AttemptPlan, type Targets } from './attempt.js';
import { requireFeasible } from './budget.js';
import { evaluator } from './formula.js';
import { boundsFor, jobsFor, methodOf, prepare, provedSelector, requireAffordable, widthsOfSource, type Request } from './request.js';
import { constantsOf, type Theorem } from './theorem.js';

/** What attempts are asked for. */
export interface AttemptRequest {
  readonly theorem: Theorem;
  readonly targets: Targets;
  /** Where the network error is certified; default ball:1. */
  readonly domain?: Domain;
  /** Network error, l2, in (0, 1); null if `tolerance` is given. */
  readonly epsilon: number | null;
  /** Error of one weight, in the target's weight units; null if `epsilon` is given. */
  readonly tolerance: number | null;
  /** Failure probability of the whole network, in (0, 1). */
  readonly delta: number;
  /** In place of the theorem's own; null: that one. Default null. */
  readonly selector?: Selector | null;
  /** `bound`: the theorem's n; or n itself. */
  readonly candidates: 'bound' | number;
  /** An integer in [0, 2^53). */
  readonly seed: number;
  /** Default 1. */
  readonly targetsPerSource?: number;
  /** Default `upper`. */
  readonly certificate?: AttemptPlan['certificate'];
}

/**
 * What attempts need, worked out once. A network is asked for at its own tolerances, as by `approximate` with the entrywise budget; a
 * family at those of the theorem, which are the same for every target within its hypotheses. Throws a RangeError on a request out of range.
 */
export async function planAttempts(request: AttemptRequest): Promise<AttemptPlan> {
  const { theorem, targets, domain = ball(1), epsilon, tolerance, delta, selector = null, candidates, seed, targetsPerSource = 1, certificate = 'upper' } = request;
  if (!(Number.isInteger(targetsPerSource) && targetsPerSource >= 1)) throw new RangeError(`attempts: needed at least 1 target per source, got ${targetsPerSource}`);
  const target = firstTarget({ targets, seed });
  const asked: Request = { target, theorem, domain, epsilon, tolerance, budget: 'entrywise', delta, selector, candidates, seed };
  const prepared = prepare(asked), own = 'network' in targets || epsilon === null;
  const { tolerances, bounds } = own ? { tolerances: prepared.tolerances, bounds: [] } : await promised(theorem, targets.widths, epsilon, delta);
  requireFeasible(prepared.normalised, prepared.demands, tolerances);
  const needed = own ? await boundsFor(asked, prepared, tolerances) : bounds, n = needed.map((b) => (candidates === 'bound' ? b : candidates));
  const jobs = jobsFor(asked, prepared, tolerances, n), method = methodOf(asked, prepared, tolerances);
  await requireAffordable(asked, jobs, method);
  widthsOfSource(asked, jobs);
  return {
    theorem: theorem.id,
    construction: theorem.construction.name,
    // Of a family the smallest tolerance of a normalised weight is that of a layer whose scale is 1.
    selectors: own ? jobs.map((j) => j.selector?.name ?? '') : tolerances.map((tau) => (selector ?? provedSelector(theorem, tau))?.name ?? ''),
    law: own ? method.source.law : theorem.law(Math.min(0.5, ...tolerances)),
    seed,
    targets,
    targetsPerSource,
    domain,
    epsilon,
    tolerances,
    bounds: needed,
    n,
    certificate,
  };
}

/** A theorem's own tolerances and bounds for targets of given widths. */
async function promised(theorem: Theorem, widths: readonly number[], epsilon: number, delta: number): Promise<{ tolerances: number[]; bounds: number[] }> {
  const { bound } = theorem, n = await evaluator(bound), tau = await evaluator({ ...bound, expression: 'tau' });
  const values = widths.slice(1).map((rows, i) => ({ ...constantsOf(theorem), rows, columns: widths[i], l: widths.length - 1, epsilon, delta }));
  return { tolerances: values.map((v) => tau(v)), bounds: values.map((v) => n(v)) };
}
