import type { Domain, Network } from '../../src/network/index.js';
import { forward, sampleInside } from '../../src/network/index.js';
import { abs, exact, less, minus, plus, positivePart, times, type Dyadic } from '../exact.js';

/** A network in exact arithmetic: the oracle, which shares nothing with src. */
export function evaluate(network: Network, x: readonly Dyadic[]): Dyadic[] {
  let h = x;
  network.layers.forEach(({ weights: { rows, columns, data }, bias }, i) => {
    const out = Array.from({ length: rows }, (_, r) => h.reduce((sum, v, c) => plus(sum, times(exact(data[r * columns + c]), v)), exact(bias?.[r] ?? 0)));
    h = i < network.layers.length - 1 ? out.map(positivePart) : out;
  });
  return [...h];
}

/** B(x) - A(x), exactly. */
export function differences(a: Network, b: Network, x: readonly Dyadic[]): Dyadic[] {
  const f = evaluate(a, x);
  return evaluate(b, x).map((v, k) => minus(v, f[k]));
}

/** Whether the norm of the values, l2, linf or output:K, is at most `bound`, exactly. */
export function isAtMost(values: readonly Dyadic[], norm: string, bound: number): boolean {
  if (bound === Infinity) return true;
  const limit = exact(bound);
  if (norm === 'l2') return !less(times(limit, limit), values.reduce((s, v) => plus(s, times(v, v)), exact(0)));
  const chosen = norm === 'linf' ? values : [values[Number(norm.slice(7))]];
  return chosen.every((v) => !less(limit, abs(v)));
}

/** The error at an input, in plain float64. */
export function errorOf(a: Network, b: Network, norm: string): (x: ArrayLike<number>) => number {
  const f = forward(a), g = forward(b);
  return (x) => {
    const p = f(x), q = g(x);
    let sum = 0, largest = 0;
    for (let k = 0; k < p.length; k++) {
      const d = Math.abs(p[k] - q[k]);
      sum += d * d;
      if (norm === 'linf' ? d > largest : norm === `output:${k}`) largest = d;
    }
    return norm === 'l2' ? Math.sqrt(sum) : largest;
  };
}

/** A sampled point as one that provably lies in the domain. */
export const inside = (domain: Domain, x: Float64Array): Float64Array => (domain.kind === 'ball' ? x.map((v) => v * (1 - 4e-16 * (x.length + 2))) : x);

/** The worst of `count` samples, numbered from `from`, and of an ascent from each of the best by small random steps. */
export function worstSampled(a: Network, b: Network, domain: Domain, norm: string, count: number, from = 100_000): Float64Array {
  const dimension = a.layers[0].weights.columns, error = errorOf(a, b, norm);
  let best: { x: Float64Array; value: number }[] = [];
  for (let k = 0; k < count; k++) {
    const x = inside(domain, sampleInside(domain, dimension, from + k)), value = error(x);
    if (best.length < 4 || value > best[3].value) best = [...best, { x, value }].sort((p, q) => q.value - p.value).slice(0, 4);
  }
  const ends = best.map((start) => {
    let { x, value }: { x: Float64Array; value: number } = start;
    let step = 0.25;
    for (let k = 0; k < Math.min(200, count / 10) && step > 1e-9; k++) {
      const towards = inside(domain, sampleInside(domain, dimension, from + count + k)), sign = k % 3 === 0 ? -1 : 1;
      let next: Float64Array = x.map((v, c) => v + sign * step * (towards[c] - v));
      if (domain.kind === 'box') next = next.map((v, c) => Math.min(domain.upper[c], Math.max(domain.lower[c], v)));
      else {
        if (domain.nonnegative) next = next.map((v) => Math.max(0, v));
        const length = Math.sqrt(next.reduce((s, v) => s + v * v, 0));
        next = inside(domain, next.map((v) => (length > 0 ? (v / length) * domain.radius : v)));
      }
      const reached = error(next);
      if (reached > value) [x, value] = [next, reached];
      else step *= 0.9;
    }
    return { x, value };
  });
  return ends.sort((p, q) => q.value - p.value)[0].x;
}
