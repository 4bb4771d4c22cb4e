import { matrixOf } from '../../src/numeric/matrix.js';
import { validNetwork, type Network } from '../../src/network/index.js';
import { adam, batchesPerEpoch, cosine, initialise, mlp, train, type Model, type Values } from '../../src/tensor/index.js';
import { PIXELS, pooledMnist } from './pooled.js';

/** Widths of the target. */
export const WIDTHS = [PIXELS, 16, 10] as const;

/** Epochs of training, batches of 128: of a target, and of the scores of a mask. */
export const EPOCHS = 8, BATCH = 128;

/** The model that the target is, and that a construction's ticket is too, with its effective weights. */
export const model: Model = mlp(WIDTHS, { bias: false });

/** Weights of a dense network without biases as values of the model, in float32. */
export const valuesOf = ({ layers }: Network): Map<string, Float32Array> => new Map(layers.map(({ weights }, i) => [`layer${i + 1}.weights`, Float32Array.from(weights.data)]));

const networkOf = (values: Values): Network =>
  validNetwork(model.parameters.map(({ name, shape: [rows, columns] }) => ({ weights: matrixOf(rows, columns, (r, c) => values.get(name)![r * columns + c]), bias: null })), 'networkOf');

let last: { readonly seed: number; readonly target: Network } | undefined;

/** A network trained by Adam to classify the pooled images; needs a backend. The last one is kept. */
export function trainedTarget(seed: number): Network {
  if (last?.seed !== seed) {
    const { train: data } = pooledMnist(), steps = EPOCHS * batchesPerEpoch(data, BATCH);
    last = { seed, target: networkOf(train({ model, data, start: initialise(model, seed), steps, batch: { size: BATCH, seed }, optimiser: adam(), schedule: cosine(0.01, steps) }).end.values) };
  }
  return last.target;
}
