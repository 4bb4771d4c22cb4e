import { placeOf } from '../constructions/index.js';
import { ball, normalise, type Domain } from '../network/index.js';
import { roundDownTo12Bits } from '../numeric/rounding.js';
import { spectralNormUp } from '../numeric/spectral-norm.js';
import { selectorNamed, type Selector } from '../subset-sum/index.js';
import { firstTarget, type AttemptPlan, type Targets } from './attempt.js';
import { requireFeasible } from './budget.js';
import { evaluator } from './formula.js';
import { boundsFor, jobsFor, methodOf, prepare, provedSelector, requireAffordable, widthsOfSource, type Request } from './request.js';
import { constantsOf, findingsOf, type HypothesisFinding, type Theorem } from './theorem.js';

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
  /** How many will be made, for a refusal of what nobody waits for; default 1. */
  readonly attempts?: number;
  /** Default `upper`. */
  readonly certificate?: AttemptPlan['certificate'];
}

/**
 * What attempts need, worked out once. A network is asked for at its own tolerances, as by `approximate` with the entrywise budget; a
 * family at those of the theorem, which are the same for every target within its hypotheses. Throws a RangeError on a request out of range.
 */
export async function planAttempts(request: AttemptRequest): Promise<AttemptPlan> {
  const { theorem, targets, domain = ball(1), epsilon, tolerance, delta, selector = null, candidates, seed, targetsPerSource = 1, attempts = 1, certificate = 'upper' } = request;
  if (!(Number.isInteger(targetsPerSource) && targetsPerSource >= 1)) throw new RangeError(`attempts: needed at least 1 target per source, got ${targetsPerSource}`);
  const target = firstTarget({ targets, seed });
  const asked: Request = { target, theorem, domain, epsilon, tolerance, budget: 'entrywise', delta, selector, candidates, seed };
  const prepared = prepare(asked), own = 'network' in targets;
  const { tolerances, bounds } = own
    ? { tolerances: prepared.tolerances, bounds: await boundsFor(asked, prepared, prepared.tolerances) }
    : await promised(request, targets.widths, prepared.demands.map((d) => d.signs));
  requireFeasible(prepared.normalised, prepared.demands, tolerances);
  const n = bounds.map((b) => (candidates === 'bound' ? b : candidates));
  const jobs = jobsFor(asked, prepared, tolerances, n), method = methodOf(asked, prepared, tolerances);
  await requireAffordable(asked, jobs, method, attempts * targetsPerSource);
  widthsOfSource(asked, jobs);
  return {
    theorem: theorem.id,
    construction: placeOf(theorem.construction),
    // Of a family the smallest tolerance of a normalised weight is that of a layer whose scale is 1.
    selectors: own ? jobs.map((j) => j.selector?.name ?? '') : tolerances.map((tau) => (selector ?? provedSelector(theorem, tau))?.name ?? ''),
    law: own ? method.source.law : theorem.law(Math.min(0.5, ...tolerances)),
    seed,
    targets,
    targetsPerSource,
    domain,
    epsilon,
    tolerances,
    bounds,
    n,
    certificate,
  };
}

/** A theorem's own tolerances, unless one is given, and its bounds, for every target of given widths with weights in [-1, 1]. */
async function promised({ theorem, epsilon, tolerance, delta }: AttemptRequest, widths: readonly number[], signs: readonly Uint8Array[]): Promise<{ tolerances: number[]; bounds: number[] }> {
  const { bound } = theorem, [n, ownTau, ownDelta] = await Promise.all([bound.expression, 'tau', 'delta_1'].map((expression) => evaluator({ ...bound, expression })));
  const layers = widths.slice(1).map((rows, i) => ({ rows, columns: widths[i] })), given = constantsOf(theorem);
  const problems = layers.reduce((sum, { rows }, i) => sum + rows * signs[i].reduce((s, x) => s + [0, 1, 1, 2][x], 0), 0);
  const asked = layers.map((layer) => {
    if (tolerance !== null) return { ...layer, tau: tolerance, delta_1: delta / Math.max(1, problems) };
    const own = { ...given, ...layer, l: layers.length, epsilon: epsilon!, delta };
    // Down to 12 bits, so that engines agree.
    return { ...layer, tau: roundDownTo12Bits(ownTau(own)), delta_1: ownDelta(own) };
  });
  return { tolerances: asked.map((a) => a.tau), bounds: asked.map((a) => (a.tau < 1 ? n({ ...given, ...a }) : 1)) };
}

/** The theorem's hypotheses held against the first target of a plan, at the n that is used whatever the bound asks: that is a question of its own. */
export async function findingsOfPlan(theorem: Theorem, plan: AttemptPlan): Promise<HypothesisFinding[]> {
  const target = firstTarget(plan), normalised = normalise(target);
  const norms = target.layers.map(({ weights }) => spectralNormUp(weights));
  const selectors = plan.selectors.flatMap((name, i) => (name === '' || plan.tolerances[i] >= 1 ? [] : [{ used: selectorNamed(name), proved: provedSelector(theorem, plan.tolerances[i])!, n: plan.n[i] }]));
  return findingsOf(theorem, {
    target, domain: plan.domain, norms, normalised, n: plan.n, bounds: plan.n, tolerances: plan.tolerances.map((tau, i) => tau / ('network' in plan.targets ? normalised.layers[i].scale : 1)),
    budget: plan.epsilon === null ? null : 'entrywise', searched: false, selectors,
  });
}
