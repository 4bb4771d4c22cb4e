import { tf } from '../backend.js';
import { batchedProduct } from '../kernels.js';
import type { Part } from '../model.js';

/** Tokens 0 .. tokens - 1 at [positions] -> their rows of a table [tokens, width], at [positions, width]; parameter `name.table`. By a product with one-hot rows: wasm has no gradient of gathering. Throws a RangeError on an input that is no token. */
export function embedding(name: string, tokens: number, width: number): Part {
  const table = `${name}.table`;
  return {
    parameters: [{ name: table, kind: 'embedding', shape: [tokens, width], fanIn: tokens, fanOut: width }],
    outputShape(shape) {
      if (shape.length !== 1) throw new RangeError(`embedding: needed a sequence of tokens for ${name}, got shape [${shape.join(', ')}]`);
      return [shape[0], width];
    },
    apply(x, values) {
      const [batch, positions] = x.shape, stray = (x.dataSync() as Float32Array).find((t) => !(Number.isInteger(t) && t >= 0 && t < tokens));
      if (stray !== undefined) throw new RangeError(`embedding: needed tokens of ${name} in 0 .. ${tokens - 1}, got ${stray}`);
      // Integers first: those that wasm writes as floats are not 1.
      const oneHot = tf.cast(tf.oneHot(tf.cast(tf.reshape(x, [batch * positions]), 'int32'), tokens), 'float32');
      return tf.reshape(batchedProduct(oneHot, values.get(table)!), [batch, positions, width]);
    },
  };
}

/** Adds to position t, in column i, sin(t / 10000^(i / width)) where i is even, cos(t / 10000^((i - 1) / width)) where it is odd: Vaswani et al. (2017). Not trained. */
export const positions: Part = {
  parameters: [],
  outputShape(shape) {
    if (shape.length !== 2) throw new RangeError(`positions: needed a sequence of vectors, got shape [${shape.join(', ')}]`);
    return shape;
  },
  apply(x) {
    const [, length, width] = x.shape, angle = (k: number): number => Math.floor(k / width!) / Math.exp((Math.log(10000) * (2 * Math.floor((k % width!) / 2))) / width!);
    return tf.add(x, tf.tensor(Float32Array.from({ length: length! * width! }, (_, k) => ((k % width!) % 2 === 0 ? Math.sin(angle(k)) : Math.cos(angle(k)))), [length!, width!]));
  },
};
