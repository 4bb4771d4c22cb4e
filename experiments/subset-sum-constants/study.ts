import { captionOf, defineStudy, type Batch, type CaseRows, type Study } from '../../src/study/study.js';
import { Problem } from '../problem.js';
import { TimesCount, type Times } from '../times.js';
import { figures } from './figures.js';
import { finding } from './finding.js';

/** Random subset sums of one law. */
export type ConstantsCase = {
  /** `quantised`: uniform on the multiples of 2 epsilon. `product` is also what the usable draws of a diamond are. */
  readonly law: string;
  /** `one` target, uniform on [-range, range]; or `all` of that interval at once. */
  readonly targets: string;
  readonly range: number;
  /** epsilon = 2^-bits. */
  readonly bits: number;
  readonly stream: number;
};

/** A case with its rows. */
export type ConstantsRows = CaseRows<ConstantsCase, Times>;

/** Laws by name, in the order in which they are shown. */
export const LAWS = ['uniform', 'normal', 'quantised', 'product', 'diamond', 'hyperbolic'] as const;

/** Raw draws of one attempt: all that are looked at without a bracket, in usable ones. */
const MOST = 46, MOST_DIAMOND = 160;

/** Finest tolerance of the hyperbolic law for all targets: its covering times take seconds beyond. */
const HYPERBOLIC = 8;

const cases: ConstantsCase[] = ['one', 'all'].flatMap((targets) =>
  LAWS.flatMap((law) =>
    [1, 0.5].flatMap((range) =>
      Array.from({ length: law === 'hyperbolic' && targets === 'all' ? HYPERBOLIC - 2 : 10 }, (_, k) => ({ law, targets, range, bits: k + 3 })),
    ),
  ),
).map((c, stream) => ({ ...c, stream }));

/** The times of a batch, in raw draws. */
export function work({ case: { law, targets, range, bits, stream }, seed, from, to }: Batch<ConstantsCase>): Times {
  const epsilon = 1 / 2 ** bits, quantised = law === 'quantised';
  const problem = new Problem({ law: quantised ? `quantised:${2 ** (bits - 1)}` : law, epsilon, scale: 1, n: law === 'diamond' ? MOST_DIAMOND : MOST, sharing: 'weight', seed, stream });
  // On a grid of step 2 epsilon any tolerance from half a step to below one asks for the same; this one is clear of both.
  const tolerance = quantised ? 1.5 * epsilon : epsilon, times = new TimesCount();
  for (let k = from; k < to; k++) {
    problem.draw(k);
    times.add(...(targets === 'one' ? problem.hitting(problem.target(k, range), tolerance) : problem.covering(-range, range, tolerance)));
  }
  return times.counted;
}

/**
 * How many random numbers subset sums need, by law: the quantiles of hitting and covering times over tolerance and failure probability, their slopes
 * per bit of 1/epsilon and per nat of 1/delta, and the proved and necessary numbers beside them. About 5 minutes on two idle cores.
 */
export const study: Study<ConstantsCase, Times> = defineStudy<ConstantsCase, Times>({
  name: 'subset-sum-constants',
  question: 'How many random numbers do subset sums need for each bit of the tolerance and for each nat of the failure probability, law by law, and how many do the theorems ask for?',
  tested: 'An attempt draws numbers one by one until a subset sum is within epsilon of one uniform target, or of every target of the window: T. The (1 - delta)-quantile of T is the least n that fails with probability at most delta.',
  confidence: 0.95,
  seed: 1998,
  minutes: 9,
  cases,
  attempts: ({ targets, law }) => (targets === 'one' ? 5000 : law === 'hyperbolic' ? 1000 : 2000),
  batch: ({ targets, law, bits }) => (targets === 'one' ? (law === 'hyperbolic' ? 500 : 5000) : law === 'hyperbolic' ? 20 : bits < 9 ? 500 : bits < 11 ? 100 : 40),
  work: { url: import.meta.url, name: 'work' },
  figures: (cases) => figures(cases, captionOf(study, cases), study.confidence),
  finding: (cases) => finding(cases, study.confidence),
});

export default study;
