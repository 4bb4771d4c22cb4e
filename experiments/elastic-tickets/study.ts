import { countEntries, prunable } from '../../src/tensor/index.js';
import { captionOf, defineStudy, type Batch, type Study } from '../../src/study/study.js';
import { computedBy, mnist, studyBackend } from '../mnist.js';
import { attemptOf, type SourceOutcome } from './attempt.js';
import { cellsOf, targetsOf, type ElasticCase } from './cells.js';
import { FAMILIES, networkOf, type Family } from './families.js';
import { figures } from './figures.js';
import { finding } from './finding.js';
import { trainingOf } from './training.js';

/** Source and target depths. */
export const DEPTHS = [2, 3, 4] as const;

const ADAM = { batch: 64, rate: 0.006 } as const;

/** Plain networks are rewound to step 0, as the published scripts do on MNIST; residual ones to a step as early in training as 1,000 of 62,400, the published one for residual networks. */
export const TRAINING = { plain: trainingOf({ ...ADAM, steps: 936, rewind: 0 }), residual: trainingOf({ ...ADAM, steps: 312, rewind: 5 }) } as const;

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
  tested:
    'An attempt trains a plain network {784, 300 n times, 100, 10} (MLP-n) or a residual one {784, 100, n blocks of two layers, 10} on 20,000 images of MNIST for 936 steps (three epochs; residual: 312) of batches of 64 by Adam, rate 0.006 along a cosine, prunes it by magnitude in 5 rounds of 36 % with rewinding (to step 0; residual: 5) to a density of 0.107, '
    + 'and copies the ticket, rewound weights, biases and masks together, to each depth by the mappings of the published scripts, from a last round that prunes just so much that the copy has that density too; every ticket is then trained as the network was from that step on, Adam begun anew. Pairs share a seed. One-shot magnitude prunes the trained network at once and rewinds; random pruning is uniform over all weights; permuted copies have as many kept weights in each layer. ' +
    "That a copy loses less than 0.5 points, or more, is said by Student's test of paired differences, the 6 cells of a family together by Holm's method at level 0.05.",
  confidence: 0.95,
  seed: 20210330,
  computedBy,
  minutes: 60,
  cases: (['plain', 'residual'] as const).flatMap((family: Family['name']) => DEPTHS.map((depth) => ({ family, depth }))),
  attempts: () => 4,
  batch: () => 1,
  work: { url: import.meta.url, name: 'work' },
  figures: (cases) => figures(targetsOf(cases), cellsOf(cases, weightsOf), captionOf(study, cases), study.confidence),
  finding: (cases) => finding(targetsOf(cases), cellsOf(cases, weightsOf), study.confidence),
});

export default study;
