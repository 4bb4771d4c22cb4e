import type { Model } from '../model.js';
import type { Values } from '../values.js';
import { flowOf } from './flow.js';
import { keepLargest, keptOf, wholeMasks } from './masks.js';

/** How SynFlow prunes. */
export interface SynflowOptions {
  /** Default 100. */
  readonly rounds?: number;
  /** 1: by |w|, SynFlow; 2: by w^2, SynFlow-L2. Default 1. */
  readonly power?: 1 | 2;
}

/**
 * Masks that keep `count` weights over all layers together, pruned in rounds by their share of the flow that is left: after round k of K the density is that of the end
 * to the power k / K. No data are seen. Throws a RangeError on another number of rounds or weights. Source: Tanaka et al. (2020); power 2 is SynFlow-L2 of Gebhart et al. (2021).
 */
export function synflow(model: Model, values: Values, count: number, { rounds = 100, power = 1 }: SynflowOptions = {}): Map<string, Uint8Array> {
  let masks = wholeMasks(model);
  const total = keptOf(masks);
  if (!(Number.isInteger(rounds) && rounds >= 1)) throw new RangeError(`synflow: needed 1 round or more, got ${rounds}`);
  if (!(Number.isInteger(count) && count >= 1 && count <= total)) throw new RangeError(`synflow: needed a number of weights to keep in 1 .. ${total}, got ${count}`);
  for (let round = 1; round <= rounds; round++) {
    const left = round === rounds ? count : Math.min(keptOf(masks), Math.round(total * Math.exp((round / rounds) * Math.log(count / total))));
    masks = keepLargest(flowOf(model, values, masks, power).scores, left, masks);
  }
  return masks;
}
