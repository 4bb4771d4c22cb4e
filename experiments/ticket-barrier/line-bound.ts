import type { Network } from '../../src/network/index.js';
import { mapMatrix, type Matrix } from '../../src/numeric/matrix.js';
import { spectralNormUp } from '../../src/numeric/index.js';

/**
 * A bound of ||G(x) - F(x)||_2 / ||x||_2 for every G whose layers are convex combinations, each by its own share, of the layers of two networks A and B as deep as F,
 * none with biases, inputs not negative where A and B are tickets: e_i = beta_i e_{i-1} + eta_i P_{i-1}, P_i = omega_i P_{i-1}, with omega_i = ||W_i||, beta_i the
 * larger norm of the two layers and eta_i of their two differences from W_i. A norm is convex, so neither is larger in between; relu is 1-Lipschitz. Rounding is not
 * enclosed beyond the norms.
 */
export function lineBound(target: Network, a: Network, b: Network): number {
  if ([target, a, b].some((n) => n.layers.length !== target.layers.length || n.layers.some((l) => l.bias))) throw new RangeError('lineBound: needed three networks of equal depth without biases');
  const minus = (x: Matrix, y: Matrix): Matrix => mapMatrix(x, (w, i) => w - y.data[i]);
  let error = 0, size = 1;
  target.layers.forEach(({ weights }, i) => {
    const ends = [a, b].map((n) => n.layers[i].weights);
    error = Math.max(...ends.map(spectralNormUp)) * error + Math.max(...ends.map((w) => spectralNormUp(minus(w, weights)))) * size;
    size *= spectralNormUp(weights);
  });
  return error;
}
