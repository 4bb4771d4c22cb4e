import type { Matrix } from '../numeric/matrix.js';
import { matrixOf } from '../numeric/matrix.js';
import { powerOfTwoAbove } from '../numeric/rounding.js';
import { signsOf, type Domain, type Signs } from './domain.js';
import type { Network } from './network.js';

/** One layer of a normalised target: every entry of `weights` lies in [-1, 1]. */
export interface NormalisedLayer {
  /** [[W_i / s_i, b_i / (S_i k_{i-1})], [0, k_i / k_{i-1}]]; the last column and row only where a constant is carried. */
  readonly weights: Matrix;
  /** d_{i-1} and d_i, the constant not counted. */
  readonly inputs: number;
  readonly outputs: number;
  readonly constantIn: boolean;
  readonly constantOut: boolean;
  /** s_i, a power of two: an entry's error is s_i times as large in the target's own units. */
  readonly scale: number;
  /** S_i = s_1 ... s_i. */
  readonly totalScale: number;
  /** k_i, the value of the constant after this layer, a power of two at most 1. */
  readonly constant: number;
}

/** The signs of input c of layer i (from 0): the domain's for the network's inputs; activations and the constant are not negative. */
export const layerSigns = (domain: Domain, layers: readonly NormalisedLayer[], i: number, c: number): Signs =>
  i === 0 && c < layers[0].inputs ? signsOf(domain, c) : { positive: true, negative: false };

/** A target with its scales taken out. Its output times `gain` is the target's output. */
export interface Normalised {
  readonly layers: readonly NormalisedLayer[];
  /** S_l, a power of two. */
  readonly gain: number;
}

/**
 * Takes power-of-two scales out of every layer into one output gain, and carries biases by a constant input 1.
 * Exact: every division is by a power of two. S_0 = k_0 = 1; s_i is the least power of two that brings W_i and
 * b_i / (S_{i-1} k_{i-1}) into [-1, 1]; S_i = S_{i-1} s_i; k_i = k_{i-1} min(1, 1 / s_i).
 * Throws a RangeError where a layer's largest weight lies outside [1e-100, 1e100].
 */
export function normalise(target: Network): Normalised {
  const lastBiased = target.layers.reduce((last, { bias }, i) => (bias ? i : last), -1);
  const layers: NormalisedLayer[] = [];
  let totalScale = 1, constant = 1;
  target.layers.forEach(({ weights, bias }, i) => {
    const biasUnit = totalScale * constant;
    let largest = 0;
    for (const w of weights.data) largest = Math.max(largest, Math.abs(w));
    for (const b of bias ?? []) largest = Math.max(largest, Math.abs(b) / biasUnit);
    if (largest > 0 && !(largest >= 1e-100 && largest <= 1e100)) throw new RangeError(`normalise: needed a largest weight in [1e-100, 1e100], or 0, got ${largest} in layer ${i + 1}`);
    const scale = largest > 0 ? powerOfTwoAbove(largest) : 1;
    const constantIn = i <= lastBiased, constantOut = i < lastBiased;
    const kept = Math.min(1, 1 / scale);
    const { rows, columns } = weights;
    layers.push({
      weights: matrixOf(rows + +constantOut, columns + +constantIn, (r, c) => {
        if (c < columns) return r < rows ? weights.data[r * columns + c] / scale : 0;
        return r < rows ? (bias ? bias[r] / (biasUnit * scale) : 0) : kept;
      }),
      inputs: columns,
      outputs: rows,
      constantIn,
      constantOut,
      scale,
      totalScale: totalScale * scale,
      constant: constant * kept,
    });
    totalScale *= scale;
    constant *= kept;
  });
  return { layers, gain: totalScale };
}
