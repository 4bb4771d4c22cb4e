import { compareForms, quantileFit, tailFit, type FormComparison, type Interval, type QuantileFit, type TailFit } from '../../src/numeric/statistics/index.js';
import { sortedTimes, type SortedTimes } from '../times.js';
import type { ConstantsRows } from './study.js';

/** Failure probabilities whose quantiles are fitted. */
export const DELTAS = [0.5, 0.25, 0.1, 0.03, 0.01];

const SEED = 1, RESAMPLES = 400;

/** What the times of one law and window say: n = a + c1 log2(1/epsilon) + c2 ln(1/delta) + c12 of both. */
export interface ConstantsFit {
  readonly law: string;
  readonly targets: string;
  readonly range: number;
  readonly cells: readonly { readonly bits: number; readonly times: SortedTimes }[];
  /** Draws for one more bit of 1/epsilon, at a failure probability. */
  perBit(delta: number): Interval;
  /** Draws for one more nat of 1/delta, at epsilon = 2^-bits. */
  perNat(bits: number): Interval;
  /** Whether the quantiles add up over both. Seconds. */
  forms(): FormComparison;
  /** P(T > n) = A epsilon^-b rho^n. */
  tail(): TailFit;
}

/** The fits of a study's rows, one for each kind of target, law and window with rows at three tolerances or more. */
export function fitsOf(cases: readonly ConstantsRows[], confidence: number): ConstantsFit[] {
  const groups = new Map<string, ConstantsRows[]>();
  for (const c of cases) {
    const key = `${c.case.targets} ${c.case.law} ${c.case.range}`;
    groups.set(key, [...(groups.get(key) ?? []), c]);
  }
  return [...groups.values()].filter((g) => g.length >= 3).map((group) => {
    const { law, targets, range } = group[0].case, seed = SEED;
    const cells = group.map((c) => ({ bits: c.case.bits, times: sortedTimes(c.rows, (r) => r) }));
    const responses = (features: (bits: number, nats: number) => number[]) =>
      cells.map(({ bits, times }) => ({ times: times.latest, responses: DELTAS.map((delta) => ({ q: 1 - delta, features: features(bits, Math.log(1 / delta)) })) }));
    let fitted: QuantileFit | undefined;
    const fit = (): QuantileFit => (fitted ??= quantileFit({ cells: responses((b, l) => [1, b, l, b * l]), names: ['a', 'c1', 'c2', 'c12'], seed, confidence, resamples: RESAMPLES }));
    return {
      law, targets, range, cells,
      perBit: (delta) => fit().predict([0, 1, 0, Math.log(1 / delta)]),
      perNat: (bits) => fit().predict([0, 0, 1, bits]),
      forms: () => compareForms({ cells: responses((b, l) => [b, l]), seed, confidence, resamples: RESAMPLES }),
      tail: () => tailFit({ cells: cells.map(({ bits, times }) => ({ x: bits * Math.LN2, times: times.latest })), seed, confidence, resamples: RESAMPLES }),
    };
  });
}
