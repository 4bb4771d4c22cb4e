import type { Part } from '../model.js';
import { layerNormOf } from '../layer-norm.js';

/** Layer normalisation of each vector of `width` numbers: to mean 0 and variance 1, then by a gain and a bias that are trained; `name.gain`, `name.bias`. Ba et al. (2016). */
export function layerNorm(name: string, width: number): Part {
  const fan = { shape: [width], fanIn: width, fanOut: width };
  return {
    parameters: [{ name: `${name}.gain`, kind: 'gain', ...fan }, { name: `${name}.bias`, kind: 'bias', ...fan }],
    outputShape(shape) {
      if (shape[shape.length - 1] !== width) throw new RangeError(`layerNorm: needed vectors of ${width} for ${name}, got [${shape.join(', ')}]`);
      return shape;
    },
    apply: (x, values) => layerNormOf(x, values.get(`${name}.gain`)!, values.get(`${name}.bias`)!),
  };
}
