import { tf } from '../backend.js';
import type { Part } from '../model.js';
import { attention, lastPosition, unbiased, type AttentionOptions } from './attention.js';
import { chain } from './chain.js';
import { relu } from './fixed.js';
import { layerNorm } from './layer-norm.js';
import { perPosition } from './per-position.js';
import { residual } from './residual.js';

/**
 * A block of a decoder on [positions, width], normalised after each sum as in the code of Power et al. (2021): y = norm(x + attention(x)), then
 * norm(y + W_out relu(W_in y)) with four times as many hidden units. Parts `name.attention`, `name.attended`, `name.in`, `name.out`, `name.normalised`.
 */
export function decoderBlock(name: string, width: number, heads: number, { queries = 'all', linear = unbiased }: AttentionOptions = {}): Part {
  const attending = attention(`${name}.attention`, width, heads, { queries, linear });
  const after = chain(
    layerNorm(`${name}.attended`, width),
    perPosition(residual(chain(linear(`${name}.in`, width, 4 * width), relu, linear(`${name}.out`, 4 * width, width)))),
    layerNorm(`${name}.normalised`, width),
  );
  return {
    parameters: [...attending.parameters, ...after.parameters],
    outputShape: (shape) => after.outputShape(attending.outputShape(shape)),
    apply: (x, values, pass) => after.apply(tf.add(queries === 'last' ? lastPosition.apply(x, values, pass) : x, attending.apply(x, values, pass)), values, pass),
  };
}
