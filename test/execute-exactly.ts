import type { Network, PrunedNetwork } from '../src/network/index.js';
import { exact, plus, positivePart, times, type Dyadic } from '../src/properties/exact.js';
import { evaluate } from '../src/properties/exact-error.js';

/** A pruned network in exact arithmetic: the oracle of what the ticket computes. */
export function executeExactly(network: PrunedNetwork, x: ArrayLike<number>): Dyadic[] {
  let h = Array.from(x, exact);
  network.layers.forEach(({ rows, kept, bias }, j) => {
    const out = Array.from({ length: rows }, (_, r) => exact(bias?.[r] ?? 0));
    for (const { row, column, weight } of kept) out[row] = plus(out[row], times(exact(weight), h[column]));
    h = j < network.layers.length - 1 ? out.map(positivePart) : out;
  });
  return h.map((v) => times(v, exact(network.gain)));
}

/** A network in exact arithmetic. */
export const forwardExactly = (network: Network, x: ArrayLike<number>): Dyadic[] => evaluate(network, Array.from(x, exact));
