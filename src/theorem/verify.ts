import type { Pool } from '../numeric/pool.js';
import { attemptsTask, type AttemptResult } from './attempt.js';
import { CountedClaim } from './claim.js';
import { coveringsTask, requireCoverable, type CoveringResult } from './covering.js';
import { findingsOfPlan, planAttempts, type AttemptRequest } from './plan-attempts.js';
import { attemptsNeeded } from './small-delta.js';
import type { Quantifier } from './theorem.js';
import { verificationOf, type Verification } from './verification.js';

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

/** Tasks of a wave, and milliseconds that one of them should take. */
const WAVE = 8, MILLISECONDS = 100;

/** Told the attempts made so far, of the most that there will be. */
export type OnAttempts = (attempts: number, most: number) => void;

/**
 * Repeats attempts 0, 1, 2, ... until the claim is decided at that confidence, or the attempts are used up. They are looked at in this order
 * whoever made them, so that the result does not depend on the number of workers. A signal ends it after the attempts that are being made: stopping at
 * any time is valid. Throws a RangeError on a request out of range; the signal's reason where it came before any attempt.
 */
export async function verify(request: VerifyRequest, pool: Pool, onAttempts: OnAttempts = () => {}, signal?: AbortSignal): Promise<Verification> {
  const { quantifier, claim, attempts: most, confidence, delta, all = false } = request, every = quantifier === 'every target';
  if (!(Number.isInteger(most) && most >= 1 && most <= 1e8)) throw new RangeError(`verify: needed 1 to 10^8 attempts, got ${most}`);
  if (!(delta > 0 && delta < 1)) throw new RangeError(`verify: needed delta in (0, 1), got ${delta}`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`verify: needed a confidence in (0, 1), got ${confidence}`);
  if (claim === 'N' && (request.epsilon === null || every)) throw new RangeError(`verify: needed epsilon and targets that are drawn for claim N, got ${request.epsilon === null ? 'a tolerance' : 'every target at once'}`);
  if (claim === 'N' && request.certificate === 'none') throw new RangeError('verify: needed a certificate for claim N, got none');
  if (every && (request.targetsPerSource ?? 1) > 1) throw new RangeError(`verify: needed no number of targets per source where every target is asked at once, got ${request.targetsPerSource}`);
  // What no failure at all would take.
  const needed = all ? most : Math.min(most, attemptsNeeded(request));
  const plan = await planAttempts({ ...request, attempts: needed, certificate: request.certificate ?? (request.epsilon === null ? 'none' : 'upper') });
  if (every) requireCoverable(request.theorem.construction, plan);
  const alpha = 1 - confidence, event = new CountedClaim('E', delta, alpha), network = every || plan.epsilon === null || plan.certificate === 'none' ? null : new CountedClaim('N', delta, alpha);
  const deciding = claim === 'N' ? network! : event, seen: (AttemptResult | CoveringResult)[] = [];
  let next = 0, size = 1;
  while (next < most && (all || !deciding.isDecided) && !signal?.aborted) {
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
  if (seen.length === 0) signal!.throwIfAborted();
  // Whoever was stopped chose no number of attempts.
  const fixed = all && seen.length === most;
  return verificationOf({ ...request, all: fixed }, plan, seen, event.found(confidence, fixed), network?.found(confidence, fixed) ?? null, await findingsOfPlan(request.theorem, plan));
}
