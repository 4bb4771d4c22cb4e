import { meanInterval, type Interval } from '../../src/numeric/statistics/index.js';
import { pairs } from '../../src/study/index.js';
import type { SearchAttempt, SearchCase, SearchRows } from './study.js';

/** Of 20,000 images, for scores and for weights. */
export const EPOCHS = 4;

/** The attempts of a case. */
export const attemptsOf = ({ rows }: Pick<SearchRows, 'rows'>): SearchAttempt[] => rows.flatMap((r) => r.result);

/** Cases with at least two attempts: of a method at LeNet's own widths, by density; or at the density that all widths have, by width. */
export const along = (cases: readonly SearchRows[], method: SearchCase['method'], by: 'density' | 'width'): SearchRows[] => {
  const measured = cases.filter((c) => c.case.method === method && attemptsOf(c).length > 1), other = measured.find((c) => c.case.width !== 1)?.case.density;
  return measured.filter((c) => (by === 'density' ? c.case.width === 1 : c.case.density === other)).sort((a, b) => a.case[by] - b.case[by]);
};

/** Mean accuracy, in %, with its interval. */
export const accuracy = (rows: SearchRows, confidence: number, of: (a: SearchAttempt) => number = (a) => a.right): Interval => meanInterval(attemptsOf(rows).map((a) => of(a) / 100), confidence);

/** Mean points by which one case is more accurate than another, attempt by attempt: attempts of one number share their draws. */
export const ahead = (a: SearchRows, b: SearchRows, confidence: number): Interval => meanInterval(pairs(a, b).map(([one, other]) => (one.right - other.right) / 100), confidence);
