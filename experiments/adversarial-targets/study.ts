import { defineStudy, type Batch, type CaseRows } from '../../src/study/study.js';
import { Problem } from '../problem.js';
import { TimesCount, type Times } from '../times.js';
import { FAMILIES, SIDE } from './families.js';
import { figures } from './figures.js';
import { finding } from './finding.js';

/** One weight, or a layer of 8 x 8, by subset sums within epsilon. */
export type TargetsCase = {
  readonly law: string;
  readonly epsilon: number;
  /** `weight`: one target w; `every weight`: all of [-1, 1]; or the family of a layer's targets. */
  readonly family: string;
  /** The target of `weight`, else null. */
  readonly w: number | null;
  readonly stream: number;
};

/** A case with its rows. */
export type TargetsRows = CaseRows<TargetsCase, Times>;

/** Laws with the raw draws of one attempt. */
const MOST: Readonly<Record<string, number>> = { uniform: 46, diamond: 160 };
/** Tolerances, and the targets of single weights. */
export const EPSILONS = [0.1, 0.01], TARGETS = Array.from({ length: 17 }, (_, k) => (k - 8) / 8);

const cases: TargetsCase[] = Object.keys(MOST).flatMap((law) =>
  EPSILONS.flatMap((epsilon) => [
    ...TARGETS.map((w) => ({ law, epsilon, family: 'weight', w })),
    ...['every weight', ...Object.keys(FAMILIES)].map((family) => ({ law, epsilon, family, w: null })),
  ]),
).map((c, stream) => ({ ...c, stream }));

/** The times of a batch: a layer's is that of its last weight; a diamond's weights share the first factors of their column. */
export async function work({ case: { law, epsilon, family, w, stream }, seed, from, to }: Batch<TargetsCase>): Promise<Times> {
  const isLayer = family in FAMILIES, times = new TimesCount();
  const problem = new Problem({ law, epsilon, scale: 1, n: MOST[law], sharing: isLayer && law === 'diamond' ? 'column' : 'weight', seed, stream });
  const targets = isLayer ? await FAMILIES[family]() : [];
  for (let k = from; k < to; k++) {
    if (isLayer) {
      let [first, last] = [0, 0];
      for (let c = 0; c < SIDE; c++) {
        for (let r = 0; r < SIDE; r++) {
          problem.draw(k * SIDE + c, r);
          const time = problem.hitting(targets[r * SIDE + c] ?? problem.target(k * SIDE + c, 1, r), epsilon);
          [first, last] = [Math.max(first, time[0]), Math.max(last, time[1])];
        }
      }
      times.add(first, last);
    } else {
      problem.draw(k);
      times.add(...(w === null ? problem.covering(-1, 1, epsilon) : problem.hitting(w, epsilon)));
    }
  }
  return times.counted;
}

/** Which weight, and which layer of weights, a random network finds hardest. About 2 minutes on two cores. */
export default defineStudy<TargetsCase, Times>({
  name: 'adversarial-targets',
  question: 'Which target in [-1, 1] is the hardest to reach, and how much do the hardest weights cost a whole layer?',
  tested: 'Numbers are drawn until a subset sum is within epsilon of one weight w, of every w in [-1, 1], or of each of the 8 x 8 weights of a layer (diamond: one half, first factors shared by columns).',
  confidence: 0.99,
  seed: 2021,
  cases,
  attempts: ({ family }) => (family === 'weight' ? 10_000 : 2000),
  batch: ({ family }) => (family === 'weight' ? 2500 : 250),
  work: { url: import.meta.url, name: 'work' },
  figures,
  finding,
});
