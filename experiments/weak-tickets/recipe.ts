import { cosine, initialise, mlp, sgd, startAt, train, type Checkpoint, type Masks, type Model, type TrainedRun } from '../../src/tensor/index.js';
import type { Mnist } from '../mnist.js';

/** How a ReLU network is trained on MNIST: stochastic gradient descent with momentum 0.9, its rate along half a period of the cosine to 0. */
export interface Recipe {
  readonly widths: readonly number[];
  readonly batch: number;
  readonly rate: number;
  readonly steps: number;
}

/** LeNet-300-100 of LeCun et al. (1998), 4 epochs of the 20,000 images. */
export const LENET: Recipe = { widths: [784, 300, 100, 10], batch: 128, rate: 0.1, steps: 624 };

/** Steps of an epoch of LENET. */
export const EPOCH = 156;

export const modelOf = ({ widths }: Recipe): Model => mlp(widths);

/** The weights after `step` steps from the seed's own first draw, whole, in the seed's own order: what is rewound to. The memory of momentum is not kept, as in Frankle et al. (2020). */
export function checkpointAt(recipe: Recipe, data: Mnist, seed: number, step: number): Checkpoint {
  const start = startAt(initialise(modelOf(recipe), seed));
  return step === 0 ? start : startAt(copyFrom(recipe, data, start, seed, { until: step }).end.values, step);
}

/** Goes on from a checkpoint in the order of a seed, under masks, to the recipe's last step or until another; evaluated on the test images there, and after the steps asked for. */
export const copyFrom = (recipe: Recipe, data: Mnist, start: Checkpoint, order: number, { masks, until = recipe.steps, look = [] }: { readonly masks?: Masks; readonly until?: number; readonly look?: readonly number[] } = {}): TrainedRun =>
  train({
    model: modelOf(recipe), data: data.train, start, steps: until, masks, batch: { size: recipe.batch, seed: order }, optimiser: sgd(), schedule: cosine(recipe.rate, recipe.steps),
    evaluateAt: until === recipe.steps ? [...look, until] : [], evaluateOn: { test: data.test },
  });

/** The seed of attempt k of a study, and seeds of orders beside its own: all different. */
export const seedOf = (seed: number, attempt: number, order = 0): number => seed + 100 * attempt + order;
