import { holm, meanInterval, meanTest, type Interval } from '../../src/numeric/statistics/index.js';
import type { CaseRows } from '../../src/study/study.js';
import type { Outcome, SourceOutcome } from './attempt.js';
import type { Family } from './families.js';

/** One source network, of a family and a depth. */
export type ElasticCase = { readonly family: Family['name']; readonly depth: number };

/** A case with its rows, one an attempt. */
export type ElasticRows = CaseRows<ElasticCase, SourceOutcome>;

/** Test accuracies of one target network, in percent, by attempt: what a ticket from another depth is compared with. */
export interface TargetAccuracies {
  readonly family: Family['name'];
  readonly depth: number;
  readonly dense: readonly number[];
  readonly iterative: readonly number[];
  readonly oneShot: readonly number[];
  readonly random: readonly number[];
}

/** A source depth and a target depth: accuracies of the copied ticket in percent, and their differences, attempt by attempt, from the target's own ticket. */
export interface Cell {
  readonly family: Family['name'];
  readonly from: number;
  readonly to: number;
  readonly copied: readonly number[];
  readonly permuted: readonly number[];
  /** Copied less the target's own, percentage points. */
  readonly differences: readonly number[];
  /** Mean share of the target's weights that the copy keeps. */
  readonly density: number;
}

/** A loss of this many percentage points is not near. */
export const MARGIN = 0.5;

const IMAGES = 10_000, percent = ({ right }: Outcome): number => (100 * right) / IMAGES;
const attemptsOf = ({ rows }: ElasticRows): Map<number, SourceOutcome> => new Map(rows.map((r) => [r.from, r.result]));

/** The networks themselves. */
export const targetsOf = (cases: readonly ElasticRows[]): TargetAccuracies[] => cases.filter((c) => c.attempts > 0).map((c) => {
  const all = [...attemptsOf(c).values()], of = (what: 'dense' | 'iterative' | 'oneShot' | 'random'): number[] => all.map((o) => percent(o[what]));
  return { ...c.case, dense: of('dense'), iterative: of('iterative'), oneShot: of('oneShot'), random: of('random') };
});

/** Every source to every target of its family, the diagonal (the ticket itself) included, over the attempts that both have. */
export const cellsOf = (cases: readonly ElasticRows[], weights: (c: ElasticCase) => number): Cell[] => cases.flatMap((source) => cases.filter((c) => c.case.family === source.case.family).flatMap((target) => {
  const own = attemptsOf(target), pairs = [...attemptsOf(source)].filter(([k]) => own.has(k)).map(([k, o]) => ({ copy: o.copies.find((c) => c.depth === target.case.depth)!, own: own.get(k)!.iterative }));
  if (pairs.length === 0) return [];
  return [{
    family: source.case.family,
    from: source.case.depth,
    to: target.case.depth,
    copied: pairs.map(({ copy }) => percent(copy.copied)),
    permuted: pairs.map(({ copy }) => percent(copy.permuted)),
    differences: pairs.map(({ copy, own: it }) => percent(copy.copied) - percent(it)),
    density: pairs.reduce((sum, { copy }) => sum + copy.copied.kept, 0) / pairs.length / weights(target.case),
  }];
}));

/** What is shown of a cell off the diagonal. */
export interface Verdict {
  readonly cell: Cell;
  readonly difference: Interval;
  /** `holds`: the copy loses less than the margin; `fails`: it loses more. */
  readonly verdict: 'holds' | 'fails' | 'open';
}

/** The cells off the diagonal of one family: Student's test of each paired difference against the margin, all of them together at level 1 - confidence by Holm's method; intervals each by itself. */
export function verdictsOf(cells: readonly Cell[], confidence: number): Verdict[] {
  const off = cells.filter((c) => c.from !== c.to), adjusted = holm(off.map((c) => meanTest(c.differences.map((d) => d + MARGIN))));
  return off.map((cell, k) => {
    const difference = meanInterval(cell.differences, confidence);
    return { cell, difference, verdict: adjusted[k] > 1 - confidence ? 'open' : difference.estimate > -MARGIN ? 'holds' : 'fails' };
  });
}
