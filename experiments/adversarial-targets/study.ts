import { captionOf, defineStudy, type Batch, type CaseRows, type Study } from '../../src/study/study.js';
import { Problem } from '../problem.js';
import { TimesCount, type Times } from '../times.js';
import { figures } from './figures.js';
import { finding } from './finding.js';

/** Subset sums within epsilon of one target w, or of every one. */
export type TargetsCase = {
  readonly law: string;
  readonly epsilon: number;
  /** null: every w in [-1, 1]. */
  readonly w: number | null;
  readonly stream: number;
};

/** A case with its rows. */
export type TargetsRows = CaseRows<TargetsCase, Times>;

/** Laws with the raw draws of one attempt. */
export const LAWS: Readonly<Record<string, number>> = { uniform: 46, diamond: 160 };
/** Tolerances, and targets of one weight. */
export const EPSILONS = [0.1, 0.01], TARGETS = Array.from({ length: 17 }, (_, k) => (k - 8) / 8);

const cases: TargetsCase[] = Object.keys(LAWS).flatMap((law) => EPSILONS.flatMap((epsilon) => [...TARGETS, null].map((w) => ({ law, epsilon, w })))).map((c, stream) => ({ ...c, stream }));

/** The times of a batch, in raw draws. */
export function work({ case: { law, epsilon, w, stream }, seed, from, to }: Batch<TargetsCase>): Times {
  const problem = new Problem({ law, epsilon, scale: 1, n: LAWS[law], sharing: 'weight', seed, stream }), times = new TimesCount();
  for (let k = from; k < to; k++) {
    problem.draw(k);
    times.add(...(w === null ? problem.covering(-1, 1, epsilon) : problem.hitting(w, epsilon)));
  }
  return times.counted;
}

/** The miss of one target over [-1, 1], and what every target at once costs beyond the hardest one. Half a minute on two cores. */
export const study: Study<TargetsCase, Times> = defineStudy<TargetsCase, Times>({
  name: 'adversarial-targets',
  question: 'Which weight in [-1, 1] is the hardest to reach, and how much more does it take to reach every weight at once?',
  tested: 'Numbers, U[-1, 1] or of one half of a diamond, are drawn one by one until a subset sum is within epsilon of one weight w, or of all from -1 to 1; points are shares of attempts, exact, and (1 - delta)-quantiles, distribution-free.',
  confidence: 0.99,
  seed: 2021,
  minutes: 1,
  cases,
  attempts: ({ w }) => (w === null ? 4000 : 10_000),
  batch: ({ w }) => (w === null ? 500 : 5000),
  work: { url: import.meta.url, name: 'work' },
  figures: (cases) => figures(cases, captionOf(study, cases), study.confidence),
  finding: (cases) => finding(cases, study.confidence),
});

export default study;
