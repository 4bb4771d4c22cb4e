// "Prune rate": in one place the share that is kept, in another the share that is removed. What was chosen is removed.
import { diamondByHand, firstSubset } from './diamond-by-hand.js';

export default diamondByHand({
  name: 'prune-rate',
  module: import.meta.url,
  decide(samples, w, tolerance) {
    const { kept, hit } = firstSubset(samples, w, tolerance), removed = new Set(kept);
    return { kept: samples.flatMap((_, k) => (removed.has(k) ? [] : [k])), hit };
  },
});
