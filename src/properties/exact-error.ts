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
