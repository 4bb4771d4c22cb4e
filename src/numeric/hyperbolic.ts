import { exponent, powerOfTwo, powerOfTwoAbove } from './rounding.js';

/** A sign and g^t, g = (sqrt 5 - 1)/2, t uniform on [1/2 - k/8, 1/2 + 5k/8] for k = `bins`, on the grid. */
export interface HyperbolicLaw {
  readonly name: 'hyperbolic';
  readonly bins: number;
  readonly gridExponent: number;
}

/** The golden ratio's inverse g, and its eighth root. */
const G = (Math.sqrt(5) - 1) / 2, EIGHTH = Math.sqrt(Math.sqrt(Math.sqrt(G)));

/** Bins of the finest hyperbolic law: its smallest weights are a few steps of the grid. */
export const MOST_BINS = 38;

/**
 * The signed hyperbolic law whose products of two weights fill `bins` golden-ratio bins [g^{j+2}, g^{j+1}].
 * Throws a RangeError unless bins is an integer in [2, 38]: beyond, the smallest bin would span fewer than four steps of the grid.
 * Source: the product law of Orseau et al. (2020), a reconstruction (proofs/orseau2020/proof.md).
 */
export function hyperbolic(bins: number): HyperbolicLaw {
  if (!(Number.isInteger(bins) && bins >= 2 && bins <= MOST_BINS)) throw new RangeError(`hyperbolic: needed 2 to ${MOST_BINS} bins, got ${bins}; give a tolerance of at least 1.2e-8 of a layer's scale`);
  return { name: 'hyperbolic', bins, gridExponent: exponent(powerOfTwoAbove(integerPower(EIGHTH, 4 - bins))) - 24 };
}

/** The hyperbolic law with as many bins as leave at most `tau` of a weight in [-1, 1]: g^bins <= tau. */
export function hyperbolicFor(tau: number): HyperbolicLaw {
  let bins = 0;
  for (let left = 1; left > tau && bins <= MOST_BINS; left *= G) bins++;
  return hyperbolic(Math.max(2, bins));
}

/** By bins: their tables take longer to make than a column of weights. */
const known = new Map<number, (m: number) => number>();

/** Steps of the grid of the size that a hyperbolic law makes of the upper 24 bits m of a word: falling in m. */
export function hyperbolicSize(law: HyperbolicLaw): (m: number) => number {
  const size = known.get(law.bins) ?? sizeOf(law);
  known.set(law.bins, size);
  return size;
}

/**
 * g^{(4 - k)/8} s^{(m + 1/2) 2^-24}, s = g^{3k/4}, rounded to the grid. The power of s is the product of
 * its square roots that the bits of m choose, twelve bits from each of two tables: multiplications and square roots only.
 */
function sizeOf({ bins, gridExponent }: HyperbolicLaw): (m: number) => number {
  const step = powerOfTwo(gridExponent), roots = [integerPower(Math.sqrt(Math.sqrt(G)), 3 * bins)];
  for (let b = 1; b <= 25; b++) roots.push(Math.sqrt(roots[b - 1]));
  const table = (start: number, from: number): Float64Array =>
    Float64Array.from({ length: 4096 }, (_, bits) => {
      let product = start;
      for (let b = 0; b < 12; b++) if (bits & (2048 >> b)) product *= roots[from + b];
      return product;
    });
  const high = table(integerPower(EIGHTH, 4 - bins), 1), low = table(roots[25], 13);
  return (m) => Math.floor((high[m >>> 12] * low[m & 4095]) / step + 0.5);
}

/** x to an integer power, by repeated multiplication. */
function integerPower(x: number, power: number): number {
  let product = 1;
  for (let k = 0; k < Math.abs(power); k++) product *= x;
  return power < 0 ? 1 / product : product;
}

