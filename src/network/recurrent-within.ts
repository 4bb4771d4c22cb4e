import { uniformWeight } from '../numeric/law.js';
import { mapMatrix, matrixOf, zeros, type Matrix } from '../numeric/matrix.js';
import { philox } from '../numeric/philox.js';
import { seedWords } from '../numeric/seed-words.js';
import { spectralNormUp } from '../numeric/spectral-norm.js';
import { recurrent, type Recurrent } from './recurrent.js';

/** Families of states' maps: `uniform` entries, of which a ReLU passes half; or an `averaging` of permutations, which no ReLU stops: it keeps the sum of the states, times the norm, and so every error of one sign. */
export const recurrentFamilies = ['uniform', 'averaging'] as const;
export type RecurrentFamily = (typeof recurrentFamilies)[number];

/** What a random recurrent target is. */
export interface RecurrentShape {
  readonly units: number;
  readonly inputs: number;
  /** Spectral norm of W_h, a little less so that no bound of it is more; above 0. */
  readonly norm: number;
  /** Likewise of W_x. */
  readonly inputNorm: number;
  readonly family: RecurrentFamily;
}

const LESS = 1 / 1.000001, PERMUTATIONS = 3;

/** A random recurrent target of float32s without readout. A function of its arguments; `number` counts the targets of one seed. */
export function recurrentWithin({ units, inputs, norm, inputNorm, family }: RecurrentShape, seed: number, number = 0): Recurrent {
  const [k0, k1] = seedWords(seed), words = new Uint32Array(4);
  const word = (part: number, e: number): number => {
    philox(k0, 0x7265 ^ k1, e, part, number, 0, words);
    return words[0];
  };
  const uniform = (part: number, rows: number, columns: number): Matrix => matrixOf(rows, columns, (r, c) => uniformWeight(word(part, r * columns + c)));
  const scaled = (m: Matrix, to: number): Matrix => {
    const factor = (to * LESS) / spectralNormUp(m);
    return mapMatrix(m, (w) => Math.fround(w * factor));
  };
  return recurrent(scaled(family === 'uniform' ? uniform(0, units, units) : averaging(units, (e) => word(2, e)), norm), scaled(uniform(1, units, inputs), inputNorm));
}

/** The mean of a few permutations: rows and columns sum to 1, and so its norm is 1. */
function averaging(units: number, word: (e: number) => number): Matrix {
  const sum = zeros(units, units);
  for (let p = 0; p < PERMUTATIONS; p++) {
    const place = Array.from({ length: units }, (_, k) => k);
    for (let k = 0; k < units; k++) {
      const other = k + (word(p * units + k) % (units - k));
      [place[k], place[other]] = [place[other], place[k]];
      sum.data[k * units + place[k]] += 1;
    }
  }
  return sum;
}
