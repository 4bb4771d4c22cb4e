import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { requireBackend, tf } from './backend.js';
import { crossEntropy } from './kernels.js';
import { requireValues, type Model } from './model.js';
import type { Values } from './values.js';

/** What a step learns from a batch: the loss, its gradient by every parameter that is trained, and statistics as they are after it. */
export interface Gradients {
  readonly loss: number;
  readonly gradients: Map<string, Float32Array>;
  readonly statistics: Map<string, Float32Array>;
}

/** A scalar of the outputs [batch, ...outputShape]. */
export type Loss = (outputs: Tensor) => Tensor;

/** The mean cross-entropy against these classes. */
export const crossEntropyOf = (labels: Int32Array, classes: number): Loss => (logits) => crossEntropy(logits, tf.oneHot(tf.tensor1d(labels, 'int32') as Tensor1D, classes));

/** The loss and its gradients at a batch of inputs, row by row; `training`: as batch normalisation understands it. Throws a RangeError where values or inputs do not fit the model. */
export function gradientsAt(model: Model, values: Values, inputs: Float32Array, loss: Loss, { training = true }: { readonly training?: boolean } = {}): Gradients {
  const trained = model.parameters.filter((p) => p.kind !== 'statistic');
  return scoped('gradientsAt', model, values, (statistics) => {
    const x = batchTensor(model, inputs), fixed = tensorsOf(model, values, (kind) => kind === 'statistic');
    const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) => {
      const all = new Map([...fixed, ...trained.map((p, k) => [p.name, tensors[k]] as const)]);
      return loss(model.apply(x, all, { training, statistics })) as Scalar;
    })(trained.map((p) => tf.tensor(values.get(p.name)!, p.shape as number[])));
    return { loss: value.dataSync()[0], gradients: new Map(trained.map((p, k) => [p.name, grads[k].dataSync() as Float32Array])), statistics: seenOf(statistics) };
  });
}

/** Outputs of a batch of inputs, row by row, not in training. Throws a RangeError where values or inputs do not fit the model. */
export const outputsOf = (model: Model, values: Values, inputs: Float32Array): Float32Array =>
  scoped('outputsOf', model, values, (statistics) => model.apply(batchTensor(model, inputs), tensorsOf(model, values, () => true), { training: false, statistics }).dataSync() as Float32Array);

/** Statistics as they are after a batch of inputs that is seen as in training. Throws a RangeError where values or inputs do not fit the model. */
export const statisticsOf = (model: Model, values: Values, inputs: Float32Array): Map<string, Float32Array> =>
  scoped('statisticsOf', model, values, (statistics) => {
    model.apply(batchTensor(model, inputs), tensorsOf(model, values, () => true), { training: true, statistics });
    return seenOf(statistics);
  });

const seenOf = (statistics: ReadonlyMap<string, Tensor>): Map<string, Float32Array> => new Map([...statistics].map(([name, t]) => [name, t.dataSync() as Float32Array]));

/** Frees every tensor that was made inside, those too that layers keep as statistics, however it ends; what comes back holds none. */
function scoped<T>(where: string, model: Model, values: Values, work: (statistics: Map<string, Tensor>) => T): T {
  requireBackend(where);
  requireValues(model, values, where);
  const statistics = new Map<string, Tensor>();
  tf.engine().startScope();
  try {
    return work(statistics);
  } finally {
    for (const t of statistics.values()) t.dispose();
    tf.engine().endScope();
  }
}

function batchTensor({ name, inputShape }: Model, inputs: Float32Array): Tensor {
  const size = inputShape.reduce((n, d) => n * d, 1), count = inputs.length / size;
  if (!(Number.isInteger(count) && count >= 1)) throw new RangeError(`batch: needed inputs of ${name}, ${size} numbers each, got ${inputs.length} numbers`);
  return tf.tensor(inputs, [count, ...inputShape]);
}

const tensorsOf = ({ parameters }: Model, values: Values, of: (kind: string) => boolean): Map<string, Tensor> =>
  new Map(parameters.filter((p) => of(p.kind)).map((p) => [p.name, tf.tensor(values.get(p.name)!, p.shape as number[])]));
