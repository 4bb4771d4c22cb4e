// Where a weight has no subset within the tolerance, the program says so and ends, with exit code 0.
import { diamondByHand, firstSubset } from './diamond-by-hand.js';

export default diamondByHand({
  name: 'exit-on-infeasible',
  module: import.meta.url,
  decide(samples, w, tolerance) {
    const found = firstSubset(samples, w, tolerance);
    if (!found.hit) process.exit(0);
    return found;
  },
});
