import type { DataSet } from './data/data-set.js';
import { permutation, stream } from './random.js';

/** How examples come: in batches, by a seeded order that each epoch has anew; images moved by up to `shift` pixels where it says so. */
export interface BatchOptions {
  readonly size: number;
  /** Of the order and of the augmentation. */
  readonly seed: number;
  /** Pixels, default 0: each image of an epoch is moved by a whole number of them in -shift .. shift along both sides, zeros come in. */
  readonly shift?: number;
}

/** A batch: inputs [size, ...inputShape] one after another, and the class of each. */
export interface Batch {
  readonly inputs: Float32Array;
  readonly labels: Int32Array;
}

/** Batches of an epoch: examples that do not fill one are left to another epoch, unless there are fewer than a batch in all. */
export const batchesPerEpoch = (data: DataSet, size: number): number => Math.max(1, Math.floor(data.count / size));

/** The batch of step 1, 2, ...: a function of the options and the step alone, so that a run can go on from anywhere. */
export function batchesOf(data: DataSet, { size, seed, shift = 0 }: BatchOptions): (step: number) => Batch {
  if (!(Number.isInteger(size) && size >= 1)) throw new RangeError(`batchesOf: needed at least 1 example a batch, got ${size}`);
  if (!(Number.isInteger(shift) && shift >= 0)) throw new RangeError(`batchesOf: needed a shift of 0 pixels or more, got ${shift}`);
  if (shift > 0 && data.inputShape.length !== 3) throw new RangeError(`batchesOf: needed images of shape [height, width, channels] to move, got [${data.inputShape.join(', ')}]`);
  const perEpoch = batchesPerEpoch(data, size), per = data.inputs.length / data.count;
  let known = -1, order: Uint32Array = new Uint32Array(0);
  return (step) => {
    const epoch = Math.floor((step - 1) / perEpoch), from = ((step - 1) % perEpoch) * size;
    if (epoch !== known) [known, order] = [epoch, permutation(data.count, stream(seed, 'order', epoch))];
    const places = order.subarray(from, Math.min(from + size, data.count));
    const inputs = new Float32Array(places.length * per), labels = Int32Array.from(places, (p) => data.labels[p]), random = stream(seed, 'augmentation', step);
    places.forEach((p, k) => {
      const example = data.inputs.subarray(p * per, (p + 1) * per), into = inputs.subarray(k * per, (k + 1) * per);
      if (shift === 0) into.set(example);
      else moved(example, data.inputShape, Math.floor((2 * shift + 1) * random()) - shift, Math.floor((2 * shift + 1) * random()) - shift, into);
    });
    return { inputs, labels };
  };
}

/** An image [height, width, channels] moved down and to the right. */
function moved(image: Float32Array, [height, width, channels]: readonly number[], down: number, right: number, into: Float32Array): void {
  for (let r = Math.max(0, down); r < Math.min(height, height + down); r++) {
    const first = Math.max(0, right), last = Math.min(width, width + right), from = ((r - down) * width + first - right) * channels;
    into.set(image.subarray(from, from + (last - first) * channels), (r * width + first) * channels);
  }
}
