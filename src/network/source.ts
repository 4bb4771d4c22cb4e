import type { Law } from '../numeric/law.js';
import { layerLaws, weightOf } from '../numeric/law.js';
import { philox } from '../numeric/philox.js';
import { seedWords } from '../numeric/seed-words.js';

/**
 * A random network that is never stored. Source layer j = 1, 2, ... has matrix M_j with shape [widths[j], widths[j-1]];
 * its weight at (row, column) is word (row & 3) of Philox under key `seed` at counter (column, row >> 2, j, attempt).
 */
export interface Source {
  /** An integer in [0, 2^53). */
  readonly seed: number;
  readonly attempt: number;
  readonly law: Law;
  readonly widths: readonly number[];
}

/** Draws four consecutive weights of one column at a time. */
export interface ColumnDrawer {
  /** Weights of rows 4 * block .. 4 * block + 3 in `column` of source layer `layer`, into out[0..3]. */
  draw(layer: number, block: number, column: number, out: Float64Array): void;
}

/** A drawer for the source's seed, attempt and law; each source layer by its own. */
export function columnDrawer(source: Pick<Source, 'seed' | 'attempt' | 'law'>): ColumnDrawer {
  const [k0, k1] = seedWords(source.seed);
  const { attempt } = source;
  const weights = layerLaws(source.law).map(weightOf), only = weights.length === 1;
  const words = new Uint32Array(4);
  return {
    draw(layer, block, column, out) {
      const weight = only ? weights[0] : weights[(layer - 1) % weights.length];
      philox(k0, k1, column, block, layer, attempt, words);
      out[0] = weight(words[0]);
      out[1] = weight(words[1]);
      out[2] = weight(words[2]);
      out[3] = weight(words[3]);
    },
  };
}

/** The number of weights of the source, sum of widths[j] widths[j-1]. */
export const countSourceWeights = (widths: readonly number[]): number =>
  widths.slice(1).reduce((sum, width, j) => sum + width * widths[j], 0);
