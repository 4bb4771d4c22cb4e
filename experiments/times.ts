import { binomialLower, binomialUpper, quantileInterval, type Interval } from '../src/numeric/statistics/index.js';
import type { Row } from '../src/study/study.js';

/** Times of attempts, counted: entry t is how many attempts have time t; what is missing of the attempts never came. */
export interface Times {
  /** At the earliest; exactly, unless `latest` says otherwise. */
  readonly times: readonly number[];
  /** At the latest, where some time is known only to lie between two. */
  readonly latest?: readonly number[];
}

/** Counts times, one attempt after another. */
export class TimesCount {
  private readonly early: number[] = [];
  private readonly late: number[] = [];
  private between = false;

  /** An attempt whose time lies in [earliest, latest]; Infinity where it never comes. */
  add(earliest: number, latest = earliest): void {
    count(this.early, earliest);
    count(this.late, latest);
    this.between ||= earliest !== latest;
  }

  /** What was counted. */
  get counted(): Times {
    return this.between ? { times: this.early, latest: this.late } : { times: this.early };
  }
}

function count(counts: number[], time: number): void {
  if (time === Infinity) return;
  while (counts.length <= time) counts.push(0);
  counts[time]++;
}

/** The times of rows together, sorted: at the earliest and at the latest; Infinity where they never came. */
export interface SortedTimes {
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
}

/** The times that rows hold. `of` picks them from a row's result. */
export function sortedTimes<R>(rows: readonly Row<R>[], of: (result: R) => Times): SortedTimes {
  const attempts = rows.reduce((sum, r) => sum + r.to - r.from, 0);
  const sorted = (pick: (t: Times) => readonly number[]): Float64Array => {
    const counts: number[] = [], out = new Float64Array(attempts).fill(Infinity);
    for (const { result } of rows) pick(of(result)).forEach((c, t) => (counts[t] = (counts[t] ?? 0) + c));
    let at = 0;
    counts.forEach((c, t) => out.fill(t, at, (at += c ?? 0)));
    return out;
  };
  return { earliest: sorted((t) => t.times), latest: sorted((t) => t.latest ?? t.times) };
}

/** The q-quantile of times and its distribution-free interval: the lower limit by the earliest they may be, the rest by the latest. */
export function timeQuantile({ earliest, latest }: SortedTimes, q: number, confidence: number): Interval {
  const { estimate, upper } = quantileInterval(latest, q, confidence);
  return { estimate, lower: Math.max(0, quantileInterval(earliest, q, confidence).lower), upper };
}

/** The share of attempts whose time is beyond n, with its exact interval: a time that may be beyond counts for the upper limit alone. */
export function shareBeyond({ earliest, latest }: SortedTimes, n: number, confidence: number): Interval {
  const beyond = (times: Float64Array): number => times.reduce((sum, t) => sum + (t > n ? 1 : 0), 0);
  const sure = beyond(earliest), possible = beyond(latest), alpha = (1 - confidence) / 2;
  return { estimate: possible / latest.length, lower: binomialLower(sure, earliest.length, alpha), upper: binomialUpper(possible, latest.length, alpha) };
}
