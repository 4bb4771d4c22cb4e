import { exact, times, type Dyadic } from './exact.js';

/** An exact number in decimal, cut off after so many significant digits. */
export const inDecimal = (x: Dyadic, digits = 20): string => `${x.mantissa < 0n ? '-' : ''}${rootInDecimal(times(x, x), exact(1), digits)}`;

/** The square root of the ratio of two exact numbers in decimal, cut off after so many significant digits: 1.4142135623730950488. */
export function rootInDecimal(numerator: Dyadic, denominator: Dyadic = exact(1), digits = 20): string {
  if (numerator.mantissa === 0n) return '0';
  const power = BigInt(numerator.exponent - denominator.exponent), [p, q] = [numerator.mantissa << (power > 0n ? power : 0n), denominator.mantissa << (power < 0n ? -power : 0n)];
  // Root of p / q scaled by 10^places so that it has more digits than asked for.
  const places = digits + Math.ceil((q.toString().length - p.toString().length) / 2) + 2, ten = 10n ** BigInt(2 * Math.abs(places));
  const text = wholeRoot(places >= 0 ? (p * ten) / q : p / (q * ten)).toString(), at = text.length - places - 1, shown = text.slice(0, digits);
  if (at < -5 || at > digits) return `${shown[0]}.${shown.slice(1).replace(/0+$/, '') || '0'}e${at}`;
  return (at < 0 ? `0.${'0'.repeat(-at - 1)}${shown}` : `${shown.slice(0, at + 1)}.${shown.slice(at + 1)}`).replace(/\.?0+$/, '');
}

/** The largest whole number whose square is at most n. */
function wholeRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}
