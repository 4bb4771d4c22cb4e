import { distance, iterativePruning, keptOf, type Masks, type TrainedRun } from '../../src/tensor/index.js';
import type { Batch } from '../../src/study/index.js';
import { mnist, studyBackend } from '../mnist.js';
import { lineBetween } from '../weak-tickets/line-between.js';
import { checkpointAt, copyFrom, LENET, modelOf, seedOf, type Recipe } from '../weak-tickets/recipe.js';

/** Two copies that part after k steps; of a dense network, or (rounds > 0) of what iterative pruning with rewinding to step k keeps. */
export type CopiesCase = { readonly network: 'LeNet-300-100' | 'deep'; readonly k: number; readonly rounds: number };

/** Two copies of one network, in orders of their own: of a pruned one none is that in which its mask was found. */
export interface Copies {
  readonly round: number;
  readonly kept: number;
  /** Test images wrong of 10,000 at the 30 points from copy to copy. */
  readonly wrong: readonly number[];
  /** Distance of the copies from each other, and of the first from where they parted. */
  readonly apart: number;
  readonly travelled: number;
}

/** Five narrow layers, trained as LeNet-300-100: a network that is not stable at its first draw. */
export const DEEP: Recipe = { ...LENET, widths: [784, 32, 32, 32, 32, 10] };

export const recipeOf = ({ network }: CopiesCase): Recipe => (network === 'deep' ? DEEP : LENET);
export const SHARE = 0.36;
/** Rounds of pruning after which copies are made. */
export const COPIED = [2, 4, 5];

/** Attempts of a case: an initialisation and two orders each; those of equal number share them in all cases. */
export async function copies({ case: c, seed, from, to }: Batch<CopiesCase>): Promise<Copies[][]> {
  await studyBackend();
  return Array.from({ length: to - from }, (_, j) => attemptOf(c, seedOf(seed, from + j)));
}

function attemptOf(c: CopiesCase, own: number): Copies[] {
  const recipe = recipeOf(c), data = mnist({ flat: true }), model = modelOf(recipe), begin = checkpointAt(recipe, data, own, c.k), found: Copies[] = [];
  const trained = (masks: Masks, order: number): TrainedRun => copyFrom(recipe, data, begin, order, { masks });
  for (const { round, masks, run } of iterativePruning(model, c.rounds, (masks) => trained(masks, own), SHARE)) {
    if (c.rounds > 0 && !COPIED.includes(round)) continue;
    const [a, b] = c.rounds === 0 ? [run.end, trained(masks, own + 1).end] : [1, 2].map((order) => trained(masks, own + order).end);
    found.push({ round, kept: keptOf(masks), wrong: lineBetween(recipe, data, a.values, b.values).map((error) => Math.round(error * data.test.count)), apart: distance(a.values, b.values), travelled: distance(a.values, begin.values) });
  }
  return found;
}
