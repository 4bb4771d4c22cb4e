/** node --import tsx train-steps.ts BACKEND: training steps on one backend beside the plain gradient of TensorFlow.js, in turn; a line of JSON. All times are CPU time of the process. */
import { convNet, dataSet, evaluate, initialise, mlp, openBackend, residualMlp, sgd, stream, train, constant, type DataSet, type Model } from '../../src/tensor/index.js';
import { tf } from '../../src/tensor/backend.js';
import { median } from './instances.js';
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';

/** What one backend did with one model. */
export interface Steps {
  readonly model: string;
  readonly weights: number;
  /** Milliseconds of a step; of one by the plain gradient, or why there is none. */
  readonly ours: number;
  readonly plain: number | string;
  /** Median of the ratios of pairs. */
  readonly ratio: number | null;
  /** Multiply-adds of a step, in millions. */
  readonly millions: number;
}
export type Rates = { readonly missing: string } | { readonly text: string; readonly native: string | null; readonly products: number; readonly steps: readonly Steps[]; readonly evaluation: number };

const BATCH = 128, ROUNDS = 5;

/** Milliseconds of CPU time, all threads. */
const cpu = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const examples = (inputShape: readonly number[], count = 1024): DataSet => {
  const random = stream(1, 'data'), size = inputShape.reduce((n, d) => n * d, 1);
  return dataSet({ name: 'noise', inputShape, count, inputs: Float32Array.from({ length: count * size }, random), labels: Int32Array.from({ length: count }, () => Math.floor(10 * random())), classes: 10 });
};

type Forward = (x: Tensor, v: (name: string) => Tensor) => Tensor;
const dense = (x: Tensor, v: (name: string) => Tensor, name: string): Tensor => tf.add(tf.matMul(x as Tensor2D, v(`${name}.weights`) as Tensor2D, false, true), v(`${name}.bias`));
const convolved = (x: Tensor, v: (name: string) => Tensor, name: string): Tensor => tf.relu(tf.add(tf.conv2d(x as Tensor4D, v(`${name}.weights`) as Tensor4D, 1, 'same'), v(`${name}.bias`)));
const pooled = (x: Tensor): Tensor => tf.maxPool(x as Tensor4D, 2, 2, 'valid');

/** Models as ours and as anybody would write them, with multiply-adds of a step: once forward, once for the weights, once for the inputs but of the first layer. */
const cases: readonly { readonly model: Model; readonly plain: Forward; readonly products: readonly number[] }[] = [
  { model: mlp([784, 300, 100, 10]), plain: (x, v) => dense(tf.relu(dense(tf.relu(dense(x, v, 'layer1')), v, 'layer2')), v, 'layer3'), products: [784 * 300, 300 * 100, 100 * 10] },
  {
    model: residualMlp(784, 100, 3, 10),
    plain: (x, v) => dense(tf.relu([1, 2, 3].reduce((h, k) => tf.add(h, dense(tf.relu(dense(tf.relu(h), v, `block${k}.in`)), v, `block${k}.out`)), dense(x, v, 'first'))), v, 'last'),
    products: [784 * 100, ...Array<number>(6).fill(100 * 100), 100 * 10],
  },
  {
    model: convNet([28, 28, 1], [8, 8, 16, 16], 10),
    plain: (x, v) => {
      const h = pooled(convolved(convolved(pooled(convolved(convolved(x, v, 'conv1'), v, 'conv2')), v, 'conv3'), v, 'conv4'));
      return dense(tf.relu(dense(tf.reshape(h, [h.shape[0], -1]), v, 'hidden')), v, 'last');
    },
    products: [784 * 9 * 8, 784 * 9 * 8 * 8, 196 * 9 * 8 * 16, 196 * 9 * 16 * 16, 784 * 256, 2560],
  },
];

