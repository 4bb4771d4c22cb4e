import { forward } from '../../network/forward.js';
import { validNetwork, type Network } from '../../network/network.js';

/** A hidden unit; layers and units from 0. */
export interface HiddenUnit {
  readonly layer: number;
  readonly unit: number;
}

/** Its value before the relu at x, in float64; and a bound of the rounding errors that any order of float64 operations makes of it over inputs of at most these sizes. */
export interface Preactivation extends HiddenUnit {
  at(x: ArrayLike<number>): number;
  readonly noise: number;
}

/** All hidden units of a network, in order. `sizes`: the largest size of each input. */
export function preactivations(network: Network, sizes: Float64Array): Preactivation[] {
  let noise = sizes.map(() => 0), size: Float64Array = sizes;
  return network.layers.slice(0, -1).flatMap(({ weights, bias }, layer) => {
    const { rows, columns } = weights, below = forward(validNetwork(network.layers.slice(0, layer + 1), 'kinks')), sum = (of: Float64Array, r: number): number => of.reduce((s, x, c) => s + Math.abs(weights.data[r * columns + c]) * x, 0);
    const sizesHere = Float64Array.from({ length: rows }, (_, r) => sum(size, r) + Math.abs(bias?.[r] ?? 0)), noiseHere = Float64Array.from({ length: rows }, (_, r) => sum(noise, r) + (columns + 2) * 2 ** -52 * sizesHere[r]);
    [size, noise] = [sizesHere, noiseHere];
    return Array.from({ length: rows }, (_, unit) => ({ layer, unit, at: (x: ArrayLike<number>) => below(x)[unit], noise: noiseHere[unit] }));
  });
}
