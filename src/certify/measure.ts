import { oneLine } from '../numeric/one-line.js';
import { norm, normUp } from '../numeric/matrix.js';
import type { Network } from '../network/network.js';
import type { Norm } from './record.js';

/** The size of a difference of outputs, rounded: l2 or largest entry. One output alone is both. */
export const sizeOf = (difference: ArrayLike<number>, measure: Norm): number => (measure === 'linf' ? largestOf(difference) : norm(difference));

/** An upper bound of the size of outputs whose own sizes are at most those given; Infinity where one is NaN. */
export const sizeUp = (sizes: ArrayLike<number>, measure: Norm): number => (measure === 'linf' ? largestOf(sizes) : normUp(sizes));

function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let k = 0; k < values.length; k++) {
    const size = Math.abs(values[k]);
    if (!(size <= largest)) largest = Number.isNaN(size) ? Infinity : size;
  }
  return largest;
}

/** The output that a norm looks at alone; undefined where it looks at all. */
export const outputOf = (measure: Norm): number | undefined => (measure.startsWith('output:') ? Number(measure.slice(7)) : undefined);

/** Reads a norm. Throws a RangeError unless it is l2, linf or output:K with an output that there is. */
export function parseNorm(text: string, outputs: number): Norm {
  if (text === 'l2' || text === 'linf') return text;
  const k = /^output:\d+$/.test(text) ? Number(text.slice(7)) : NaN;
  if (!(k < outputs)) throw new RangeError(`norm: needed l2, linf or output:K with K from 0 to ${outputs - 1}, got ${oneLine(text, 80)}`);
  return `output:${k}`;
}

/** The network with one of its outputs. */
export function withOutput(network: Network, k: number): Network {
  const { weights, bias } = network.layers[network.layers.length - 1];
  const row = { rows: 1, columns: weights.columns, data: weights.data.slice(k * weights.columns, (k + 1) * weights.columns) };
  return { ...network, layers: [...network.layers.slice(0, -1), { weights: row, bias: bias && bias.slice(k, k + 1) }] };
}
