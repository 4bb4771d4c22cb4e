import { logBetaMixture } from './confidence-sequence.js';
import { meanEvidence } from './many.js';
import { normalQuantile } from './normal.js';
import type { SequentialVerdict } from './sequential.js';

/** Bets against a difference of at least the margin, as shares of the largest that never loses all on a pair that goes against it. */
const BETS = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16];

/** Variance of the difference of two independent attempts that each succeed half of the time. */
const INDEPENDENT = 1 / 2;

/** What is asked of a paired test. */
export interface PairedClaim {
  /** Differences of the success probabilities from this on are to be shown not to be; in (0, 1). */
  readonly margin: number;
  /** Probability of `fails` where the probabilities are equal. */
  readonly falseAlarm: number;
  /** Probability of `holds` where they differ by the margin or more. */
  readonly alpha: number;
}

/** About so many pairs show that two independent attempts which each succeed half of the time are alike, with probability 1 - alpha: normal approximation of the evidence at the best bet. */
export const pairsAtEqual = ({ margin, alpha }: Pick<PairedClaim, 'margin' | 'alpha'>): number => {
  const z = normalQuantile(1 - alpha / 2), deviations = z + Math.sqrt(z * z + 2 * Math.log(BETS.length / alpha));
  return Math.ceil((INDEPENDENT * deviations * deviations) / (margin * margin));
};

/**
 * Tests, pair by pair and valid whenever one stops, that two ways of doing one thing succeed equally often. `fails`: they do not. Under equality a
 * discordant pair (one succeeds, the other does not) is a fair coin, and the e-process is the Beta mixture of likelihood ratios against 1/2, the
 * sequential form of the sign test, stopped at 1/falseAlarm. `holds`: they differ by less than the margin. With d = 1, -1 or 0 of a pair, the average over
 * bets b of the products of 1 + b (margin - d) is an e-process against E d >= margin, its mirror image against E d <= -margin; both must have
 * reached 1/alpha, and where the difference is the margin or more one of them has done so wrongly. Which comes first stands.
 * Source: Ville (1939); Ramdas et al. (2023).
 */
export class PairedTest {
  pairs = 0;
  onlyFirst = 0;
  onlySecond = 0;
  verdict: SequentialVerdict = 'open';

  /** Throws a RangeError unless margin, falseAlarm and alpha are in (0, 1). */
  constructor(readonly claim: PairedClaim) {
    const { margin, falseAlarm, alpha } = claim;
    if (![margin, falseAlarm, alpha].every((x) => x > 0 && x < 1)) throw new RangeError(`PairedTest: needed margin, falseAlarm and alpha in (0, 1), got ${margin}, ${falseAlarm} and ${alpha}`);
  }

  add(first: boolean, second: boolean): void {
    const { falseAlarm, alpha } = this.claim;
    this.pairs++;
    if (first && !second) this.onlyFirst++;
    if (second && !first) this.onlySecond++;
    if (this.verdict !== 'open') return;
    // A logarithm of Gamma is rounded; evidence that is given away is no error.
    if (logBetaMixture(this.onlyFirst, this.onlySecond, 0.5) >= Math.log(1 / falseAlarm) + 1e-9) this.verdict = 'fails';
    else if (Math.min(this.evidenceBelow(this.onlyFirst, this.onlySecond), this.evidenceBelow(this.onlySecond, this.onlyFirst)) >= 1 / alpha) this.verdict = 'holds';
  }

  /** The e-value against "more by the margin", of so many pairs for it and against. */
  private evidenceBelow(more: number, fewer: number): number {
    const { margin } = this.claim;
    return meanEvidence(BETS.map((share) => {
      const bet = share / (1 - margin), even = this.pairs - more - fewer;
      const loss = more === 0 ? 0 : more * Math.log1p(-share);
      return Math.exp(Math.min(700, loss + even * Math.log1p(bet * margin) + fewer * Math.log1p(bet * (1 + margin))));
    }));
  }
}
