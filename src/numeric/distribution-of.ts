import { sizeOf, type LayerLaw } from './law.js';
import { powerOfTwo } from './rounding.js';
import { tabulatedWithin } from './tabulated.js';

const SIZES = 16777216;

/** The distribution function of a weight's size, x -> P(|w| <= x), over the 2^24 sizes that the law makes: a multiple of 2^-24, exact. */
export function distributionOf(law: LayerLaw): (x: number) => number {
  const within = sizesWithin(law), step = powerOfTwo(law.gridExponent);
  return (x) => within(Math.max(0, Math.min(SIZES, Math.floor(x / step)))) / SIZES;
}

/** How many of the 2^24 sizes are at most so many steps of the grid, an integer in [0, 2^24]. */
function sizesWithin(law: LayerLaw): (steps: number) => number {
  switch (law.name) {
    case 'uniform': return (steps) => steps;
    case 'binary': return (steps) => (steps < 1 ? 0 : SIZES);
    case 'tabulated': return (steps) => tabulatedWithin(law, steps);
    case 'hyperbolic': {
      const size = sizeOf(law);
      // Sizes fall with m, strictly before they are rounded to the grid: a step of m is a factor g^(3k/4 2^-24), far above what float64 rounds.
      return (steps) => {
        let inside = SIZES;
        for (let low = -1; inside - low > 1; ) {
          const middle = (low + inside) >> 1;
          if (size(middle) <= steps) inside = middle;
          else low = middle;
        }
        return SIZES - inside;
      };
    }
  }
}
