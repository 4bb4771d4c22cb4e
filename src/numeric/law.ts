import { oneLine } from './one-line.js';
import { exponent, powerOfTwo, powerOfTwoAbove } from './rounding.js';

/**
 * The law of one source weight, as data. A drawn weight is k 2^gridExponent with integer 1 <= |k| <= 2^24, so it is exactly a
 * float32. `uniform`: symmetric on [-1, 1] without 0, on the grid of step 2^-24. `binary`: -1 or 1. `hyperbolic`: a sign and g^t,
 * g = (sqrt 5 - 1)/2, t uniform on [1/2 - k/8, 1/2 + 5k/8] for k = `bins`, on the grid.
 */
export type Law =
  | { readonly name: 'uniform'; readonly gridExponent: -24 }
  | { readonly name: 'binary'; readonly gridExponent: 0 }
  | { readonly name: 'hyperbolic'; readonly bins: number; readonly gridExponent: number };

/** U[-1, 1], the law of Pensia et al. (2020), Theorem 1, rounded to the grid of step 2^-24. */
export const uniform: Law = { name: 'uniform', gridExponent: -24 };

/** -1 or 1 with equal probability: Diffenderfer & Kailkhura (2021), Sreenivasan et al. (2022). */
export const binaryLaw: Law = { name: 'binary', gridExponent: 0 };

/** The golden ratio's inverse g, and its eighth root. */
const G = (Math.sqrt(5) - 1) / 2, EIGHTH = Math.sqrt(Math.sqrt(Math.sqrt(G)));

/** Bins of the finest hyperbolic law: its smallest weights are a few steps of the grid. */
const MOST_BINS = 38;

/**
 * The signed hyperbolic law whose products of two weights fill `bins` golden-ratio bins [g^{j+2}, g^{j+1}].
 * Throws a RangeError unless bins is an integer in [2, 38]: beyond, the smallest bin would span fewer than four steps of the grid.
 * Source: the product law of Orseau et al. (2020), a reconstruction (proofs/orseau2020/proof.md).
 */
export function hyperbolic(bins: number): Law {
  if (!(Number.isInteger(bins) && bins >= 2 && bins <= MOST_BINS)) throw new RangeError(`hyperbolic: needed 2 to ${MOST_BINS} bins, got ${bins}; give a tolerance of at least 1.2e-8 of a layer's scale`);
  return { name: 'hyperbolic', bins, gridExponent: exponent(powerOfTwoAbove(integerPower(EIGHTH, 4 - bins))) - 24 };
}

/** The hyperbolic law with as many bins as leave at most `tau` of a weight in [-1, 1]: g^bins <= tau. */
export function hyperbolicFor(tau: number): Law {
  let bins = 0;
  for (let left = 1; left > tau && bins <= MOST_BINS; left *= G) bins++;
  return hyperbolic(Math.max(2, bins));
}

const STEP = 1 / 16777216;

/**
 * The weight of one 32-bit word under the uniform law: magnitude ((word >>> 8) + 1) 2^-24 from the upper 24 bits,
 * negative if bit 0 is set. Test vectors: docs/numerics.md.
 */
export function uniformWeight(word: number): number {
  const magnitude = ((word >>> 8) + 1) * STEP;
  return word & 1 ? -magnitude : magnitude;
}

/** By bins: their tables take longer to make than a column of weights. */
const hyperbolics = new Map<number, (word: number) => number>();

/** How a law makes a weight of a 32-bit word. Bit 0 is its sign, the upper 24 bits its size. */
export function weightOf(law: Law): (word: number) => number {
  switch (law.name) {
    case 'uniform': return uniformWeight;
    case 'binary': return (word) => (word & 1 ? -1 : 1);
    case 'hyperbolic': {
      const known = hyperbolics.get(law.bins) ?? hyperbolicWeight(law.bins, law.gridExponent);
      hyperbolics.set(law.bins, known);
      return known;
    }
  }
}

/**
 * With m the upper 24 bits, g^{(4 - k)/8} s^{(m + 1/2) 2^-24}, s = g^{3k/4}, rounded to the grid. The power of s is the product of
 * its square roots that the bits of m choose, twelve bits from each of two tables: multiplications and square roots only.
 */
function hyperbolicWeight(bins: number, gridExponent: number): (word: number) => number {
  const step = powerOfTwo(gridExponent), roots = [integerPower(Math.sqrt(Math.sqrt(G)), 3 * bins)];
  for (let b = 1; b <= 25; b++) roots.push(Math.sqrt(roots[b - 1]));
  const table = (start: number, from: number): Float64Array =>
    Float64Array.from({ length: 4096 }, (_, bits) => {
      let product = start;
      for (let b = 0; b < 12; b++) if (bits & (2048 >> b)) product *= roots[from + b];
      return product;
    });
  const high = table(integerPower(EIGHTH, 4 - bins), 1), low = table(roots[25], 13);
  return (word) => {
    const magnitude = Math.floor((high[word >>> 20] * low[(word >>> 8) & 4095]) / step + 0.5) * step;
    return word & 1 ? -magnitude : magnitude;
  };
}

/** x to an integer power, by repeated multiplication. */
function integerPower(x: number, power: number): number {
  let product = 1;
  for (let k = 0; k < Math.abs(power); k++) product *= x;
  return power < 0 ? 1 / product : product;
}

/** Reads a law from JSON. Throws a RangeError on a law this version does not know. */
export function parseLaw(value: unknown): Law {
  const law = value as Law | null;
  const bins = law?.name === 'hyperbolic' && typeof law.bins === 'number' ? law.bins : NaN;
  const known = bins >= 2 && bins <= MOST_BINS && Number.isInteger(bins) ? hyperbolic(bins) : [uniform, binaryLaw].find((l) => l.name === law?.name);
  if (known === undefined || JSON.stringify(known) !== JSON.stringify(law)) {
    throw new RangeError(`parseLaw: needed ${JSON.stringify(uniform)}, ${JSON.stringify(binaryLaw)} or {"name":"hyperbolic","bins":K,"gridExponent":G}, got ${oneLine(JSON.stringify(value) ?? 'nothing', 80)}`);
  }
  return known;
}
