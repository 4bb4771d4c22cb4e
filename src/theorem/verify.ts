import { describeDomain, widths } from '../network/index.js';
import type { Pool } from '../numeric/pool.js';
import { anytimeQuantile, attemptsWithoutFailure, binomialInterval, confidenceSequence, quantileInterval, SequentialTest, type Interval } from '../numeric/statistics/index.js';
import { selectorNamed } from '../subset-sum/index.js';
import { attemptsTask, type AttemptPlan, type AttemptResult, type Targets } from './attempt.js';
import { coveringsTask, requireCoverable, type CoveringResult } from './covering.js';
import { sumOfMisses, type Misses } from './misses.js';
import { findingsOfPlan, planAttempts, type AttemptRequest } from './plan-attempts.js';
import type { HypothesisFinding, Quantifier } from './theorem.js';

/** What is to be verified, and how long. */
export interface VerifyRequest extends AttemptRequest {
  /** Whether targets are drawn from `targets`, or every target of its widths is asked at once. */
  readonly quantifier: Quantifier;
  /** The claim that decides: E, every weight within its tolerance; N, a mask with a certified network error of at most epsilon. */
  readonly claim: 'E' | 'N';
  /** Attempts, at most. */
  readonly attempts: number;
  /** Whether all of them are made, whatever is decided before: a fixed sample size, and exact intervals. */
  readonly all?: boolean;
  /** Of the verdicts and of each interval, in (0, 1). */
  readonly confidence: number;
}

/** What attempts say of a claim. */
export interface ClaimFound {
  /** Of "the failure probability is at most delta", one source per attempt. N is never refuted. */
  readonly verdict: 'holds' | 'fails' | 'open';
  readonly success: number;
  readonly failure: number;
  readonly unknown: number;
  /** E-values against a failure probability of at least delta, and of at most delta; either decides E at 2 / (1 - confidence), the first alone N at 1 / (1 - confidence). */
  readonly evidence: { readonly holds: number; readonly fails: number | null };
  /** Of the success probability: valid whenever one stops. Unknown counts as failure for the lower limit, as success for the upper one. */
  readonly successRate: Interval;
  /** The exact interval (Clopper & Pearson, 1934), where the number of attempts was fixed. */
  readonly exact: Interval | null;
}

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

/** What can be said of a small delta. */
export interface SmallDelta {
  /** Attempts without a failure that would show it directly. */
  readonly attemptsNeeded: number;
  /** By the union bound, problems of a source times this is delta. */
  readonly problems: number;
  readonly deltaPerProblem: number;
  /** Extrapolated, not shown: the tail of hitting times beyond their upper quantiles, continued as a constant factor per unit of n, at the n used. */
  readonly extrapolated: { readonly factor: number; readonly failureRate: number } | null;
}

/** Below, delta is not tested directly. */
const SMALL = 1e-3;
/** Tasks of a wave, and milliseconds that one of them should take. */
const WAVE = 8, MILLISECONDS = 100;
const QUANTILES = [0.5, 0.9, 0.99];

/** Told the attempts made so far, of the most that there will be. */
export type OnAttempts = (attempts: number, most: number) => void;

/**
 * Repeats attempts 0, 1, 2, ... until the claim is decided at that confidence, or the attempts are used up. They are looked at in this order
 * whoever made them, so that the result does not depend on the number of workers. Throws a RangeError on a request out of range.
 */
