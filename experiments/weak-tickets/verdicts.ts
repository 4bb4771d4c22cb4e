import { meanInterval, type Interval } from '../../src/numeric/statistics/index.js';

/** Points of accuracy that a pruned network may lose. */
export const MARGIN = 0.3;

/** Barrier below which copies are stable, as a share: Frankle et al. (2020). */
export const STABLE = 0.02;

/** The mean of barriers, none of which is negative, nor is their mean. */
export function meanBarrier(barriers: readonly number[], confidence: number): Interval {
  const { estimate, lower, upper } = meanInterval(barriers, confidence);
  return { estimate, lower: Math.max(0, lower), upper };
}

/** Whether a mean is at least, or below, a limit: an interval on both sides of it leaves that open. */
export const verdictAbove = ({ lower, upper }: Interval, limit: number): 'holds' | 'fails' | 'open' => (lower >= limit ? 'holds' : upper < limit ? 'fails' : 'open');
export const verdictBelow = ({ lower, upper }: Interval, limit: number): 'holds' | 'fails' | 'open' => (upper < limit ? 'holds' : lower >= limit ? 'fails' : 'open');

const signed = (x: number): string => (x > 0 ? '+' : '') + x.toFixed(2);

/** Points of accuracy. */
export const pointsInterval = ({ estimate, lower, upper }: Interval): string => `${signed(estimate)} [${signed(lower)}, ${signed(upper)}]`;

/** Shares in percent. */
export const percentInterval = ({ estimate, lower, upper }: Interval): string => `${(100 * estimate).toFixed(2)} % [${(100 * lower).toFixed(2)}, ${(100 * upper).toFixed(2)}]`;
