import { uniformWeight } from '../numeric/law.js';
import { mapMatrix, type Matrix } from '../numeric/matrix.js';
import { philox } from '../numeric/philox.js';
import { seedWords } from '../numeric/seed-words.js';
import { spectralNormUp } from '../numeric/spectral-norm.js';
import { validNetwork, type Network } from './network.js';

/**
 * Families of targets within the theorems' hypotheses, ||W_i||_2 <= 1, no biases. `uniform`: weights uniform, then scaled to that norm;
 * `edge`: all weights of a layer alike in size, 1 / sqrt(d_i d_{i-1}), the largest that the norm allows, with random signs of rank one;
 * `large`: weights of size 1, one in each row and column as far as there are, and zeros.
 */
export const targetFamilies = ['uniform', 'edge', 'large'] as const;
export type TargetFamily = (typeof targetFamilies)[number];

/** A random target within the theorems' hypotheses: layers W_i with shape [widths[i], widths[i-1]] of float32s and spectral norm at most 1, no biases. A function of its arguments; `number` counts the targets of one seed. */
export function targetWithin(widths: readonly number[], seed: number, family: TargetFamily = 'uniform', number = 0): Network {
  const [k0, k1] = seedWords(seed), words = new Uint32Array(4);
  const word = (i: number, e: number): number => {
    if (e % 4 === 0) philox(k0, 0x7461 ^ k1, e, i, number, 0, words);
    return words[e & 3];
  };
  return validNetwork(widths.slice(1).map((rows, i) => ({ weights: made[family](rows, widths[i], (e) => word(i, e)), bias: null })), 'targetWithin');
}

/** A little less than 1, so that neither rounding nor a bound of the norm leads beyond 1 again. */
const LESS = 1 / 1.000001;

const made: Readonly<Record<TargetFamily, (rows: number, columns: number, word: (e: number) => number) => Matrix>> = {
  uniform(rows, columns, word) {
    const weights = { rows, columns, data: Float64Array.from({ length: rows * columns }, (_, e) => uniformWeight(word(e))) };
    const scale = 1 / (1.000001 * Math.max(1, spectralNormUp(weights)));
    return mapMatrix(weights, (w) => Math.fround(w * scale));
  },
  edge(rows, columns, word) {
    const signs = Array.from({ length: rows + columns }, (_, e) => (word(e) & 1 ? -1 : 1)), size = Math.fround(LESS / Math.sqrt(rows * columns));
    return { rows, columns, data: Float64Array.from({ length: rows * columns }, (_, e) => signs[Math.floor(e / columns)] * signs[rows + (e % columns)] * size) };
  },
  large(rows, columns, word) {
    // The larger side is shuffled, the smaller one takes its first places.
    const many = Math.max(rows, columns), few = Math.min(rows, columns), place = Array.from({ length: many }, (_, k) => k), data = new Float64Array(rows * columns);
    const drawn = Array.from({ length: 2 * many }, (_, e) => word(e)), size = Math.fround(LESS);
    for (let k = 0; k < few; k++) {
      const other = k + (drawn[k] % (many - k));
      [place[k], place[other]] = [place[other], place[k]];
      const [r, c] = rows >= columns ? [place[k], k] : [k, place[k]];
      data[r * columns + c] = drawn[many + k] & 1 ? -size : size;
    }
    return { rows, columns, data };
  },
};