export async function verify(request: VerifyRequest, pool: Pool, onAttempts: OnAttempts = () => {}): Promise<Verification> {
  const { quantifier, claim, attempts: most, confidence, delta, all = false } = request, every = quantifier === 'every target';
  if (!(Number.isInteger(most) && most >= 1 && most <= 1e8)) throw new RangeError(`verify: needed 1 to 10^8 attempts, got ${most}`);
  if (!(delta > 0 && delta < 1)) throw new RangeError(`verify: needed delta in (0, 1), got ${delta}`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`verify: needed a confidence in (0, 1), got ${confidence}`);
  if (claim === 'N' && (request.epsilon === null || every)) throw new RangeError(`verify: needed epsilon and targets that are drawn for claim N, got ${request.epsilon === null ? 'a tolerance' : 'every target at once'}`);
  if (claim === 'N' && request.certificate === 'none') throw new RangeError('verify: needed a certificate for claim N, got none');
  if (every && (request.targetsPerSource ?? 1) > 1) throw new RangeError(`verify: needed no number of targets per source where every target is asked at once, got ${request.targetsPerSource}`);
  // What no failure at all would take.
  const needed = all ? most : Math.min(most, neededOf(request));
  const plan = await planAttempts({ ...request, attempts: needed, certificate: request.certificate ?? (request.epsilon === null ? 'none' : 'upper') });
  if (every) requireCoverable(plan);
  const alpha = 1 - confidence, event = new Counted('E', delta, alpha), network = every || plan.epsilon === null || plan.certificate === 'none' ? null : new Counted('N', delta, alpha);
  const deciding = claim === 'N' ? network! : event, seen: (AttemptResult | CoveringResult)[] = [];
  let next = 0, size = 1;
  while (next < most && (all || !deciding.isDecided)) {
    const tasks = [];
    for (let k = 0; k < WAVE && next < most; k++, next = Math.min(most, next + size)) {
      tasks.push({ ...(every ? coveringsTask : attemptsTask), data: { plan, from: next, to: Math.min(most, next + size) } });
    }
    const start = performance.now();
    for (const results of await pool.map<(typeof tasks)[number]['data'], (AttemptResult | CoveringResult)[]>(tasks)) {
      for (const result of results) {
        if (!all && deciding.isDecided) break;
        seen.push(result);
        event.add(result.event);
        if ('network' in result && result.network !== null) network?.add(result.network);
      }
    }
    onAttempts(seen.length, most);
    // How much a task holds decides when work is done, not what comes of it.
    const each = (performance.now() - start) / WAVE;
    size = Math.max(1, Math.min(1000, Math.floor(size * Math.min(8, MILLISECONDS / Math.max(1, each)))));
  }
  return verificationOf(request, plan, seen, event.found(confidence, all), network?.found(confidence, all) ?? null, await findingsOfPlan(request.theorem, plan));
}

/** Outcomes of a claim, and their test. */
class Counted {
  private success = 0;
  private failure = 0;
  private unknown = 0;
  private verdict: ClaimFound['verdict'] = 'open';
  private readonly test;

  constructor(private readonly claim: 'E' | 'N', delta: number, private readonly alpha: number) {
    this.test = new SequentialTest(delta, alpha, { oneSided: claim === 'N' });
  }

  add(outcome: 'success' | 'failure' | 'unknown'): void {
    this[outcome]++;
    this.test.add(outcome === 'unknown' ? 'gave up' : outcome);
    if (this.verdict === 'open') this.verdict = this.test.verdict;
  }

  /** The first decision stands: at most a share alpha of runs ever comes to a wrong one. */
  get isDecided(): boolean {
    return this.verdict !== 'open';
  }

  found(confidence: number, fixed: boolean): ClaimFound {
    const { claim, verdict, success, failure, unknown, test, alpha } = this;
    // What is not shown of N may be so all the same: its upper limit is 1.
    const bounded = (x: Interval): Interval => ({ estimate: x.estimate, lower: x.lower, upper: claim === 'N' ? 1 : x.upper });
    const count = success + failure + unknown;
    const exact = fixed ? { estimate: success / count, lower: binomialInterval(success, count, 1 - alpha).lower, upper: binomialInterval(success + unknown, count, 1 - alpha).upper } : null;
    return {
      verdict, success, failure, unknown, evidence: { holds: test.evidenceBelow, fails: claim === 'N' ? null : test.evidenceAbove },
      successRate: bounded(confidenceSequence({ successes: success, failures: failure, unknown }, confidence)), exact: exact && bounded(exact),
    };
  }
}

function verificationOf(
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
    construction: plan.construction,
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

/** Attempts that decide if none fails. */
const neededOf = ({ claim, delta, confidence }: VerifyRequest): number => attemptsWithoutFailure(delta, 1 - confidence, { oneSided: claim === 'N' });

/** Sources beyond the later of two times through which a tail is continued, at least. */
const BEYOND = 10;

function smallDelta(request: VerifyRequest, plan: AttemptPlan, seen: readonly (AttemptResult | CoveringResult)[], times: Float64Array): SmallDelta {
  const problems = seen[0].problems, count = times.length, n = Math.min(...plan.n);
  // Of the times that so many sources lie beyond, the last.
  const early = times[Math.ceil(count / 2) - 1], last = times[count - BEYOND], late = times.findLast((t) => t < last);
  let extrapolated: SmallDelta['extrapolated'] = null;
  if (count >= 10 * BEYOND && last < Infinity && late !== undefined && late < n && early < late) {
    const share = (x: number): number => times.filter((t) => t > x).length / count, factor = Math.exp(Math.log(share(late) / share(early)) / (late - early));
    extrapolated = { factor, failureRate: share(late) * Math.exp((n - late) * Math.log(factor)) };
  }
  return { attemptsNeeded: neededOf(request), problems, deltaPerProblem: request.delta / problems, extrapolated };
}

