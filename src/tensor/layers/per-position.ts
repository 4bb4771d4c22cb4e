import { tf } from '../backend.js';
import type { Part } from '../model.js';

/** A part for vectors [inputs], at each position of a sequence [positions, inputs]. */
export const perPosition = (part: Part): Part => ({
  parameters: part.parameters,
  outputShape: ([positions, ...shape]) => [positions, ...part.outputShape(shape)],
  apply(x, values, pass) {
    const [batch, positions, ...shape] = x.shape, y = part.apply(tf.reshape(x, [batch * positions, ...shape]), values, pass);
    return tf.reshape(y, [batch, positions, ...y.shape.slice(1)]);
  },
});
