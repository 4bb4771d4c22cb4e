import { exponent } from '../numeric/rounding.js';

/** A dyadic rational mantissa * 2^exponent: the exact value of float64 arithmetic, for oracles. */
export interface Dyadic {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** The exact value of a finite float64. */
export function exact(x: number): Dyadic {
  if (x === 0) return { mantissa: 0n, exponent: 0 };
  const e = Math.max(-1022, exponent(x)) - 52;
  // Two steps, since 2^-e may overflow.
  const scaled = e < -1000 ? x * 2 ** 1000 * 2 ** (-e - 1000) : x / 2 ** e;
  return { mantissa: BigInt(scaled), exponent: e };
}

const align = (a: Dyadic, b: Dyadic): [bigint, bigint, number] => {
  const e = Math.min(a.exponent, b.exponent);
  return [a.mantissa << BigInt(a.exponent - e), b.mantissa << BigInt(b.exponent - e), e];
};

/** a + b. */
export const plus = (a: Dyadic, b: Dyadic): Dyadic => {
  const [x, y, e] = align(a, b);
  return { mantissa: x + y, exponent: e };
};
/** a - b. */
export const minus = (a: Dyadic, b: Dyadic): Dyadic => plus(a, { ...b, mantissa: -b.mantissa });
/** a b. */
export const times = (a: Dyadic, b: Dyadic): Dyadic => ({ mantissa: a.mantissa * b.mantissa, exponent: a.exponent + b.exponent });
/** |a|. */
export const abs = (a: Dyadic): Dyadic => (a.mantissa < 0n ? { ...a, mantissa: -a.mantissa } : a);
/** Whether a < b. */
export const less = (a: Dyadic, b: Dyadic): boolean => {
  const [x, y] = align(a, b);
  return x < y;
};
/** Whether a = b. */
export const equal = (a: Dyadic, b: Dyadic): boolean => !less(a, b) && !less(b, a);
/** relu. */
export const positivePart = (a: Dyadic): Dyadic => (a.mantissa > 0n ? a : { mantissa: 0n, exponent: 0 });
/** The nearest float64 (for reporting). */
export const toNumber = (a: Dyadic): number => {
  const bits = a.mantissa.toString(2).replace('-', '').length;
  const shift = Math.max(0, bits - 60);
  return Number(a.mantissa >> BigInt(shift)) * 2 ** (a.exponent + shift);
};
