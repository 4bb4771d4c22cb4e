import type { Tensor4D } from '@tensorflow/tfjs-core';
import { tf } from '../backend.js';
import { largestOfSquares } from '../kernels.js';
import type { Part } from '../model.js';

const fixed = (outputShape: Part['outputShape'], apply: Part['apply']): Part => ({ parameters: [], links: [], outputShape, apply });

/** max(x, 0). */
export const relu: Part = { ...fixed((shape) => shape, (x) => tf.relu(x)), layers: () => ['relu'] };

/** An image as a vector, row by row, channels innermost. */
export const flatten: Part = { ...fixed((shape) => [shape.reduce((n, d) => n * d, 1)], (x) => tf.reshape(x, [x.shape[0], -1])), layers: () => [] };

const halved = (shape: readonly number[]): number[] => {
  if (shape.length !== 3 || shape[0] < 2 || shape[1] < 2) throw new RangeError(`pool: needed inputs of shape [height, width, channels], sides of at least 2, got [${shape.join(', ')}]`);
  return [Math.floor(shape[0] / 2), Math.floor(shape[1] / 2), shape[2]];
};

/** The largest, or the mean, of each square of 2 x 2. */
export const maxPool: Part = fixed(halved, largestOfSquares);
export const meanPool: Part = fixed(halved, (x) => tf.avgPool(x as Tensor4D, 2, 2, 'valid'));
