import type { Network } from '../../network/network.js';
import { placesOf, scaled } from './dyadic.js';

/** Outputs of a network: value_k = mantissas[k] * 2^-places, exactly. */
export interface Exact {
  readonly mantissas: readonly bigint[];
  readonly places: number;
}

/** The network at x in exact arithmetic. x has d_0 finite entries. */
export function evaluateExactly({ layers }: Network, x: ArrayLike<number>): Exact {
  let places = placesOf(x), values = Array.from(x, (v) => scaled(v, places));
  layers.forEach(({ weights: { rows, columns, data }, bias }, i) => {
    const own = placesOf(data), total = Math.max(places + own, bias ? placesOf(bias) : 0), lift = BigInt(total - places - own);
    const used = values.flatMap((v, c) => (v === 0n ? [] : [c]));
    const next = Array.from({ length: rows }, (_, r) => {
      let sum = 0n;
      for (const c of used) {
        const w = data[r * columns + c];
        if (w !== 0) sum += scaled(w, own) * values[c];
      }
      return (sum << lift) + (bias ? scaled(bias[r], total) : 0n);
    });
    values = i < layers.length - 1 ? next.map((v) => (v > 0n ? v : 0n)) : next;
    places = total;
  });
  return { mantissas: values, places };
}

/** |A(x) - B(x)| output by output, exactly. */
export function distancesExactly(a: Network, b: Network, x: ArrayLike<number>): Exact {
  const f = evaluateExactly(a, x), g = evaluateExactly(b, x), places = Math.max(f.places, g.places);
  return { mantissas: f.mantissas.map((v, k) => absolute((v << BigInt(places - f.places)) - (g.mantissas[k] << BigInt(places - g.places)))), places };
}

export const absolute = (x: bigint): bigint => (x < 0n ? -x : x);
