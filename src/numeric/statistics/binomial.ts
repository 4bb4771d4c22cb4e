import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import cdf from '@stdlib/stats-base-dists-binomial-cdf';

/** An estimate and the limits of its confidence interval. */
export interface Interval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** The library's quantile is right to 2e-15 relative; moving a limit outward by 1e-12 of it makes it a limit for sure. */
const OUTWARD = 1e-12;

/**
 * The exact interval of a success probability, two-sided, each side at (1 - confidence) / 2. Source: Clopper & Pearson (1934).
 * Throws a RangeError unless 0 <= successes <= trials, trials >= 1, both integers, and 0 < confidence < 1.
 */
export function binomialInterval(successes: number, trials: number, confidence: number): Interval {
  const alpha = (1 - confidence) / 2;
  return { estimate: successes / trials, lower: binomialLower(successes, trials, alpha), upper: binomialUpper(successes, trials, alpha) };
}

/** The exact one-sided lower limit at level 1 - alpha. Source: Clopper & Pearson (1934). */
export function binomialLower(successes: number, trials: number, alpha: number): number {
  requireCounts('binomialLower', successes, trials, alpha);
  return successes === 0 ? 0 : betaQuantile(alpha, successes, trials - successes + 1) * (1 - OUTWARD);
}

/** The exact one-sided upper limit at level 1 - alpha. Source: Clopper & Pearson (1934). */
export function binomialUpper(successes: number, trials: number, alpha: number): number {
  requireCounts('binomialUpper', successes, trials, alpha);
  // By the mirrored limit of failures: 1 - alpha as a probability near 1 would lose alpha's digits. 1 - x is rounded to a multiple of 2^-53.
  return successes === trials ? 1 : Math.min(1, 1 - betaQuantile(alpha, trials - successes, successes + 1) * (1 - OUTWARD) + 2 ** -53);
}

/** The least number of trials with which at most `failures` failures certify a success probability of 1 - delta at level 1 - alpha. */
export function trialsNeeded(alpha: number, delta: number, failures: number): number {
  if (!(delta > 0 && delta < 1)) throw new RangeError(`trialsNeeded: needed 0 < delta < 1, got ${delta}`);
  const enough = (trials: number): boolean => trials > failures && binomialLower(trials - failures, trials, alpha) >= (1 - delta) * (1 - OUTWARD);
  let high = failures + 1;
  while (!enough(high)) high *= 2;
  let low = Math.max(failures, high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The probability of at most k successes in n trials of probability p. */
export const binomialCdf = (k: number, n: number, p: number): number => cdf(k, n, p);

function requireCounts(name: string, successes: number, trials: number, alpha: number): void {
  if (!Number.isInteger(trials) || trials < 1 || !Number.isInteger(successes) || successes < 0 || successes > trials) {
    throw new RangeError(`${name}: needed integers 0 <= successes <= trials, trials >= 1, got ${successes} of ${trials}`);
  }
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`${name}: needed 0 < alpha < 1, got ${alpha}`);
}
