import { attend } from '../attend.js';
import { tf } from '../backend.js';
import type { Part } from '../model.js';
import { dense } from './dense.js';
import { perPosition } from './per-position.js';

/** Where attention is asked: at every position, or at the last alone, which is all that a block before the answer needs. */
export type Queries = 'all' | 'last';

/** The last position of a sequence [positions, width], as [1, width]. */
export const lastPosition: Part = {
  parameters: [],
  outputShape(shape) {
    if (shape.length !== 2) throw new RangeError(`lastPosition: needed a sequence of vectors, got shape [${shape.join(', ')}]`);
    return [1, shape[1]];
  },
  apply: (x) => tf.slice(x, [0, x.shape[1]! - 1, 0], [-1, 1, -1]),
};

/** How a map of vectors without a bias is made. */
export type LinearMap = (name: string, inputs: number, outputs: number) => Part;

/** A dense layer without a bias. */
export const unbiased: LinearMap = (name, inputs, outputs) => dense(name, inputs, outputs, { bias: false });

/** Settings of attention and of what is made of it: where it is asked (default: everywhere), and its linear maps (default: dense). */
export interface AttentionOptions {
  readonly queries?: Queries;
  readonly linear?: LinearMap;
}

/** Causal attention of `heads` heads on [positions, width], without biases: `name.query`, `name.key`, `name.value`, `name.output`, of width / heads rows a head. Throws a RangeError where the heads do not share the width. Vaswani et al. (2017). */
export function attention(name: string, width: number, heads: number, { queries = 'all', linear = unbiased }: AttentionOptions = {}): Part {
  if (!(Number.isInteger(heads) && heads >= 1 && width % heads === 0)) throw new RangeError(`attention: needed a number of heads that share the width ${width} of ${name}, got ${heads}`);
  const [query, key, value, output] = ['query', 'key', 'value', 'output'].map((what) => perPosition(linear(`${name}.${what}`, width, width)));
  return {
    parameters: [query, key, value, output].flatMap((p) => p.parameters),
    outputShape(shape) {
      if (shape.length !== 2 || shape[1] !== width) throw new RangeError(`attention: needed inputs of shape [positions, ${width}] for ${name}, got [${shape.join(', ')}]`);
      return queries === 'last' ? [1, width] : shape;
    },
    apply(x, values, pass) {
      const asking = queries === 'last' ? lastPosition.apply(x, values, pass) : x;
      return output.apply(attend(query.apply(asking, values, pass), key.apply(x, values, pass), value.apply(x, values, pass), heads), values, pass);
    },
  };
}
