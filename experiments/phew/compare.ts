import { holm, meanInterval, meanTest, type Interval } from '../../src/numeric/statistics/index.js';
import { pairs, type CaseRows } from '../../src/study/index.js';
import { METHODS, type Method, type NetworkName } from './masks.js';
import type { PhewAttempt, PhewCase } from './study.js';

export type PhewRows = CaseRows<PhewCase, PhewAttempt[]>;

export const TEST_IMAGES = 10_000;

/** The rows of a case; none where it has none. */
const rowsOf = (cases: readonly PhewRows[], method: PhewCase['method'], density: number, optimiser: PhewCase['optimiser'] = 'sgd', network: NetworkName = 'lenet-300-100'): PhewRows['rows'] =>
  cases.find(({ case: c }) => c.network === network && c.method === method && c.density === density && c.optimiser === optimiser)?.rows ?? [];

/** The attempts of a case; none where it has no rows. */
export const attemptsOf = (...which: Parameters<typeof rowsOf>): PhewAttempt[] => rowsOf(...which).flatMap((r) => r.result);

/** PHEW and another method at a density, for the attempts that both have. */
export const pairsOf = (cases: readonly PhewRows[], rival: Method, density: number, optimiser: PhewCase['optimiser'] = 'sgd'): [PhewAttempt, PhewAttempt][] =>
  pairs({ rows: rowsOf(cases, 'PHEW', density, optimiser) }, { rows: rowsOf(cases, rival, density, optimiser) });

/** Densities below 1 that were trained by SGD, from the highest. */
export const densitiesOf = (cases: readonly PhewRows[]): number[] => [...new Set(cases.filter(({ case: c }) => c.optimiser === 'sgd' && c.density < 1).map(({ case: c }) => c.density))].sort((a, b) => b - a);

/** Points of test accuracy by which PHEW is above another method at a density, attempt by attempt. */
export const differences = (...which: Parameters<typeof pairsOf>): number[] => pairsOf(...which).map(([own, other]) => (100 * (own.right! - other.right!)) / TEST_IMAGES);

/** PHEW against another method at a density: points of accuracy above it, and whether that it is above holds, fails or is open beside all other comparisons. */
export interface Comparison extends Interval {
  readonly rival: Method;
  readonly density: number;
  readonly pairs: number;
  readonly verdict: 'holds' | 'fails' | 'open';
}

/** All comparisons by SGD of which there are two pairs; their verdicts are all right with probability `confidence` (Holm), their intervals each by itself. */
export function comparisons(cases: readonly PhewRows[], confidence: number): Comparison[] {
  const all = densitiesOf(cases).flatMap((density) => METHODS.filter((m) => m !== 'PHEW').map((rival) => ({ rival, density, draws: differences(cases, rival, density) }))).filter((c) => c.draws.length >= 2);
  const adjusted = holm(all.map((c) => meanTest(c.draws)));
  return all.map(({ rival, density, draws }, k) => {
    const interval = meanInterval(draws, confidence);
    return { rival, density, pairs: draws.length, ...interval, verdict: adjusted[k] > 1 - confidence ? 'open' : interval.estimate > 0 ? 'holds' : 'fails' };
  });
}
