import { captionOf, defineStudy, type Batch, type CaseRows, type Study } from '../../src/study/study.js';
import { Problem } from '../problem.js';
import { TimesCount, type Times } from '../times.js';
import { figures } from './figures.js';
import { finding } from './finding.js';

/** One half of a diamond whose first layer is `scale` wide. */
export type RegimesCase = {
  readonly epsilon: number;
  readonly scale: number;
  readonly range: number;
  readonly targets: string;
  readonly stream: number;
};

/** Raw draws until a target is in range, and until it is hit: the first is never the later. */
export interface RegimesResult {
  readonly range: Times;
  readonly hit: Times;
}

/** A case with its rows. */
export type RegimesRows = CaseRows<RegimesCase, RegimesResult>;

/** Tolerances, scales of the first layer, and windows of targets [-range, range]. */
export const EPSILONS = [0.1, 0.01, 0.001], SCALES = [0.5, 1, 2, 4], RANGES = [1, 0.5];

/** Raw draws of one attempt. */
const MOST = 160;

const cases: RegimesCase[] = ['one', 'all'].flatMap((targets) => RANGES.flatMap((range) => EPSILONS.flatMap((epsilon) => SCALES.map((scale) => ({ epsilon, scale, range, targets }))))).map((c, stream) => ({ ...c, stream }));

/** The times of a batch, in raw draws. */
export function work({ case: { epsilon, scale, range, targets, stream }, seed, from, to }: Batch<RegimesCase>): RegimesResult {
  const problem = new Problem({ law: 'diamond', epsilon, scale, n: MOST, sharing: 'weight', seed, stream });
  const inRange = new TimesCount(), hit = new TimesCount();
  for (let k = from; k < to; k++) {
    problem.draw(k);
    if (targets === 'one') {
      const w = problem.target(k, range);
      inRange.add(problem.reaching(w, epsilon));
      hit.add(...problem.hitting(w, epsilon));
    } else {
      inRange.add(Math.max(problem.reaching(range, epsilon), problem.reaching(-range, epsilon)));
      hit.add(...problem.covering(-range, range, epsilon));
    }
  }
  return { range: inRange.counted, hit: hit.counted };
}

/** Which misses of a diamond's half are of range, which of resolution, and what the scale of its first layer does to either. About 2 minutes on two cores. */
export const study: Study<RegimesCase, RegimesResult> = defineStudy<RegimesCase, RegimesResult>({
  name: 'range-against-resolution',
  question: 'Does range or resolution decide how many units a diamond needs, and how does the scale of its first layer move that number?',
  tested: 'One half of a diamond: candidates scale u v with u > 0, u, v ~ U[-1, 1], drawn one by one. A target is out of range while all candidates of its sign together fall short of it by more than epsilon; a miss in range is one of resolution. Panels are by window of targets and epsilon.',
  confidence: 0.99,
  seed: 1999,
  minutes: 6,
  cases,
  attempts: ({ targets, scale, range }) => (targets === 'one' ? 10_000 : scale === 0.5 && range === 1 ? 500 : 1000),
  batch: ({ targets, scale, range, epsilon }) => (targets === 'one' ? 2500 : scale === 0.5 && range === 1 ? (epsilon < 0.01 ? 10 : 25) : 250),
  work: { url: import.meta.url, name: 'work' },
  figures: (cases) => figures(cases, captionOf(study, cases), study.confidence),
  finding: (cases) => finding(cases, study.confidence),
});

export default study;
