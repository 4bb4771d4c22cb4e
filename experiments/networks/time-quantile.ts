import { quantileInterval, type Interval } from '../../src/numeric/statistics/index.js';
import type { CaseRows, Case } from '../../src/study/study.js';

/** Hitting times of one attempt, or of several kinds; null: beyond what was drawn, or given up, and so of no known value. */
export type Times = readonly (number | null)[];

/** Rows that hold the times of attempts. */
export interface TimesOfAttempts {
  readonly times: readonly Times[];
}

/** The k-th time of every attempt of a case, ascending; null as Infinity. */
export const sortedTimes = ({ rows }: Pick<CaseRows<Case, TimesOfAttempts>, 'rows'>, k = 0): number[] =>
  rows.flatMap(({ result }) => result.times.map((t) => t[k] ?? Infinity)).sort((a, b) => a - b);

/**
 * The width that suffices with probability 1 - delta, by the distribution-free interval of the quantile of sorted times: `lower` of the
 * earliest that they may be, `upper` of the latest, where a time is known between two limits.
 */
export function timeQuantile(earliest: readonly number[], latest: readonly number[], delta: number, confidence: number): Interval {
  const low = quantileInterval(earliest, 1 - delta, confidence), high = quantileInterval(latest, 1 - delta, confidence);
  return { estimate: high.estimate, lower: Math.max(0, low.lower), upper: high.upper };
}

/** A number of a finding: three digits, or that it is beyond what was tried. */
export const shown = (x: number): string => (x < Infinity ? String(Number(x.toPrecision(3))) : 'beyond what was drawn');

/** An estimate with its interval. */
export const shownInterval = ({ estimate, lower, upper }: Interval): string => `${shown(estimate)} [${shown(lower)}, ${shown(upper)}]`;

/** Null for what a figure cannot show. */
export const finiteOrNull = (x: number): number | null => (Number.isFinite(x) ? x : null);
