import type { Model } from '../model.js';
import type { TrainedRun } from '../train.js';
import type { Masks, Values } from '../values.js';
import { magnitudes } from './magnitude.js';
import { density, keepLargest, keptOf, wholeMasks } from './masks.js';

/** One round: what was trained under these masks, from where it was rewound to. */
export interface PruningRound {
  readonly round: number;
  readonly density: number;
  readonly masks: Masks;
  readonly run: TrainedRun;
}

/**
 * Iterative magnitude pruning with rewinding, rounds 0 (dense) to `rounds`: train under the masks, keep of the weights that are left all but the share of smallest
 * magnitude, over all layers together, and begin again. `trained` trains from the rewinding point. Throws a RangeError on another share or number of rounds. Frankle & Carbin (2019), Frankle et al. (2020).
 */
export function* iterativePruning(model: Model, rounds: number, trained: (masks: Masks, round: number) => TrainedRun, share = 0.2): Generator<PruningRound> {
  if (!(share > 0 && share < 1)) throw new RangeError(`iterativePruning: needed a share to prune in (0, 1), got ${share}`);
  if (!(Number.isInteger(rounds) && rounds >= 0)) throw new RangeError(`iterativePruning: needed 0 rounds or more, got ${rounds}`);
  let masks: Masks = wholeMasks(model);
  for (let round = 0; ; round++) {
    const run = trained(masks, round);
    yield { round, density: density(masks), masks, run };
    if (round === rounds) return;
    masks = pruned(model, run.end.values, masks, share);
  }
}

const pruned = (model: Model, values: Values, masks: Masks, share: number): Masks => keepLargest(magnitudes(model, values), keptOf(masks) - Math.round(share * keptOf(masks)), masks);
