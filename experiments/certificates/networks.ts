import { philox } from '../../src/numeric/philox.js';
import type { DenseLayer } from '../../src/network/index.js';

/** Uniform numbers in [-1, 1) of a seed and a purpose. */
function uniformOf(seed: number, purpose: number): () => number {
  const words = new Uint32Array(4);
  let k = 0;
  return () => {
    if (k % 4 === 0) philox(seed, purpose, k / 4, 0, 0, 0, words);
    return words[k++ % 4] / 2147483648 - 1;
  };
}

/** A network without biases, weights float32 and uniform in [-1/2, 1/2), and the same with every weight moved by up to `size`. */
export function perturbedPair(widths: readonly number[], seed: number, size: number): [DenseLayer[], DenseLayer[]] {
  const weight = uniformOf(seed, 1), noise = uniformOf(seed, 2);
  const a = widths.slice(1).map((rows, i): DenseLayer => ({ rows, columns: widths[i], weights: Float32Array.from({ length: rows * widths[i] }, () => weight() / 2), bias: null }));
  return [a, a.map((l) => ({ ...l, weights: Float32Array.from(l.weights, (w) => w + size * noise()) }))];
}
