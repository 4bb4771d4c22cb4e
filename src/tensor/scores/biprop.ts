import type { Model } from '../model.js';
import type { Values } from '../values.js';
import { byScores, type ScoreSearch } from './by-scores.js';

/** The mean size of the kept weights, 0 of none: the scale by which their signs come closest to them, in the sum of squares. */
export function gainOf(weights: Float32Array, mask: Uint8Array): number {
  let sum = 0, count = 0;
  for (let k = 0; k < mask.length; k++) {
    sum += mask[k] * Math.abs(weights[k]);
    count += mask[k];
  }
  return count > 0 ? sum / count : 0;
}

/**
 * biprop, binary weights: a layer computes with alpha sign(w) where |s| is in the layer's top share, `density`, and with 0 elsewhere; alpha is the mean size of the
 * weights that are kept. Diffenderfer & Kailkhura (2021); their published code divides by floor(density size), one less than it keeps where that is not whole.
 */
export const biprop = (model: Model, weights: Values, density: number): ScoreSearch => byScores(model, weights, density, { unit: Math.sign, gain: gainOf });
