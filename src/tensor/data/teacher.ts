import { forward, validNetwork, widths, type Network } from '../../network/index.js';
import { normal, stream, type Random } from '../random.js';
import { dataSet, type DataSet } from './data-set.js';

/** A teacher: `features` relus of sparse normal directions, each entry there with probability `share`, and `outputs` sums of them, normal weights over features x share. */
export function sparseTeacher(inputs: number, features: number, outputs: number, share: number, random: Random): Network {
  const directions = Float64Array.from({ length: features * inputs }, () => (random() < share ? normal(random) : 0));
  const sums = Float64Array.from({ length: outputs * features }, () => normal(random) / (features * share));
  return validNetwork([{ weights: { rows: features, columns: inputs, data: directions }, bias: null }, { weights: { rows: outputs, columns: features, data: sums }, bias: null }], 'sparseTeacher');
}

/** Standard normal inputs, each with the place of the largest of a teacher network's outputs as its class. */
export function taughtBy(teacher: Network, count: number, seed: number): DataSet {
  const random = stream(seed, 'data'), [size, classes] = [widths(teacher)[0], widths(teacher).at(-1)!], run = forward(teacher);
  const inputs = Float32Array.from({ length: count * size }, () => normal(random)), labels = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const out = run(Float64Array.from(inputs.subarray(k * size, (k + 1) * size)));
    labels[k] = out.indexOf(out.reduce((a, b) => Math.max(a, b)));
  }
  return dataSet({ name: 'teacher', inputShape: [size], count, inputs, labels, classes });
}
