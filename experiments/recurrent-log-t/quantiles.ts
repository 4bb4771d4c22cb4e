import { quantileInterval, type Interval } from '../../src/numeric/statistics/index.js';
import type { CaseRows } from '../../src/study/index.js';
import { LENGTHS, type RecurrentAttempt, type RecurrentCase } from './measure.js';
import { DELTA } from './tolerance.js';

export type Rows = CaseRows<RecurrentCase, RecurrentAttempt[]>;

/** The k-th number of every attempt of a case, ascending; null as Infinity. */
export const sortedOf = ({ rows }: Rows, k: number): number[] => rows.flatMap((r) => r.result.map((a) => a[k] ?? Infinity)).sort((a, b) => a - b);

/** The cases of one kind and norm that have rows. */
export const casesOf = (cases: readonly Rows[], kind: RecurrentCase['kind'], norm?: number): Rows[] => cases.filter(({ case: c, attempts }) => c.kind === kind && attempts > 0 && (norm === undefined || c.norm === norm));

/** A quantile for a number of steps. */
export interface AtSteps {
  readonly steps: number;
  readonly times: readonly number[];
  readonly quantile: Interval;
}

/** The n that serves a share 1 - delta of sources, for each number of steps that a kind knows of a norm. */
export function widthsOf(cases: readonly Rows[], kind: 'weights' | 'certified', norm: number, confidence: number): AtSteps[] {
  const of = (steps: number, times: number[]): AtSteps => ({ steps, times, quantile: quantileInterval(times, 1 - DELTA, confidence) });
  return casesOf(cases, kind, norm).flatMap((rows) => (kind === 'weights' ? [of(rows.case.steps, sortedOf(rows, 0))] : LENGTHS.map((steps, k) => of(steps, sortedOf(rows, k)))));
}

/** Medians of the certified error from above, or from below, for each of LENGTHS. */
export const errorsOf = (cases: readonly Rows[], side: 'upper' | 'lower', norm: number, confidence: number): { readonly steps: number; readonly median: Interval }[] =>
  casesOf(cases, 'error', norm).flatMap((rows) => LENGTHS.map((steps, k) => ({ steps, median: quantileInterval(sortedOf(rows, side === 'upper' ? k : LENGTHS.length + k), 0.5, confidence) })));
