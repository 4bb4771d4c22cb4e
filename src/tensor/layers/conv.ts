import { tf } from '../backend.js';
import { convolution } from '../kernels.js';
import type { Part } from '../model.js';

/** What a convolution is, its channels apart. */
export interface ConvOptions {
  /** Side of its square filters. Default 3. */
  readonly side?: number;
  readonly stride?: number;
  readonly padding?: 'same' | 'valid';
  readonly bias?: boolean;
}

/** A convolution of images [height, width, inputs], filters of shape [side, side, inputs, outputs]; parameters `name.weights`, `name.bias`. */
export function conv(name: string, inputs: number, outputs: number, { side = 3, stride = 1, padding = 'same', bias = true }: ConvOptions = {}): Part {
  const fan = { fanIn: side * side * inputs, fanOut: side * side * outputs }, weights = `${name}.weights`, biases = `${name}.bias`;
  if (![side, stride, inputs, outputs].every((n) => Number.isInteger(n) && n >= 1)) throw new RangeError(`conv: needed a side, a stride and channels of at least 1 for ${name}, got side ${side}, stride ${stride}, channels ${inputs} and ${outputs}`);
  const out = (size: number): number => (padding === 'same' ? Math.ceil(size / stride) : Math.ceil((size - side + 1) / stride));
  return {
    parameters: [{ name: weights, kind: 'weights', shape: [side, side, inputs, outputs], ...fan }, ...(bias ? [{ name: biases, kind: 'bias', shape: [outputs], ...fan } as const] : [])],
    links: [weights],
    outputShape(shape) {
      if (shape.length !== 3 || shape[2] !== inputs) throw new RangeError(`conv: needed inputs of shape [height, width, ${inputs}] for ${name}, got [${shape.join(', ')}]`);
      if (padding === 'valid' && Math.min(shape[0], shape[1]) < side) throw new RangeError(`conv: needed images of side ${side} or more for ${name}, got [${shape.join(', ')}]`);
      return [out(shape[0]), out(shape[1]), outputs];
    },
    apply(x, values) {
      const y = convolution(x, values.get(weights)!, stride, padding);
      return bias ? tf.add(y, values.get(biases)!) : y;
    },
  };
}
