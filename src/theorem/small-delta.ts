import { attemptsWithoutFailure } from '../numeric/statistics/index.js';
import type { AttemptPlan, AttemptResult } from './attempt.js';
import type { CoveringResult } from './covering.js';
import type { VerifyRequest } from './verify.js';

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
export const SMALL = 1e-3;

/** Attempts that decide if none fails. */
export const attemptsNeeded = ({ claim, delta, confidence }: VerifyRequest): number => attemptsWithoutFailure(delta, 1 - confidence, { oneSided: claim === 'N' });

/** Sources beyond the later of two times through which a tail is continued, at least. */
const BEYOND = 10;

/** What is said of a small delta, from the attempts made and their sorted times. */
export function smallDelta(request: VerifyRequest, plan: AttemptPlan, seen: readonly (AttemptResult | CoveringResult)[], times: Float64Array): SmallDelta {
  const problems = seen[0].problems, count = times.length, n = Math.min(...plan.n);
  // Of the times that so many sources lie beyond, the last.
  const early = times[Math.ceil(count / 2) - 1], last = times[count - BEYOND], late = times.findLast((t) => t < last);
  let extrapolated: SmallDelta['extrapolated'] = null;
  if (count >= 10 * BEYOND && last < Infinity && late !== undefined && late < n && early < late) {
    const share = (x: number): number => times.filter((t) => t > x).length / count, factor = Math.exp(Math.log(share(late) / share(early)) / (late - early));
    extrapolated = { factor, failureRate: share(late) * Math.exp((n - late) * Math.log(factor)) };
  }
  return { attemptsNeeded: attemptsNeeded(request), problems, deltaPerProblem: request.delta / problems, extrapolated };
}
