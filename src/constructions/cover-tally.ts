import { isBeyondReach, type Candidates, type Regime, type Selector } from '../subset-sum/index.js';
import type { CoverResult } from './construction.js';

/** Counts pools of which every target is asked, and the n that they need. */
export class CoverTally {
  private pools = 0;
  private lower = 0;
  private upper = 0;
  private readonly misses: Record<Regime, number> = { range: 0, resolution: 0, 'gave-up': 0 };

  /** A pool that covers for sure from `upper` units on and for sure not before `lower`; why not, where `upper` is Infinity. */
  add(lower: number, upper: number, regime: Regime): void {
    this.pools++;
    this.lower = Math.max(this.lower, lower);
    this.upper = Math.max(this.upper, upper);
    if (upper === Infinity) this.misses[regime]++;
  }

  /** A pool of candidates that is to cover [-most, most]; `unitOf` gives the unit, from 0, behind a candidate. Throws a RangeError for a selector that has no `covers`. */
  addPool(selector: Selector, candidates: Candidates, most: number, tolerance: number, unitOf: (k: number) => number): void {
    if (!selector.covers) throw new RangeError(`covering: needed a selector of which it is known whether it serves every target, got ${selector.name}`);
    const { lower, upper } = selector.covers(candidates, -most, most, tolerance);
    const n = (time: number): number => (time === Infinity ? Infinity : time === 0 ? 0 : time > candidates.limit ? unitOf(candidates.limit - 1) + 2 : unitOf(time - 1) + 1);
    const beyond = (target: number): boolean => isBeyondReach(selector, candidates, target, tolerance);
    this.add(n(lower), n(upper), upper < Infinity ? 'gave-up' : beyond(most) || beyond(-most) ? 'range' : lower === Infinity ? 'resolution' : 'gave-up');
  }

  result(): CoverResult {
    const { pools, misses, lower, upper } = this;
    return { pools, misses, lower, upper };
  }
}
