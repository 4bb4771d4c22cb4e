import { captionOf, defineStudy, type Batch } from '../../src/study/index.js';
import { adam, constant, cosine, countEntries, evaluate, gradientNorm, initialise, pathKernelTrace, pathsOf, prunable, sgd, subset, train, warmedUp } from '../../src/tensor/index.js';
import { computedBy, mnist, studyBackend } from '../mnist.js';
import { checksFigure, accuracyFigure } from './figures.js';
import { findingOf } from './finding.js';
import { maskOf, NETWORKS, type Method, type NetworkName } from './masks.js';

/** A network pruned before training to a density (1: whole) and trained, or not (`none`: only looked at). */
export type PhewCase = { readonly network: NetworkName; readonly method: Method | 'whole'; readonly density: number; readonly optimiser: 'sgd' | 'adam' | 'none' };

/** What came of one draw of the weights: what can be told without training, and test images that are right after it (null: not trained). */
export interface PhewAttempt {
  /** Kept weights beyond those asked for: PHEW's last walk is kept whole. */
  readonly beyond: number;
  readonly kept: number;
  readonly onPaths: number;
  /** Outputs, layer by layer, that a path leads to. */
  readonly widths: readonly number[];
  readonly deadUnits: number;
  /** Of the path kernel. */
  readonly trace: number;
  /** Of the loss on the first 250 training images, before training. */
  readonly gradientNorm: number;
  readonly right: number | null;
}

/** Three epochs of 156 batches of 128. */
const STEPS = 468, BATCH = 128, IMAGES = 250;

/** Attempts: another draw of the weights each, the same for every method and density, and the same order of batches. About 5 s each. */
export async function prunedBeforeTraining({ case: c, seed, from, to }: Batch<PhewCase>): Promise<PhewAttempt[]> {
  await studyBackend();
  const model = NETWORKS[c.network](), { train: images, test } = mnist({ flat: model.inputShape.length === 1 }), total = countEntries(prunable(model));
  return Array.from({ length: to - from }, (_, k): PhewAttempt => {
    const draw = seed + from + k, start = initialise(model, draw), masks = c.method === 'whole' ? new Map<string, Uint8Array>() : maskOf(c.method, model, start, c.density, draw), paths = pathsOf(model, masks);
    const looked = {
      beyond: paths.kept - Math.round(c.density * total),
      kept: paths.kept,
      onPaths: paths.onPaths,
      widths: paths.layers.map((l) => l.width),
      deadUnits: Number(paths.deadUnits.toPrecision(6)),
      trace: Number(pathKernelTrace(model, start, masks).toPrecision(6)),
      gradientNorm: Number(gradientNorm(model, start, masks, subset(images, [...Array(IMAGES).keys()])).toPrecision(6)),
    };
    if (c.optimiser === 'none') return { ...looked, right: null };
    const how = c.optimiser === 'sgd' ? { optimiser: sgd({ decay: 1e-4 }), schedule: warmedUp(20, cosine(0.1, STEPS)) } : { optimiser: adam(), schedule: constant(1.2e-3) };
    const { end } = train({ model, data: images, start, steps: STEPS, batch: { size: BATCH, seed: draw }, masks, ...how });
    return { ...looked, right: evaluate(model, end.values, test).right };
  });
}

const lenet = (method: PhewCase['method'], density: number, optimiser: PhewCase['optimiser'] = 'sgd'): PhewCase => ({ network: 'lenet-300-100', method, density, optimiser });
const methodsOf = (densities: readonly number[], methods: readonly Method[]): PhewCase[] => densities.flatMap((density) => methods.map((method) => lenet(method, density)));
const MAIN = ['PHEW', 'random, each layer', 'random, all layers', 'SynFlow', 'SynFlow-L2'] as const, SPARSE = [0.05, 0.02, 0.01];

export default defineStudy<PhewCase, PhewAttempt[]>({
  name: 'phew',
  question: 'Does PHEW, which keeps the weights on biased random walks and sees no data, train better than random pruning and SynFlow at equal density, and what do its masks have that theirs do not?',
  tested:
    'LeNet-300-100 on MNIST (20,000 images to train, 10,000 to test): an attempt draws the weights, prunes them, and trains what is left for 3 epochs of 156 batches of 128 by SGD (momentum 0.9, rate 0.1 with 20 steps of warming up and a cosine, decay 1e-4), at a density of 0.05 by Adam too (rate 1.2e-3). '
    + 'Attempts of one number share weights and batches, whatever the method. Densities are of weights; biases are whole. The convolutional and the residual network are pruned to a density of 0.05 and looked at, not trained.',
  confidence: 0.95,
  seed: 2021,
  minutes: 15,
  computedBy,
  cases: [
    lenet('whole', 1),
    ...methodsOf(SPARSE, MAIN),
    ...methodsOf([0.2, 0.1], MAIN),
    ...methodsOf([0.2, 0.1, ...SPARSE], ['magnitude']),
    ...(['PHEW', 'random, each layer', 'SynFlow'] as const).map((method) => lenet(method, 0.05, 'adam')),
    ...(['conv', 'residual'] as const).flatMap((network) => ([...MAIN, 'magnitude'] as const).map((method): PhewCase => ({ network, method, density: 0.05, optimiser: 'none' }))),
  ],
  attempts: (c) => (c.optimiser === 'sgd' && c.density <= 0.05 && c.method !== 'magnitude' ? 5 : 3),
  batch: () => 1,
  work: { url: import.meta.url, name: 'prunedBeforeTraining' },
  figures(cases) {
    const caption = captionOf(this, cases);
    return [accuracyFigure(this.name, caption, this.confidence, cases), checksFigure(`${this.name}-checks`, caption, this.confidence, cases)];
  },
  finding(cases) {
    return findingOf(cases, this.confidence);
  },
});
