import { meanInterval, type Interval } from '../../src/numeric/statistics/index.js';
import type { MaskAttempt, MaskCase, MaskRows } from './study.js';

/** Of accuracy that a mask may lose, in points. */
export const POINTS = 1;

/** The attempts of a case. */
export const attemptsOf = ({ rows }: Pick<MaskRows, 'rows'>): MaskAttempt[] => rows.flatMap((r) => r.result);

/** The mean over attempts of something, with its interval. */
export const meanOf = (rows: MaskRows, of: (a: MaskAttempt) => number, confidence: number): Interval => meanInterval(attemptsOf(rows).map(of), confidence);

/** Points of accuracy that the masked source loses against its target; less than 0 where it is better. */
export const loss = ({ target, right }: MaskAttempt): number => (target - right) / 100;

/** Cases of a way with at least two attempts, by n. */
export const along = (cases: readonly MaskRows[], way: MaskCase['way']): MaskRows[] => cases.filter((c) => c.case.way === way && attemptsOf(c).length > 1).sort((a, b) => a.case.n - b.case.n);

/**
 * The least n of those tried from which on the mean loss is at most so many points: estimated, and between the n above the last at which it is more for sure and the first from which
 * on it is not. A loss between two n that were tried is not known.
 */
export function widthFor(rows: readonly MaskRows[], points: number, confidence: number): Interval {
  const found = rows.map((r) => ({ n: r.case.n, ...meanOf(r, loss, confidence) }));
  const from = (value: (f: (typeof found)[number]) => number): number => found.findIndex((_, k) => found.slice(k).every((f) => value(f) <= points)), first = (k: number): number => (k < 0 ? Infinity : found[k].n);
  const below = from((f) => f.lower);
  return { estimate: first(from((f) => f.estimate)), lower: below === 0 ? 1 : found[below < 0 ? found.length - 1 : below - 1].n + 1, upper: first(from((f) => f.upper)) };
}

/** How many times as much the second is as the first: of intervals at half the failure probability each, so that it has the whole one. */
export function widthRatio(first: readonly MaskRows[], second: readonly MaskRows[], points: number, confidence: number): Interval {
  const [a, b] = [first, second].map((rows) => widthFor(rows, points, (1 + confidence) / 2));
  return { estimate: b.estimate / a.estimate, lower: b.lower / a.upper, upper: b.upper / a.lower };
}
