import { quantileInterval, type Interval } from '../../src/numeric/statistics/index.js';
import type { CaseRows, Case } from '../../src/study/study.js';

/** Hitting times of one attempt, of one kind or several; null: beyond what was drawn, or given up, and so of no known value. */
export type Times = readonly (number | null)[];

/** Rows of hitting times: how many attempts had which, keys as in `40` or `40,-`, where - stands for null; in ascending order of the attempts' texts. */
export interface TimesOfAttempts {
  readonly counts: Readonly<Record<string, number>>;
}

/** The rows of some attempts. */
export function tallied(attempts: readonly Times[]): TimesOfAttempts {
  const counts = new Map<string, number>();
  for (const times of attempts) {
    const key = times.map((t) => t ?? '-').join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return { counts: Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

type TimeRows = Pick<CaseRows<Case, TimesOfAttempts>, 'rows'>;

/** The times of every attempt of a case, null as Infinity, in no order. */
export const timesOf = ({ rows }: TimeRows): number[][] =>
  rows.flatMap(({ result: { counts } }) =>
    Object.entries(counts).flatMap(([key, count]) => {
      const times = key.split(',').map((t) => (t === '-' ? Infinity : Number(t)));
      return Array.from({ length: count }, () => times);
    }),
  );

/** The k-th time of every attempt of a case, ascending; null as Infinity. */
export const sortedTimes = (rows: TimeRows, k = 0): number[] => timesOf(rows).map((t) => t[k]).sort((a, b) => a - b);

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
