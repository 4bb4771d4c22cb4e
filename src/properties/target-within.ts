import { uniformWeight } from '../numeric/law.js';
import { mapMatrix } from '../numeric/matrix.js';
import { philox } from '../numeric/philox.js';
import { spectralNormUp } from '../numeric/spectral-norm.js';
import { validNetwork, type Network } from '../network/network.js';

/** A random target within the theorems' hypotheses: layers W_i with shape [widths[i], widths[i-1]] of float32s and spectral norm at most 1, no biases. */
export function targetWithin(widths: readonly number[], seed: number): Network {
  const words = new Uint32Array(4);
  return validNetwork(widths.slice(1).map((rows, i) => {
    const data = Float64Array.from({ length: rows * widths[i] }, (_, e) => {
      if (e % 4 === 0) philox(seed, 0x7461, e, i, 0, 0, words);
      return uniformWeight(words[e & 3]);
    });
    const weights = { rows, columns: widths[i], data }, norm = spectralNormUp(weights);
    // A little less than 1 / norm, so that rounding does not lead beyond 1 again.
    const scale = 1 / (1.000001 * Math.max(1, norm));
    return { weights: mapMatrix(weights, (w) => Math.fround(w * scale)), bias: null };
  }), 'targetWithin');
}
