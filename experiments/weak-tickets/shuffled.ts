import { permutation, stream, type Masks } from '../../src/tensor/index.js';

/** Masks that keep as many weights of each layer as these do, at random places: random pruning at the density of every layer. */
export const shuffled = (masks: Masks, seed: number): Map<string, Uint8Array> =>
  new Map([...masks].map(([name, mask], k) => {
    const order = permutation(mask.length, stream(seed, 'pruning', k));
    return [name, mask.map((_, i) => mask[order[i]])];
  }));
