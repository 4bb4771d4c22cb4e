import { mapMatrix, matrixOf } from '../numeric/matrix.js';
import { powerOfTwo } from '../numeric/rounding.js';
import { validNetwork, type Layer, type Network } from '../network/network.js';
import type { Mask } from '../network/ticket.js';
import { signsOf } from '../network/domain.js';
import { effectiveBlocks, type EffectiveBlock } from './effective.js';

/**
 * The function that a ticket's certificate is about, as a network of effective weights, exact in float64: as deep as the
 * target, with one more first layer x -> (relu(x), relu(-x)) where the domain has negative inputs, and with the carried
 * constant as a unit. Agrees with the pruned network on the ticket's domain; on another, give the ticket with that domain.
 */
export function collapsedNetwork(ticket: Mask, inputs: number, blocks: readonly EffectiveBlock[] = effectiveBlocks(ticket)): Network {
  const gain = ticket.scales.reduce((product, s) => product * s, 1);
  if (!(gain >= powerOfTwo(-900) && gain <= powerOfTwo(900))) throw new RangeError(`collapse: needed scales whose product lies in [2^-900, 2^900], got ${gain}`);
  const constantIn = ticket.widths[0] > inputs;
  const negative = Array.from({ length: inputs }, (_, c) => c).filter((c) => signsOf(ticket.domain, c).negative);
  const layers: Layer[] = [];
  if (negative.length > 0) {
    const lifted = matrixOf(inputs + negative.length, inputs, (r, c) => (r < inputs ? +(r === c) : -(negative[r - inputs] === c)));
    layers.push({ weights: lifted, bias: null });
  }
  blocks.forEach(({ plus, minus }, i) => {
    let { weights, bias }: Layer = { weights: plus, bias: null };
    if (i === 0) {
      const { rows, columns } = plus;
      weights = matrixOf(rows, inputs + negative.length, (r, c) => (c < inputs ? plus.data[r * columns + c] : -minus.data[r * columns + negative[c - inputs]]));
      bias = constantIn ? Float64Array.from({ length: rows }, (_, r) => plus.data[r * columns + inputs]) : null;
    }
    if (i === blocks.length - 1) {
      weights = mapMatrix(weights, (w) => w * gain);
      bias = bias && bias.map((b) => b * gain);
    }
    layers.push({ weights, bias });
  });
  return validNetwork(layers, 'collapse');
}
