import { captionOf, defineStudy, type Batch, type CaseRows, type Study } from '../../src/study/study.js';
import { fixedSize, known, type Selector } from '../../src/subset-sum/index.js';
import { Problem } from '../problem.js';
import { TimesCount, type Times } from '../times.js';
import { figures } from './figures.js';
import { finding } from './finding.js';

/** Subsets of exactly `size` of the numbers drawn, U[-1, 1], for one target. */
export type PhaseCase = {
  readonly epsilon: number;
  readonly size: number;
  /** In units of sqrt(size): 0 is the easiest target of the theorem's window, 1 its edge. */
  readonly target: number;
  readonly stream: number;
};

/** A case with its rows. */
export type PhaseRows = CaseRows<PhaseCase, Times>;

/** What the cases vary. */
export const EPSILONS = [0.01, 0.001], SIZES = Array.from({ length: 12 }, (_, k) => k + 1), TARGETS = [0, 1];

/** Numbers drawn at most, so that the lists of sums stay short. */
export const most = (size: number): number => (size <= 4 ? 60 : size <= 6 ? 48 : 36);

const cases: PhaseCase[] = EPSILONS.flatMap((epsilon) => TARGETS.flatMap((target) => SIZES.map((size) => ({ epsilon, size, target })))).map((c, stream) => ({ ...c, stream }));

/** The times of a batch: of all n, since a subset of the first n numbers is one of the first n + 1. */
export function work({ case: { epsilon, size, target, stream }, seed, from, to }: Batch<PhaseCase>): Times {
  const problem = new Problem({ law: 'uniform', epsilon, scale: 1, n: most(size), sharing: 'weight', seed, stream });
  const selector = fixedSize(size, 'exactly'), times = new TimesCount();
  for (let k = from; k < to; k++) {
    problem.draw(k);
    times.add(timeOf(selector, problem.values, size, target * Math.sqrt(size), epsilon));
  }
  return times.counted;
}

/** The least n, from `start`, such that the selector hits with the first n values; Infinity if it does with none. */
export function timeOf(selector: Selector, values: Float64Array, start: number, target: number, tolerance: number): number {
  for (let n = start; n <= values.length; n++) if (selector.select(known(values.subarray(0, n)), target, tolerance).outcome === 'hit') return n;
  return Infinity;
}

/** The success of subsets of one size over n, against the counting curve n H2(k/n) = log2(k/epsilon) of Natale et al. (2024). About 2 minutes on two cores. */
export const study: Study<PhaseCase, Times> = defineStudy<PhaseCase, Times>({
  name: 'fixed-size-phase',
  question: 'Where does a subset of exactly k of n random numbers begin to reach a target, and by which constant does that differ from n H2(k/n) = log2(k/epsilon)?',
  tested: 'Numbers U[-1, 1] are drawn one by one until some subset of exactly k of them has a sum within epsilon of the target 0 or sqrt(k); cells share the draws of their column. The theorem asks for n >= 2 k and n H2(k/n) >= c_hyp log2(k/epsilon).',
  confidence: 0.99,
  seed: 2024,
  minutes: 2,
  cases,
  attempts: () => 1000,
  batch: ({ size }) => (size === 1 || size > 6 ? 100 : 250),
  work: { url: import.meta.url, name: 'work' },
  figures: (cases) => figures(cases, captionOf(study, cases), study.confidence),
  finding: (cases) => finding(cases, study.confidence),
});

export default study;
