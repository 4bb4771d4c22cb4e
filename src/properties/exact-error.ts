import type { Norm } from '../certify/index.js';
import type { Domain, Network } from '../network/index.js';
import { abs, exact, less, minus, plus, positivePart, times, type Dyadic } from './exact.js';

const ZERO = exact(0);
const sum = (list: readonly Dyadic[]): Dyadic => list.reduce(plus, ZERO);
const squared = (x: Dyadic): Dyadic => times(x, x);

/** A network in exact arithmetic: the oracle, which shares nothing with what certifies. */
export function evaluate(network: Network, x: readonly Dyadic[]): Dyadic[] {
  let h = x;
  network.layers.forEach(({ weights: { rows, columns, data }, bias }, i) => {
    const out = Array.from({ length: rows }, (_, r) => h.reduce((s, v, c) => plus(s, times(exact(data[r * columns + c]), v)), exact(bias?.[r] ?? 0)));
    h = i < network.layers.length - 1 ? out.map(positivePart) : out;
  });
  return [...h];
}

/** B(x) - A(x), exactly. */
export function differences(a: Network, b: Network, x: readonly Dyadic[]): Dyadic[] {
  const f = evaluate(a, x);
  return evaluate(b, x).map((v, k) => minus(v, f[k]));
}

/** The square of the norm of a difference, exactly. */
export function squaredError(values: readonly Dyadic[], norm: Norm): Dyadic {
  if (norm === 'l2') return sum(values.map(squared));
  const chosen = norm === 'linf' ? values : [values[Number(norm.slice(7))]];
  return squared(chosen.map(abs).reduce((largest, v) => (less(largest, v) ? v : largest)));
}

/** Whether the norm of a difference is at most `bound`, at least 0 or Infinity, exactly. */
export const isAtMost = (values: readonly Dyadic[], norm: Norm, bound: number): boolean => bound === Infinity || !less(squared(exact(bound)), squaredError(values, norm));

/** Whether x lies in the domain, exactly. */
export const isInside = (domain: Domain, x: readonly Dyadic[]): boolean =>
  domain.kind === 'box'
    ? x.length === domain.lower.length && x.every((v, c) => !less(v, exact(domain.lower[c])) && !less(exact(domain.upper[c]), v))
    : !less(squared(exact(domain.radius)), sum(x.map(squared))) && (!domain.nonnegative || x.every((v) => !less(v, ZERO)));

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
