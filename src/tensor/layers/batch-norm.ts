import { tf } from '../backend.js';
import type { Parameter, Part } from '../model.js';

const EPSILON = 1e-5, MOMENTUM = 0.1;

/**
 * Batch normalisation over all but the last dimension, `channels` of them: in training by the batch's mean and variance, which enter running
 * statistics with weight 0.1, the variance as its unbiased estimate; else by these. `affine`: with a gain and a bias that are trained. Ioffe & Szegedy (2015).
 */
export function batchNorm(name: string, channels: number, { affine = true }: { readonly affine?: boolean } = {}): Part {
  const parameter = (what: string, kind: Parameter['kind']): Parameter => ({ name: `${name}.${what}`, kind, shape: [channels], fanIn: channels, fanOut: channels });
  return {
    parameters: [...(affine ? [parameter('gain', 'gain'), parameter('bias', 'bias')] : []), parameter('mean', 'statistic'), parameter('variance', 'statistic')],
    links: [],
    outputShape(shape) {
      if (shape[shape.length - 1] !== channels) throw new RangeError(`batchNorm: needed ${channels} channels for ${name}, got [${shape.join(', ')}]`);
      return shape;
    },
    apply(x, values, { training, statistics }) {
      const running = ['mean', 'variance'].map((what) => values.get(`${name}.${what}`)!);
      let [mean, variance] = running;
      if (training) {
        const axes = [...Array(x.rank - 1).keys()];
        mean = tf.mean(x, axes);
        variance = tf.mean(tf.square(tf.sub(x, mean)), axes);
        const count = x.size / channels, unbiased = count / Math.max(1, count - 1);
        statistics.set(`${name}.mean`, tf.keep(tf.add(tf.mul(running[0], 1 - MOMENTUM), tf.mul(mean, MOMENTUM))));
        statistics.set(`${name}.variance`, tf.keep(tf.add(tf.mul(running[1], 1 - MOMENTUM), tf.mul(variance, MOMENTUM * unbiased))));
      }
      const y = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON)));
      return affine ? tf.add(tf.mul(y, values.get(`${name}.gain`)!), values.get(`${name}.bias`)!) : y;
    },
  };
}
