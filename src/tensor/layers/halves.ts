import { tf } from '../backend.js';
import { linear } from '../kernels.js';
import type { Part } from '../model.js';

/** x -> W+ relu(x) - W- relu(-x), what a pruned diamond computes; both of shape [outputs, inputs], parameters `name.plus` and `name.minus`. Pensia et al. (2020), Lemma 1. */
export function halves(name: string, inputs: number, outputs: number): Part {
  const fan = { kind: 'weights', shape: [outputs, inputs], fanIn: inputs, fanOut: outputs } as const;
  return {
    parameters: [{ name: `${name}.plus`, ...fan }, { name: `${name}.minus`, ...fan }],
    outputShape(shape) {
      if (shape.length !== 1 || shape[0] !== inputs) throw new RangeError(`halves: needed inputs of shape [${inputs}] for ${name}, got [${shape.join(', ')}]`);
      return [outputs];
    },
    apply: (x, values) => tf.sub(linear(tf.relu(x), values.get(`${name}.plus`)!), linear(tf.relu(tf.neg(x)), values.get(`${name}.minus`)!)),
  };
}
