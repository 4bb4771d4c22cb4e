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

/** The least n of those tried from which on the mean loss is at most so many points: estimated, and between the last n at which it is more for sure and the first from which on it is not. */
export function widthFor(rows: readonly MaskRows[], points: number, confidence: number): Interval {
  const found = rows.map((r) => ({ n: r.case.n, ...meanOf(r, loss, confidence) }));
  const from = (value: (f: (typeof found)[number]) => number): number => found.find((_, k) => found.slice(k).every((f) => value(f) <= points))?.n ?? Infinity;
  return { estimate: from((f) => f.estimate), lower: from((f) => f.lower), upper: from((f) => f.upper) };
}
