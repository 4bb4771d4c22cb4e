import { binomialCdf } from './binomial.js';
import { meanEvidence } from './many.js';

/** Alternatives of the failure probability f, as shares of delta: those that the evidence for "f < delta" is averaged over. */
const BELOW = [0, 1 / 20, 1 / 10, 1 / 5, 1 / 2];
/** And as multiples, for "f > delta". */
const ABOVE = [2, 5, 10, 20];
/** Products are cut here: evidence that is given away is no error, and Infinity * 0 would be none at all. */
const MOST = 1e300;

/** The e-value at which a verdict stands. */
const limitOf = (alpha: number, oneSided: boolean): number => (oneSided ? 1 : 2) / alpha;

/** The number of attempts with which the sequential test says `holds` if none of them fails. O(log attempts). */
export const attemptsWithoutFailure = (delta: number, alpha: number, { oneSided = false }: { readonly oneSided?: boolean } = {}): number =>
  least((n) => evidenceOf(delta, n, 0) >= limitOf(alpha, oneSided));

/**
 * A number of attempts after which the sequential test has said `holds` with probability at least 1 - alpha of a failure probability of delta / 2 (less
 * alpha / 2, with which it said `fails` before): the evidence after n attempts falls with each failure, so what is enough is that the binomial
 * distribution gives as few failures as it bears. O(log^2 attempts).
 */
export const attemptsAtHalf = (delta: number, alpha: number, { oneSided = false }: { readonly oneSided?: boolean } = {}): number =>
  least((n) => {
    const refused = least((k) => k > n || evidenceOf(delta, n, k) < limitOf(alpha, oneSided));
    return evidenceOf(delta, n, 0) >= limitOf(alpha, oneSided) && binomialCdf(refused - 1, n, delta / 2) >= 1 - alpha;
  });

/** The e-value against f >= delta after n attempts of which so many failed. */
const evidenceOf = (delta: number, n: number, failures: number): number =>
  meanEvidence(BELOW.map((share) => Math.exp((failures === 0 ? 0 : failures * Math.log(share)) + (n - failures) * (Math.log1p(-share * delta) - Math.log1p(-delta)))));

/** A positive integer that is enough where the one before is not: the least, if more than enough is enough. */
function least(isEnough: (n: number) => boolean): number {
  let low = 0, high = 1;
  while (!isEnough(high)) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** What a sequential test has found of "the failure probability is at most delta". */
export type SequentialVerdict = 'holds' | 'fails' | 'open';

/**
 * Tests a failure probability f against delta, attempt by attempt, valid whenever one stops: two e-processes, averages over fixed
 * alternatives f1 of the products of (f1/delta)^{failure} ((1 - f1)/(1 - delta))^{success}, one against f >= delta, one against
 * f <= delta. Each is stopped at 2/alpha, so either verdict is wrong with probability at most alpha/2 (Ville's inequality). An attempt
 * that was given up counts as a failure for the first and as a success for the second. A claim that no attempt can refute (a mask was not
 * found, but may exist) is tested one-sided: by the first alone, stopped at 1/alpha, so that it holds or stays open.
 * Source: Ville (1939); Ramdas et al. (2023).
 */
export class SequentialTest {
  attempts = 0;
  failures = 0;
  gaveUp = 0;
  private readonly below: number[];
  private readonly above: number[];
  private readonly alternatives: number[];

  /** Throws a RangeError unless delta and alpha are in (0, 1). */
  constructor(readonly delta: number, readonly alpha: number, private readonly options: { readonly oneSided?: boolean } = {}) {
    if (!(delta > 0 && delta < 1 && alpha > 0 && alpha < 1)) throw new RangeError(`SequentialTest: needed delta and alpha in (0, 1), got ${delta} and ${alpha}`);
    this.below = BELOW.map(() => 1);
    this.alternatives = ABOVE.map((m) => Math.min(m * delta, (1 + delta) / 2));
    this.above = ABOVE.map(() => 1);
  }

  add(outcome: 'success' | 'failure' | 'gave up'): void {
    const { delta } = this;
    const factor = (f1: number, failed: boolean): number => (failed ? f1 / delta : (1 - f1) / (1 - delta));
    this.attempts++;
    if (outcome === 'failure') this.failures++;
    if (outcome === 'gave up') this.gaveUp++;
    BELOW.forEach((share, k) => (this.below[k] = Math.min(MOST, this.below[k] * factor(share * delta, outcome !== 'success'))));
    this.alternatives.forEach((f1, k) => (this.above[k] = Math.min(MOST, this.above[k] * factor(f1, outcome === 'failure'))));
  }

  /** The e-value against f >= delta: that much evidence for f < delta. */
  get evidenceBelow(): number {
    return meanEvidence(this.below);
  }

  /** The e-value against f <= delta; of no meaning where attempts cannot refute. */
  get evidenceAbove(): number {
    return meanEvidence(this.above);
  }

  /** `holds`: f < delta is shown; `fails`: f > delta is shown, never if one-sided; `open`: neither yet. */
  get verdict(): SequentialVerdict {
    const { oneSided = false } = this.options, limit = limitOf(this.alpha, oneSided);
    if (this.evidenceBelow >= limit) return 'holds';
    return !oneSided && this.evidenceAbove >= limit ? 'fails' : 'open';
  }
}
