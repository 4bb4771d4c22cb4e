import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from './backend.js';
import { operation } from './kernels.js';

const EPSILON = 1e-5;

/**
 * Layer normalisation (Ba et al. 2016): of each last-dimension row of x, gain (x - mean) / sqrt(variance + 1e-5) + bias. In plain JavaScript: as a chain of kernels it is forty
 * calls forward and back, each longer than its work.
 */
export function layerNormOf(x: Tensor, gain: Tensor, bias: Tensor): Tensor {
  const width = x.shape[x.rank - 1]!, numbers = (t: Tensor): Float32Array => t.dataSync() as Float32Array;
  return operation({ x, gain, bias }, () => {
    const data = numbers(x), [g, b] = [numbers(gain), numbers(bias)], out = new Float32Array(data.length);
    for (let row = 0; row < data.length; row += width) {
      const { mean, scale } = momentsOf(data, row, width);
      for (let c = 0; c < width; c++) out[row + c] = g[c] * (data[row + c] - mean) * scale + b[c];
    }
    return tf.tensor(out, x.shape);
  }, (dy, { x, gain }) => {
    const data = numbers(x), slopes = numbers(dy), g = numbers(gain), toX = new Float32Array(data.length), toGain = new Float32Array(width), toBias = new Float32Array(width);
    for (let row = 0; row < data.length; row += width) {
      const { mean, scale } = momentsOf(data, row, width);
      let sum = 0, along = 0;
      for (let c = 0; c < width; c++) {
        const y = (data[row + c] - mean) * scale, slope = slopes[row + c];
        toGain[c] += slope * y;
        toBias[c] += slope;
        sum += g[c] * slope;
        along += g[c] * slope * y;
      }
      for (let c = 0; c < width; c++) toX[row + c] = scale * (g[c] * slopes[row + c] - (sum + (data[row + c] - mean) * scale * along) / width);
    }
    return { x: () => tf.tensor(toX, dy.shape), gain: () => tf.tensor(toGain), bias: () => tf.tensor(toBias) };
  });
}

/** Of a row: its mean, and 1 / sqrt(its variance + 1e-5). */
function momentsOf(data: Float32Array, row: number, width: number): { mean: number; scale: number } {
  let sum = 0, squares = 0;
  for (let c = row; c < row + width; c++) sum += data[c];
  const mean = sum / width;
  for (let c = row; c < row + width; c++) squares += (data[c] - mean) * (data[c] - mean);
  return { mean, scale: 1 / Math.sqrt(squares / width + EPSILON) };
}
