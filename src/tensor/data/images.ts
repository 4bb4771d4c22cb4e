import type { Idx } from '../../network/index.js';
import { dataSet, type DataSet } from './data-set.js';

/** Images and labels of two IDX files (MNIST's format) as a data set of shape [height, width, 1], pixels 0 .. 255 as 0 .. 1. Throws a RangeError where they do not fit. */
export function imagesOf(name: string, images: Idx, labels: Idx): DataSet {
  if (images.shape.length !== 3) throw new RangeError(`imagesOf: needed images of ${name} as [count, height, width], got ${images.shape.length} dimensions`);
  if (labels.shape.length !== 1) throw new RangeError(`imagesOf: needed a list of labels of ${name}, got ${labels.shape.length} dimensions`);
  const [count, height, width] = images.shape;
  return dataSet({ name, inputShape: [height, width, 1], count, inputs: Float32Array.from(images.data, (p) => p / 255), labels: Int32Array.from(labels.data), classes: 1 + labels.data.reduce((a, b) => Math.max(a, b), 0) });
}
