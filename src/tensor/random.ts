import { philox, seedWords } from '../numeric/index.js';

/** Uniform numbers in [0, 1), multiples of 2^-32, one after another. */
export type Random = () => number;

/** Streams of one seed that must not touch: what a draw is for. */
export const purposes = { initialisation: 1, order: 2, augmentation: 3, data: 4, pruning: 5, split: 6, scores: 7 } as const;

/** The stream of a seed, a purpose and a number (of an epoch, a parameter): Philox at counter (k, number, purpose, 0), with a key that no random network of the seed has, so that a source may have the seed of the target's training. */
export function stream(seed: number, purpose: keyof typeof purposes, number = 0): Random {
  const [low, high] = seedWords(seed), words = new Uint32Array(4);
  let k = 0;
  return () => {
    if (k % 4 === 0) philox(low, 0x7472 ^ high, k / 4, number, purposes[purpose], 0, words);
    return words[k++ % 4] / 4294967296;
  };
}

/** A standard normal number (Box and Muller), of two uniform ones. */
export const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** 0 .. count - 1 in a random order (Fisher and Yates). */
export function permutation(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor((k + 1) * random());
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order;
}