/** Steps of `tf.train.momentum` over the built-in gradients, one batch over and over. */
function plainSteps(model: Model, forward: Forward, data: DataSet): (steps: number) => void {
  const values = new Map([...initialise(model, 1)].map(([name, v]) => [name, tf.variable(tf.tensor(v, model.parameters.find((p) => p.name === name)!.shape as number[]))]));
  const x = tf.tensor(data.inputs.subarray(0, (BATCH * data.inputs.length) / data.count), [BATCH, ...model.inputShape]), labels = tf.oneHot(tf.tensor1d(data.labels.subarray(0, BATCH), 'int32') as Tensor1D, 10), optimiser = tf.train.momentum(0.01, 0.9);
  return (steps) => {
    for (let k = 0; k < steps; k++) {
      const loss = optimiser.minimize(() => tf.losses.softmaxCrossEntropy(labels, forward(x, (name) => values.get(name)!)) as Scalar, true, [...values.values()] as Variable[])!;
      loss.dataSync();
      loss.dispose();
    }
  };
}

function measured({ model, plain, products }: (typeof cases)[number]): Steps {
  const data = examples(model.inputShape), start = initialise(model, 1);
  const ours = (steps: number): unknown => train({ model, data, start, steps, batch: { size: BATCH, seed: 1 }, optimiser: sgd(), schedule: constant(0.01) });
  ours(1);
  const once = cpu(() => ours(1)), steps = Math.max(1, Math.min(20, Math.ceil(100 / once))), rounds = once > 300 ? 1 : ROUNDS;
  let theirs: ((n: number) => void) | undefined, why = '';
  try {
    theirs = plainSteps(model, plain, data);
    if (rounds > 1) theirs(1);
    else tf.tidy(() => plain(tf.zeros([1, ...model.inputShape]), (name) => tf.zeros(model.parameters.find((p) => p.name === name)!.shape as number[])));
  } catch (error) {
    [theirs, why] = [undefined, (error as Error).message.split('\n')[0].slice(0, 90)];
  }
  // The difference of a longer run and a shorter: what a run costs beside its steps is not counted.
  const pairs = Array.from({ length: rounds }, () => [(cpu(() => ours(2 * steps)) - cpu(() => ours(steps))) / steps, theirs ? cpu(() => theirs(steps)) / steps : NaN]);
  return {
    model: model.name, weights: [...start.values()].reduce((n, v) => n + v.length, 0), ours: median(pairs.map((p) => p[0])), plain: theirs ? median(pairs.map((p) => p[1])) : why,
    ratio: theirs ? median(pairs.map((p) => p[0] / p[1])) : null, millions: (BATCH * products.reduce((n, p, k) => n + (k === 0 ? 2 : 3) * p, 0)) / 1e6,
  };
}

/** Millions of multiply-adds a second of matMul at the shape of LeNet's first layer. */
function productRate(): number {
  const a = tf.randomNormal([BATCH, 784]), b = tf.randomNormal([784, 300]), run = (n: number): void => {
    for (let k = 0; k < n; k++) tf.tidy(() => void tf.matMul(a as Tensor2D, b as Tensor2D).dataSync());
  };
  run(3);
  const n = Math.ceil(100 / Math.max(0.1, cpu(() => run(3)) / 3));
  return (n * BATCH * 784 * 300) / 1000 / median(Array.from({ length: ROUNDS }, () => cpu(() => run(n))));
}

async function rates(name: string): Promise<Rates> {
  let opened;
  try {
    opened = await openBackend(name as 'cpu');
  } catch (error) {
    return { missing: (error as Error).message };
  }
  const lenet = cases[0].model, test = examples([784], 10_000), values = initialise(lenet, 1);
  const native = (tf.backend() as unknown as { binding?: { TF_Version?: string } }).binding?.TF_Version ?? null;
  const products = productRate(), steps = cases.map(measured);
  return { text: `TensorFlow.js ${opened.version}`, native, products, steps, evaluation: median(Array.from({ length: products > 1000 ? 5 : 1 }, () => cpu(() => evaluate(lenet, values, test)))) };
}

rates(process.argv[2]).then((r) => process.stdout.write(`${JSON.stringify(r)}\n`));
