import { tf } from '../backend.js';
import type { Part } from '../model.js';

/** x -> x + part(x). */
export const residual = (part: Part): Part => ({
  parameters: part.parameters,
  links: part.links && [{ around: part.links }],
  outputShape(shape) {
    const out = part.outputShape(shape);
    if (out.join() !== shape.join()) throw new RangeError(`residual: needed a part that keeps the shape [${shape.join(', ')}], got [${out.join(', ')}]`);
    return shape;
  },
  apply: (x, values, pass) => tf.add(x, part.apply(x, values, pass)),
});
