import { normal, stream } from '../random.js';
import { dataSet, type DataSet } from './data-set.js';

/** Points of two interleaved spirals of one and an eighth turns in [-1.05, 1.05]^2, with normal noise of deviation 0.02; the class is the arm. */
export function spirals(count: number, seed: number): DataSet {
  const random = stream(seed, 'data'), inputs = new Float32Array(2 * count), labels = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const arm = random() < 0.5 ? 0 : 1, t = 0.25 + 2.25 * random(), angle = Math.PI * (t + arm), radius = t / 2.6;
    inputs.set([radius * Math.cos(angle) + 0.02 * normal(random), radius * Math.sin(angle) + 0.02 * normal(random)], 2 * k);
    labels[k] = arm;
  }
  return dataSet({ name: 'spirals', inputShape: [2], count, inputs, labels, classes: 2 });
}
