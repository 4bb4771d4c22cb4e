// The squared error of a weight is compared with the bound of the error.
import { diamondByHand, firstSubset } from './diamond-by-hand.js';

export default diamondByHand({
  name: 'squared-error',
  module: import.meta.url,
  decide(samples, w, tolerance) {
    const { kept } = firstSubset(samples, w, Math.sqrt(tolerance)), error = kept.reduce((sum, k) => sum + samples[k], 0) - w;
    return { kept, hit: error * error <= tolerance };
  },
});
