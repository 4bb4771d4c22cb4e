import { entries, prunable, type Model } from '../model.js';
import { stream } from '../random.js';
import type { Masks } from '../values.js';
import { keepLargest } from './masks.js';

/** Masks that keep so many weights at random, over all layers together: scores that are uniform, array k by the seed's stream k. */
export const randomMasks = (model: Model, kept: number, seed: number): Masks => keepLargest(new Map(prunable(model).map((p, k) => {
  const random = stream(seed, 'pruning', k);
  return [p.name, Float64Array.from({ length: entries(p) }, random)];
})), kept);
