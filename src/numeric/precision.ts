import { exponent, powerOfTwo } from './rounding.js';

/** Fewer bits for a weight. */
export interface Precision {
  readonly name: string;
  /** The nearest number of that format, ties to even; Infinity beyond its range. */
  readonly round: (x: number) => number;
}

/** IEEE half precision, bfloat16 and single precision. */
export const precisions: readonly Precision[] = [
  { name: 'f16', round: rounding(11, -14, 15) },
  { name: 'bf16', round: rounding(8, -126, 127) },
  { name: 'f32', round: Math.fround },
];

/** Rounds to `bits` significant bits, exponents from `least` (below it, steps of the least) to `most`. */
function rounding(bits: number, least: number, most: number): (x: number) => number {
  const largest = powerOfTwo(most) * (2 - powerOfTwo(1 - bits)), overflow = largest + powerOfTwo(most - bits);
  return (x) => {
    const size = Math.abs(x);
    if (!(size > 0 && size < Infinity)) return x;
    if (size >= overflow) return x > 0 ? Infinity : -Infinity;
    const step = powerOfTwo(Math.max(least, exponent(size)) - bits + 1);
    // Adding 2^52 steps leaves no room for less than a step: the sum is rounded to one, ties to even.
    const rounded = size + 4503599627370496 * step - 4503599627370496 * step;
    return x > 0 ? rounded : -rounded;
  };
}
