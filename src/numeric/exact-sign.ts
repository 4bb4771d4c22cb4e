import { twoSumError } from './rounding.js';

/** The sign of the exact sum of finite float64s: -1, 0 or 1. Source: Shewchuk (1997), "Adaptive precision", Grow-Expansion. */
export function signOfSum(terms: Iterable<number>): -1 | 0 | 1 {
  const parts: number[] = [];
  for (const term of terms) {
    let carry = term, kept = 0;
    for (const part of parts) {
      const sum = carry + part, error = twoSumError(carry, part);
      if (error !== 0) parts[kept++] = error;
      carry = sum;
    }
    parts.length = kept;
    parts.push(carry);
  }
  // The parts do not overlap: the last that is not 0 outweighs all before it.
  const leading = parts.findLast((p) => p !== 0) ?? 0;
  return leading > 0 ? 1 : leading < 0 ? -1 : 0;
}
