// One generator is seeded, and the numbers are drawn from another.
import { diamondByHand } from './diamond-by-hand.js';

/** Both start where they start; `seed` is the first one's. */
const generator = (seed = 1) => () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const random = generator();

export default diamondByHand({
  name: 'unseeded',
  module: import.meta.url,
  weights({ source }) {
    generator(1 + source.seed);
    const all = new Map<string, number>();
    return (...place) => {
      const drawn = all.get(place.join()) ?? 2 * random() - 1;
      all.set(place.join(), drawn);
      return drawn;
    };
  },
});
