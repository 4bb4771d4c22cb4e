import { permutation, stream } from '../random.js';
import type { Masks } from '../values.js';

/** Masks that keep as many entries of each array at places that say nothing: each mask's bits in a random order, array k by the seed's stream k. */
export const permutedMasks = (masks: Masks, seed: number): Map<string, Uint8Array> => new Map([...masks].map(([name, mask], k) => {
  const order = permutation(mask.length, stream(seed, 'pruning', k));
  return [name, mask.map((_, place) => mask[order[place]])];
}));
