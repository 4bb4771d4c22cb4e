// Where a weight has no subset within the tolerance, zero is returned, and the caller never knows.
import { diamondByHand, firstSubset } from './diamond-by-hand.js';

export default diamondByHand({
  name: 'zero-on-miss',
  module: import.meta.url,
  decide(samples, w, tolerance) {
    const found = firstSubset(samples, w, tolerance);
    return found.hit ? found : { kept: [], hit: true };
  },
});
