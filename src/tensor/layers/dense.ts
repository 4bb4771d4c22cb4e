import { tf } from '../backend.js';
import { linear } from '../kernels.js';
import type { Part } from '../model.js';

/** x -> W x + b with W of shape [outputs, inputs]; parameters `name.weights` and, unless it has none, `name.bias`. */
export function dense(name: string, inputs: number, outputs: number, { bias = true }: { readonly bias?: boolean } = {}): Part {
  if (!(inputs >= 1 && outputs >= 1)) throw new RangeError(`dense: needed at least one input and one output for ${name}, got ${inputs} and ${outputs}`);
  const fan = { fanIn: inputs, fanOut: outputs }, weights = `${name}.weights`, biases = `${name}.bias`;
  return {
    parameters: [{ name: weights, kind: 'weights', shape: [outputs, inputs], ...fan }, ...(bias ? [{ name: biases, kind: 'bias', shape: [outputs], ...fan } as const] : [])],
    links: [weights],
    outputShape(shape) {
      if (shape.length !== 1 || shape[0] !== inputs) throw new RangeError(`dense: needed inputs of shape [${inputs}] for ${name}, got [${shape.join(', ')}]`);
      return [outputs];
    },
    apply(x, values) {
      const y = linear(x, values.get(weights)!);
      return bias ? tf.add(y, values.get(biases)!) : y;
    },
    layers: (values) => [{ weights: { rows: outputs, columns: inputs, data: Float64Array.from(values.get(weights)!) }, bias: bias ? Float64Array.from(values.get(biases)!) : null }],
  };
}
