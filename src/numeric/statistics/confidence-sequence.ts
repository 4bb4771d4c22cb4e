import gammaln from '@stdlib/math-base-special-gammaln';
import type { Interval } from './binomial.js';

/** Outcomes so far, in any order. */
export interface Outcomes {
  readonly successes: number;
  readonly failures: number;
  /** Attempts given up: a failure for the lower limit, a success for the upper one. 0 unless given. */
  readonly unknown?: number;
}

/**
 * The interval of a success probability that holds it at all times at once with that confidence, so that one may stop whenever one likes:
 * all p against which the Beta mixture of likelihood ratios, B(a + k, a + n - k) / B(a, a) / (p^k (1 - p)^(n - k)), has stayed below
 * 1/alpha now. `prior` is a (1/2 unless given). The estimate counts unknown attempts as failures. Throws a RangeError on counts that are none.
 * Source: Ville (1939); Robbins (1970); Ramdas et al. (2023).
 */
export function confidenceSequence({ successes, failures, unknown = 0 }: Outcomes, confidence: number, prior = 0.5): Interval {
  if (![successes, failures, unknown].every((x) => Number.isInteger(x) && x >= 0)) throw new RangeError(`confidenceSequence: needed counts, got ${successes}, ${failures} and ${unknown}`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidenceSequence: needed 0 < confidence < 1, got ${confidence}`);
  if (!(prior > 0)) throw new RangeError(`confidenceSequence: needed a prior above 0, got ${prior}`);
  const n = successes + failures + unknown, limit = -Math.log(1 - confidence);
  return {
    estimate: n === 0 ? NaN : successes / n,
    lower: lowerLimit(successes, failures + unknown, limit, prior),
    // 1 - x is rounded to a multiple of 2^-53.
    upper: Math.min(1, 1 - lowerLimit(failures, successes + unknown, limit, prior) + 2 ** -53),
  };
}

/** The natural logarithm of the mixture's e-value against "the probability is p", after k successes and m failures. */
export function logBetaMixture(k: number, m: number, p: number, prior = 0.5): number {
  const mixture = logBeta(prior + k, prior + m) - logBeta(prior, prior);
  return mixture - (k === 0 ? 0 : k * Math.log(p)) - (m === 0 ? 0 : m * Math.log1p(-p));
}

/** The least p whose e-value is below the limit, moved outward: left of k / (k + m) the e-value falls in p. */
function lowerLimit(k: number, m: number, limit: number, prior: number): number {
  if (k === 0) return 0;
  let low = 0, high = k / (k + m);
  // ln Gamma(n) is n ln n, and wrong by its rounding: for few successes among 1e8 attempts, that is a millionth of the limit.
  const slack = 2 ** -50 * (1 + k + m) * Math.log(2 + k + m);
  // Twice as many halvings as a mantissa has bits reach limits far below 1 too.
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (logBetaMixture(k, m, middle, prior) >= limit + slack) low = middle;
    else high = middle;
  }
  return low * (1 - 1e-12);
}

const logBeta = (a: number, b: number): number => gammaln(a) + gammaln(b) - gammaln(a + b);
