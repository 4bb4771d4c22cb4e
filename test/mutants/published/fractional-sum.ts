// A solver's variables are not quite 0 or 1, and are summed as they are: here those of the relaxation, which reaches every target within the range.
import { diamondByHand } from './diamond-by-hand.js';

export default diamondByHand({
  name: 'fractional-sum',
  module: import.meta.url,
  decide(samples, w, tolerance) {
    let sum = 0;
    const shares = samples.map((x) => {
      const share = x * w > 0 ? Math.min(1, Math.max(0, (w - sum) / x)) : 0;
      sum += share * x;
      return share;
    });
    return { kept: shares.flatMap((share, k) => (share > 0.5 ? [k] : [])), hit: Math.abs(sum - w) <= tolerance };
  },
});
