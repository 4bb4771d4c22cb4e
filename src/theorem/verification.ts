import { describeDomain, widths } from '../network/index.js';
import { anytimeQuantile, quantileInterval } from '../numeric/statistics/index.js';
import { selectorNamed } from '../subset-sum/index.js';
import type { AttemptPlan, AttemptResult, Targets } from './attempt.js';
import type { ClaimFound } from './claim.js';
import type { CoveringResult } from './covering.js';
import { sumOfMisses, type Misses } from './misses.js';
import { SMALL, smallDelta, type SmallDelta } from './small-delta.js';
import type { HypothesisFinding, Quantifier } from './theorem.js';
import type { VerifyRequest } from './verify.js';

/** A quantile with its limits; null is beyond the n used. */
export interface TimeQuantile {
  readonly q: number;
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What `verify` answers; JSON as it stands, and a function of the request alone. */
export interface Verification {
  readonly schema: 1;
  readonly theorem: { readonly id: string; readonly quantifier: Quantifier };
  readonly question: string;
  readonly quantifier: Quantifier;
  readonly targets: string;
  readonly targetsPerSource: number;
  readonly widths: readonly number[];
  readonly domain: string;
  readonly epsilon: number | null;
  readonly delta: number;
  readonly construction: string;
  readonly selectors: readonly string[];
  readonly tolerances: readonly number[];
  /** The theorem's n, and n as used, of each layer. */
  readonly bounds: readonly number[];
  readonly n: readonly number[];
  readonly seed: number;
  readonly attempts: number;
  readonly budget: number;
  readonly confidence: number;
  readonly claim: 'E' | 'N';
  readonly verdict: 'holds' | 'fails' | 'open';
  /** The verdict in a sentence. */
  readonly conclusion: string;
  readonly event: ClaimFound;
  readonly network: ClaimFound | null;
  readonly problems: number;
  readonly misses: Misses;
  readonly missesPerLayer: readonly Misses[];
  /** Of the least n, the same in every layer, at which a source succeeds. Lower limits take a time that is only bounded from above, or unknown, for the least. */
  readonly hittingTimes: readonly TimeQuantile[];
  /** Share of the hitting times that are known exactly, or proven to be beyond the n used; the others are upper bounds, or unknown. */
  readonly exactTimes: number;
  /** Distribution of hitting times: so many sources had that one, so many of them exactly. */
  readonly times: readonly { readonly n: number; readonly sources: number; readonly exact: number }[];
  /** Certified errors, null beyond any number. */
  readonly errors: { readonly median: number | null; readonly max: number | null } | null;
  readonly keptPerWeight: number | null;
  readonly selectedPerProblem: number | null;
  /** Present where delta is too small to be tested directly. */
  readonly small: SmallDelta | null;
  readonly hypotheses: readonly HypothesisFinding[];
  /** Names of broken hypotheses; `width` where n is below the bound. */
  readonly outside: readonly string[];
}

const QUANTILES = [0.5, 0.9, 0.99];

/** The answer, from the attempts that were looked at and what they say of the claims. */
export function verificationOf(
  request: VerifyRequest, plan: AttemptPlan, seen: readonly (AttemptResult | CoveringResult)[], event: ClaimFound, network: ClaimFound | null, hypotheses: readonly HypothesisFinding[],
): Verification {
  const { theorem, quantifier, claim, confidence, delta, attempts: budget, all = false } = request, decided = claim === 'N' ? network! : event;
  const pruned = seen.filter((r): r is AttemptResult => 'kept' in r), mean = (of: (r: AttemptResult) => number): number | null => (pruned.length === 0 ? null : pruned.reduce((sum, r) => sum + of(r), 0) / pruned.length);
  const times = Float64Array.from(seen, (r) => r.hittingTime ?? Infinity).sort(), least = Float64Array.from(seen, (r) => (isKnown(r) ? r.hittingTime ?? Infinity : -Infinity)).sort(), errors = pruned.flatMap((r) => (r.error ? [r.error.upper ?? Infinity] : [])).sort((a, b) => a - b);
  const finite = (x: number | undefined): number | null => (x === undefined || !(x < Infinity) ? null : x);
  const short = plan.n.some((n, i) => n < plan.bounds[i]);
  return {
    schema: 1,
    theorem: { id: theorem.id, quantifier: theorem.quantifier },
    question: questionOf(request, plan),
    quantifier,
    targets: targetsText(plan.targets, quantifier),
    targetsPerSource: plan.targetsPerSource,
    widths: widthsOf(plan.targets),
    domain: describeDomain(plan.domain),
    epsilon: plan.epsilon,
    delta,
    construction: theorem.construction.name,
    selectors: plan.selectors,
    tolerances: plan.tolerances,
    bounds: plan.bounds,
    n: plan.n,
    seed: plan.seed,
    attempts: seen.length,
    budget,
    confidence,
    claim,
    verdict: decided.verdict,
    conclusion: conclusionOf(decided.verdict, request, plan, seen.length),
    event,
    network,
    problems: seen.reduce((sum, r) => sum + r.problems, 0),
    misses: sumOfMisses(seen.map((r) => r.misses)),
    missesPerLayer: plan.n.map((_, i) => sumOfMisses(seen.map((r) => r.perLayer[i].misses))),
    hittingTimes: [...new Set([...QUANTILES, ...(delta < SMALL ? [] : [1 - delta])])].sort((a, b) => a - b).map((q) => quantileOf(times, least, q, confidence, all)),
    exactTimes: seen.filter(isKnown).length / seen.length,
    times: histogram(seen),
    errors: errors.length === 0 ? null : { median: finite(errors[Math.ceil(errors.length / 2) - 1]), max: finite(errors[errors.length - 1]) },
    keptPerWeight: mean((r) => r.keptPerWeight),
    selectedPerProblem: mean((r) => r.selectedPerProblem),
    small: delta < SMALL ? smallDelta(request, plan, seen, times) : null,
    hypotheses,
    outside: [...hypotheses.filter((h) => h.met === 'broken').map((h) => h.name), ...(short ? ['width'] : [])],
  };
}

const widthsOf = (targets: Targets): readonly number[] => ('network' in targets ? widths(targets.network) : targets.widths);

/** The targets in words. */
function targetsText(targets: Targets, quantifier: Quantifier): string {
  const shape = widthsOf(targets).join('-');
  if (quantifier === 'every target') return `every target of widths ${shape} with weights in [-1, 1], at once`;
  return 'network' in targets ? `one network, ${shape}` : `${targets.family}, ${shape}, ${targets.fresh ? 'new ones for each source' : 'the same for each source'}`;
}

function questionOf({ claim, quantifier, targets, delta, targetsPerSource = 1 }: VerifyRequest, { n, epsilon, domain }: AttemptPlan): string {
  const drawn = 'family' in targets && targets.fresh;
  const whose = quantifier === 'every target' ? 'every target' : targetsPerSource > 1 ? `each of ${targetsPerSource} targets${drawn ? ' drawn with it' : ''}` : drawn ? 'a target drawn with it' : 'the target';
  const what = claim === 'N' ? `a mask with an error certified at most ${epsilon} on ${describeDomain(domain)}` : 'masks with every weight within its tolerance';
  return `at n = ${[...new Set(n)].join(', ')}, has a source ${what}, for ${whose}, but for a share ${delta} of sources?`;
}

function conclusionOf(verdict: ClaimFound['verdict'], { delta, confidence, theorem }: VerifyRequest, { n, bounds, selectors }: AttemptPlan, attempts: number): string {
  // A selector of some subsets only: others may do.
  const rules = [...new Set(selectors)].filter((s) => s !== '' && (selectorNamed(s).admits || selectorNamed(s).groups !== undefined));
  const at = `n = ${[...new Set(n)].join(', ')}`, less = n.some((x, i) => x < bounds[i]);
  if (verdict === 'holds') return `the failure probability is below ${delta} at ${at}, at ${100 * confidence} % confidence${less ? `: less than the bound of ${theorem.id} asks is enough here` : ''}`;
  if (verdict === 'fails') return `the failure probability is above ${delta} at ${at}, at ${100 * confidence} % confidence; this refutes this construction${rules.length > 0 ? ` with select ${rules.join(', ')}` : ''} at that n, not the theorem: another mask may exist${less ? `, and ${theorem.id} promises nothing below its bound` : ''}`;
  return `${attempts} attempts do not decide whether the failure probability is below ${delta} at ${at}`;
}

/** Whether a hitting time is known, and not only bounded from above; a search that gave up at the n used proves nothing of it. */
const isKnown = ({ exact, event }: AttemptResult | CoveringResult): boolean => exact && event !== 'unknown';

/** A quantile of sorted times, of which lower bounds are known too: with the interval for a fixed number of attempts, or with one that holds whenever one stops. */
function quantileOf(times: Float64Array, least: Float64Array, q: number, confidence: number, fixed: boolean): TimeQuantile {
  const interval = fixed ? quantileInterval : anytimeQuantile, { estimate, upper } = interval(times, q, confidence), { lower } = interval(least, q, confidence);
  const shown = (x: number): number | null => (x === Infinity ? null : Math.max(0, x));
  return { q, estimate: shown(estimate), lower: shown(lower), upper: shown(upper) };
}

function histogram(seen: readonly (AttemptResult | CoveringResult)[]): { n: number; sources: number; exact: number }[] {
  const found = new Map<number, { n: number; sources: number; exact: number }>();
  for (const r of seen) {
    if (r.hittingTime === null) continue;
    const { sources, exact } = found.get(r.hittingTime) ?? { sources: 0, exact: 0 };
    found.set(r.hittingTime, { n: r.hittingTime, sources: sources + 1, exact: exact + (isKnown(r) ? 1 : 0) });
  }
  return [...found.values()].sort((a, b) => a.n - b.n);
}
