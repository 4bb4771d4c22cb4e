import { captionOf, defineStudy, type Batch, type CaseRows, type Study } from '../../src/study/index.js';
import { batchesPerEpoch, biprop, cosine, edgePopup, firstScores, initialise, kaiming, mlp, scaledFor, sgd, train, type Parametrisation } from '../../src/tensor/index.js';
import { computedBy, mnist, studyBackend } from '../mnist.js';
import { figures } from './figures.js';
import { finding } from './finding.js';
import { EPOCHS } from './summary.js';

/** LeNet-300-100 without biases, its hidden widths multiplied by `width`; `dense`: its weights are trained, and none is pruned. */
export type SearchCase = { readonly method: 'edge-popup' | 'biprop' | 'dense'; readonly width: number; readonly density: number };

/** Test images of 10,000 that a network classifies as labelled, before the first step and after the last. */
export interface SearchAttempt {
  readonly untrained: number;
  readonly right: number;
}

/** A case with its rows. */
export type SearchRows = CaseRows<SearchCase, SearchAttempt[]>;

/** Densities at the width of LeNet-300-100; widths at one of them. */
const DENSITIES = [0.02, 0.1, 0.3, 0.5, 0.7, 0.9], SEARCHED = 0.5, NARROW = [0.25, 0.5], WIDE = [2];

const BATCH = 128;

/** The rates at which scores and weights are trained; published for 25 times as many epochs: 0.1 for both. */
const RATES = { scores: 1, weights: 0.1 } as const;

/** Attempts of a case: weights, scores and order by the attempt's number. About 10 s each. */
export async function searches({ case: { method, width, density }, seed, from, to }: Batch<SearchCase>): Promise<SearchAttempt[]> {
  await studyBackend();
  const { train: data, test } = mnist({ flat: true }), model = mlp([784, Math.round(300 * width), Math.round(100 * width), 10], { bias: false }), steps = EPOCHS * batchesPerEpoch(data, BATCH);
  return Array.from({ length: to - from }, (_, k) => {
    const own = seed + from + k, weights = initialise(model, own, scaledFor(density, kaiming())), rate = method === 'dense' ? RATES.weights : RATES.scores;
    const through: Parametrisation | undefined = method === 'dense' ? undefined : (method === 'biprop' ? biprop : edgePopup)(model, weights, density);
    const { curve } = train({
      model, data, start: through ? firstScores(model, own) : weights, steps, batch: { size: BATCH, seed: own }, optimiser: sgd({ decay: 1e-4 }), schedule: cosine(rate, steps), evaluateAt: [0, steps], evaluateOn: { test }, ...(through ? { through } : {}),
    });
    return { untrained: curve[0].on.test.right, right: curve[1].on.test.right };
  });
}

const study: Study<SearchCase, SearchAttempt[]> = defineStudy<SearchCase, SearchAttempt[]>({
  name: 'searched-tickets',
  question: 'How well does a random network classify, if scores are trained to mask it and its weights never change, over the share of weights that is kept?',
  tested:
    `An attempt draws LeNet-300-100 without biases (normal weights, scaled to the density, of which each layer keeps the same share) and trains scores on 20,000 images of MNIST by edge-popup (Ramanujan et al. 2020) or, with one binary size of weights a layer, by biprop (Diffenderfer & Kailkhura 2021); or all its weights, with the same budget: ${EPOCHS} epochs of batches of ${BATCH}, SGD with momentum 0.9, decay 1e-4 and a cosine from ${RATES.scores} for scores and ${RATES.weights} for weights (published: 100 epochs, 0.1). Accuracy is on the 10,000 test images; intervals are Student's, of means over attempts.`,
  confidence: 0.95,
  seed: 1911,
  minutes: 12,
  computedBy,
  cases: [
    ...(['edge-popup', 'biprop'] as const).flatMap((method) => DENSITIES.map((density): SearchCase => ({ method, width: 1, density }))),
    { method: 'dense', width: 1, density: 1 },
    ...[...NARROW, ...WIDE].flatMap((width) => (['edge-popup', 'biprop', 'dense'] as const).map((method): SearchCase => ({ method, width, density: method === 'dense' ? 1 : SEARCHED }))),
  ],
  attempts: () => 3,
  batch: () => 1,
  work: { url: import.meta.url, name: 'searches' },
  figures: (cases) => figures(cases, captionOf(study, cases), study.confidence),
  finding: (cases) => finding(cases, study.confidence),
});

export default study;
