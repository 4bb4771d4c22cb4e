import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { tf } from './backend.js';

/** The one method that runs an operation whose gradients are computed one by one, as the kernels of TensorFlow.js have them; its types call it private. */
interface Engine {
  runKernelFunc(operation: { forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor; backwardsFunc: (dy: Tensor, saved: Tensor[]) => Record<string, () => Tensor>; inputs: Record<string, Tensor> }): Tensor;
}

/**
 * An operation with its gradient given: each input's is computed only where it is asked for (tf.customGrad computes all). The gradients that
 * TensorFlow.js has multiply with flags of transposition, which takes ten times as long on wasm, or need kernels that it lacks.
 */
export function operation<Inputs extends Record<string, Tensor>>(inputs: Inputs, forward: () => Tensor, gradient: (dy: Tensor, inputs: Inputs) => { [K in keyof Inputs]: () => Tensor }): Tensor {
  const names = Object.keys(inputs), engine = tf.engine() as unknown as Engine;
  return engine.runKernelFunc({
    forwardFunc: (_, save) => {
      save(Object.values(inputs));
      return forward();
    },
    backwardsFunc: (dy: Tensor, saved: Tensor[]) => gradient(dy, Object.fromEntries(names.map((name, k) => [name, saved[k]])) as Inputs),
    inputs,
  });
}

const product = (a: Tensor, b: Tensor): Tensor => tf.matMul(a as Tensor2D, b as Tensor2D);

/** x [batch, inputs] and W [outputs, inputs] -> x W^T [batch, outputs]. */
export const linear = (x: Tensor, w: Tensor): Tensor =>
  operation({ x, w }, () => product(x, tf.transpose(w)), (dy, { x, w }) => ({ x: () => product(dy, w), w: () => product(tf.transpose(dy), x) }));

/** a [..., m, k] and b [..., k, n] -> a b [..., m, n], the leading dimensions alike. */
export function batchedProduct(a: Tensor, b: Tensor): Tensor {
  const swapped = [...Array(a.rank - 2).keys(), a.rank - 1, a.rank - 2];
  return operation({ a, b }, () => product(a, b), (dy, { a, b }) => ({ a: () => product(dy, tf.transpose(b, swapped)), b: () => product(tf.transpose(a, swapped), dy) }));
}

/** x [batch, height, width, inputs] and filter [height, width, inputs, outputs] -> stride 1 or more, `same` or `valid`. */
export function convolution(x: Tensor, filter: Tensor, stride: number, padding: 'same' | 'valid'): Tensor {
  const [kh, kw] = filter.shape, [, h, w] = x.shape;
  const out = (size: number, kernel: number): number => (padding === 'same' ? Math.ceil(size / stride) : Math.ceil((size - kernel + 1) / stride));
  // What same adds before and after, as TensorFlow does.
  const pads = ([size, kernel]: readonly [number, number]): [number, number] => {
    const all = padding === 'same' ? Math.max(0, (out(size, kernel) - 1) * stride + kernel - size) : 0;
    return [Math.floor(all / 2), all - Math.floor(all / 2)];
  };
  const rows = pads([h, kh]), columns = pads([w, kw]);
  // By numbers: told `same`, wasm pads otherwise where the stride is beyond the filter's side.
  return operation({ x, filter }, () => tf.conv2d(x as Tensor4D, filter as Tensor4D, stride, [[0, 0], rows, columns, [0, 0]]), (dy, { x, filter }) => ({
    // At stride 1 a convolution again, with filters turned round: ten times as fast on wasm as the kernel that is made for it.
    x: () => {
      if (stride > 1) return tf.conv2dTranspose(dy as Tensor4D, filter as Tensor4D, x.shape as [number, number, number, number], stride, padding);
      const turned = tf.reverse(tf.transpose(filter, [0, 1, 3, 2]), [0, 1]);
      return tf.conv2d(dy as Tensor4D, turned as Tensor4D, 1, [[0, 0], [kh - 1 - rows[0], kh - 1 - rows[1]], [kw - 1 - columns[0], kw - 1 - columns[1]], [0, 0]]);
    },
    // The filter's gradient is a convolution too: of the inputs, channels as batch and images as channels, with dy spread by the stride.
    filter: () => {
      const images = tf.transpose(tf.pad(x, [[0, 0], rows, columns, [0, 0]]), [3, 1, 2, 0]);
      const whole = tf.conv2d(images as Tensor4D, tf.transpose(dy, [1, 2, 0, 3]) as Tensor4D, 1, 'valid', 'NHWC', stride);
      return tf.transpose(tf.slice(whole, [0, 0, 0, 0], [-1, kh, kw, -1]), [1, 2, 0, 3]);
    },
  }));
}

/**
 * x [batch, height, width, channels] -> the largest of each square of 2 x 2; the gradient goes to the last of equals. That of TensorFlow.js 4.22 is wrong on wasm in squares
 * without a positive number, and goes to other equals on other backends: it is given, for the largest, their places 1 to 4 in the square, and 0 for the others.
 */
export const largestOfSquares = (x: Tensor): Tensor => operation({ x }, () => tf.maxPool(x as Tensor4D, 2, 2, 'valid'), (dy, { x }) => ({
  x: () => {
    const [, height, width] = x.shape, [, h, w] = dy.shape, squares = { filterSize: 2, strides: 2, pad: 'valid' };
    const spread = tf.image.resizeNearestNeighbor(tf.maxPool(x as Tensor4D, 2, 2, 'valid'), [2 * h!, 2 * w!]);
    const largest = tf.cast(tf.equal(x, tf.pad(spread, [[0, 0], [0, height! - 2 * h!], [0, width! - 2 * w!], [0, 0]])), 'float32');
    const place = tf.tensor(Float32Array.from({ length: height! * width! }, (_, k) => 1 + 2 * (Math.floor(k / width!) % 2) + ((k % width!) % 2)), [1, height!, width!, 1]), input = tf.mul(largest, place);
    return tf.engine().runKernel(tf.MaxPoolGrad, { dy, input, output: tf.maxPool(input as Tensor4D, 2, 2, 'valid') }, squares) as Tensor;
  },
}));

/** logits [batch, classes] and one-hot labels alike -> the mean over the batch of -log softmax(logits)[label], a scalar. */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  const share = (dy: Tensor): Tensor => tf.div(dy, logits.shape[0]);
  return operation({ logits, labels }, () => {
    const most = tf.max(logits, 1, true), logSum = tf.add(tf.log(tf.sum(tf.exp(tf.sub(logits, most)), 1, true)), most);
    return tf.mean(tf.sub(tf.squeeze(logSum, [1]), tf.sum(tf.mul(logits, labels), 1)));
  }, (dy, { logits, labels }) => ({
    logits: () => tf.mul(tf.sub(tf.softmax(logits as Tensor2D), labels), share(dy)),
    labels: () => tf.neg(tf.mul(logits, share(dy))),
  }));
}
