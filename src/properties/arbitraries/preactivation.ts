import { forward } from '../../network/forward.js';
import { validNetwork, type Network } from '../../network/network.js';

/** A hidden unit; layers and units from 0. */
export interface HiddenUnit {
  readonly layer: number;
  readonly unit: number;
}

/** A hidden unit's value before the relu. */
export interface Preactivation extends HiddenUnit {
  /** At x, in float64. */
  at(x: ArrayLike<number>): number;
  /** About what rounding makes of it, over inputs of at most the given sizes: 2^-52 for each operation, of the sum of absolute values. */
  readonly noise: number;
}

/** All hidden units of a network, layer by layer. `sizes`: the largest size of each input. */
export function preactivations(network: Network, sizes: Float64Array): Preactivation[] {
  let size = sizes, noise = sizes.map(() => 0);
  return network.layers.slice(0, -1).flatMap(({ weights: { rows, columns, data }, bias }, layer) => {
    const below = forward(validNetwork(network.layers.slice(0, layer + 1), 'kinks'));
    const through = (of: Float64Array): Float64Array => Float64Array.from({ length: rows }, (_, r) => of.reduce((sum, x, c) => sum + Math.abs(data[r * columns + c]) * x, 0));
    size = through(size).map((s, r) => s + Math.abs(bias?.[r] ?? 0));
    noise = through(noise).map((s, r) => s + (columns + 2) * 2 ** -52 * size[r]);
    return Array.from(noise, (n, unit) => ({ layer, unit, at: (x: ArrayLike<number>) => below(x)[unit], noise: n }));
  });
}
