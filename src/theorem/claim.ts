import { binomialInterval, confidenceSequence, SequentialTest, type Interval } from '../numeric/statistics/index.js';

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

/** Outcomes of a claim, and their test. */
export class CountedClaim {
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
