import { powerOfTwo, powerOfTwoAbove, exponent } from './rounding.js';

/**
 * A law by the quantiles of a weight's size: `magnitudes` are 2^b + 1 integers in [1, 2^24], non-decreasing, number i the size in steps of the
 * grid below which a share i 2^-b lies. Between two of them a size is uniform.
 */
export interface TabulatedLaw {
  readonly name: 'tabulated';
  readonly gridExponent: number;
  readonly magnitudes: readonly number[];
}

/** Largest b: a table is part of every ticket, and 4097 integers are 30 kB. */
const MOST_BITS = 12;

const SIZES = 16777216;

/** How `tabulate` makes a table. */
export interface TabulateOptions {
  /** b: the table has 2^b segments; an integer in [0, 12]. Default 8. */
  readonly bits?: number;
}

/**
 * The law whose size has the quantile function `quantile` on [0, 1], tabulated at multiples of 2^-bits and rounded to the grid of 24 bits below the
 * largest size, at least one step. Where quantile(1) is not finite the law is cut: its largest size is quantile(1 - 2^-(bits + 3)), with which an
 * exponential tail keeps the mean of its last segment. Signs are fair. Throws a RangeError unless quantiles are finite below 1, at least 0 and non-decreasing,
 * and the largest in (2^-24, 2^24].
 */
export function tabulate(quantile: (p: number) => number, { bits = 8 }: TabulateOptions = {}): TabulatedLaw {
  if (!(Number.isInteger(bits) && bits >= 0 && bits <= MOST_BITS)) throw new RangeError(`tabulate: needed bits in [0, ${MOST_BITS}], got ${bits}`);
  const segments = powerOfTwo(bits), end = quantile(1), top = Number.isFinite(end) ? end : quantile(1 - powerOfTwo(-bits - 3));
  if (!(top > powerOfTwo(-24) && top <= SIZES)) throw new RangeError(`tabulate: needed a largest size in (2^-24, 2^24], got ${top}`);
  const gridExponent = exponent(powerOfTwoAbove(top)) - 24, step = powerOfTwo(gridExponent);
  let before = 0;
  const magnitudes = Array.from({ length: segments + 1 }, (_, i) => {
    const size = i === segments ? top : quantile(i / segments);
    if (!(size >= before && size <= top)) throw new RangeError(`tabulate: needed quantiles that are non-decreasing, finite below 1 and at least 0, got ${size} at ${i / segments} after ${before}`);
    before = size;
    return Math.max(1, Math.round(size / step));
  });
  return { name: 'tabulated', gridExponent, magnitudes };
}

/** What a tabulated law needs of its numbers; said where a law is refused. */
export const TABULATED = `{"name":"tabulated","gridExponent":G in [-48, 0],"magnitudes":[2^b + 1 non-decreasing integers in [1, 2^24], b <= ${MOST_BITS}]}`;

/** Whether these are numbers of a tabulated law. */
export function isTable(gridExponent: unknown, magnitudes: unknown): boolean {
  if (!(Number.isInteger(gridExponent) && (gridExponent as number) >= -48 && (gridExponent as number) <= 0 && Array.isArray(magnitudes))) return false;
  const segments = magnitudes.length - 1;
  return segments >= 1 && segments <= powerOfTwo(MOST_BITS) && powerOfTwoAbove(segments) === segments &&
    magnitudes.every((k, i) => Number.isInteger(k) && k >= 1 && k <= SIZES && (i === 0 || k >= magnitudes[i - 1]));
}

/**
 * Steps of the size that a tabulated law makes of the upper 24 bits m of a word: the upper b bits of m choose a segment, the others a place p in
 * it, and the size is low + floor((high - low) p / 2^(24 - b)). Integers below 2^48 throughout.
 */
export function tabulatedSize({ magnitudes }: TabulatedLaw): (m: number) => number {
  const places = SIZES / (magnitudes.length - 1), shift = exponent(places), mask = places - 1;
  return (m) => {
    const low = magnitudes[m >>> shift];
    return low + Math.floor(((magnitudes[(m >>> shift) + 1] - low) * (m & mask)) / places);
  };
}

/** How many of the 2^24 sizes of a tabulated law are at most `steps`, an integer. */
export function tabulatedWithin({ magnitudes }: TabulatedLaw, steps: number): number {
  const segments = magnitudes.length - 1, places = SIZES / segments;
  if (steps < magnitudes[0]) return 0;
  // The segments before the last that begins within `steps` are within it.
  let segment = 0;
  for (let end = segments; end - segment > 1; ) {
    const middle = (segment + end) >> 1;
    if (magnitudes[middle] <= steps) segment = middle;
    else end = middle;
  }
  const low = magnitudes[segment], rise = magnitudes[segment + 1] - low;
  // floor(rise p / places) <= steps - low, that is p < (steps + 1 - low) places / rise: a quotient of integers below 2^48, never rounded to a whole one.
  return segment * places + (rise === 0 ? places : Math.min(places, Math.ceil(((steps + 1 - low) * places) / rise)));
}
