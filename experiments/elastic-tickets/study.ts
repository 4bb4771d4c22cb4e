import { countEntries, prunable } from '../../src/tensor/index.js';
import { captionOf, defineStudy, type Batch, type Study } from '../../src/study/study.js';
import { mnist, studyBackend } from '../mnist.js';
import { attemptOf, type SourceOutcome } from './attempt.js';
import { cellsOf, targetsOf, type ElasticCase, type ElasticRows } from './cells.js';
import { FAMILIES, networkOf, type Family } from './families.js';
import { figures } from './figures.js';
import { finding } from './finding.js';
import { trainingOf } from './training.js';

/** Source and target depths. */
export const DEPTHS = [2, 3, 4] as const;

/** Plain networks are rewound to step 0, as the published scripts do on MNIST; residual ones to a step as early as 1,000 of 62,400. */
export const TRAINING = { plain: trainingOf({ steps: 312, batch: 64, rate: 0.03, rewind: 0 }), residual: trainingOf({ steps: 312, batch: 64, rate: 0.03, rewind: 5 }) } as const;

/** One attempt: everything that starts from one source network's ticket. */
export async function work({ case: { family, depth }, seed, from }: Batch<ElasticCase>): Promise<SourceOutcome> {
  await studyBackend();
  return attemptOf(FAMILIES[family], depth, DEPTHS, mnist({ flat: true }), TRAINING[family], seed + from);
}

const weightsOf = ({ family, depth }: ElasticCase): number => countEntries(prunable(networkOf(FAMILIES[family], depth).model));

/** Tickets stretched and squeezed between networks that differ in depth. */
export const study: Study<ElasticCase, SourceOutcome> = defineStudy<ElasticCase, SourceOutcome>({
  name: 'elastic-tickets',
  question: 'Is a ticket, copied block by block into a network of another depth, as good as the ticket that iterative magnitude pruning finds in that network itself?',
  tested: '',
  confidence: 0.95,
  seed: 20210330,
  minutes: 25,
  cases: (['plain', 'residual'] as const).flatMap((family: Family['name']) => DEPTHS.map((depth) => ({ family, depth }))),
  attempts: ({ family }) => (family === 'plain' ? 6 : 4),
  batch: () => 1,
  work: { url: import.meta.url, name: 'work' },
  figures: (cases) => figures(targetsOf(cases), cellsOf(cases, weightsOf), captionOf(study, cases), study.confidence, densities(cases)),
  finding: (cases) => finding(targetsOf(cases), cellsOf(cases, weightsOf), study.confidence),
});

const densities = (cases: readonly ElasticRows[]): string => {
  const all = cellsOf(cases, weightsOf).map((c) => c.density);
  return all.length === 0 ? '0.107' : `${Math.min(...all).toFixed(2)} to ${Math.max(...all).toFixed(2)}`;
};

export default study;
