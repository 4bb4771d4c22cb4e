import { philox } from '../numeric/philox.js';
import { validNetwork, type Network } from '../network/network.js';

/** Uniform numbers in [-1, 1) of a seed. */
export function uniformOf(seed: number): () => number {
  const words = new Uint32Array(4);
  let k = 0;
  return () => {
    if (k % 4 === 0) philox(seed, 77, k / 4, 0, 0, 0, words);
    return words[k++ % 4] / 2147483648 - 1;
  };
}

/** A random network of float32 weights; `scale` multiplies the weights, `biased` adds biases. */
export function randomNetwork(widths: readonly number[], seed: number, { scale = 1, biased = false } = {}): Network {
  const next = uniformOf(seed);
  return validNetwork(
    widths.slice(1).map((rows, i) => ({
      weights: { rows, columns: widths[i], data: Float64Array.from({ length: rows * widths[i] }, () => Math.fround(scale * next())) },
      bias: biased ? Float64Array.from({ length: rows }, () => Math.fround(scale * next())) : null,
    })),
    'random',
  );
}

/** A network by its weights, layer by layer [out][in], and its biases, none by default. */
export const networkOf = (layers: readonly (readonly (readonly number[])[])[], biases: readonly (readonly number[] | null)[] = []): Network =>
  validNetwork(
    layers.map((rows, i) => ({
      weights: { rows: rows.length, columns: rows[0].length, data: Float64Array.from(rows.flat()) },
      bias: biases[i] ? Float64Array.from(biases[i]) : null,
    })),
    'network',
  );
