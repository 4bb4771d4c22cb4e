import type { DataSet } from '../data/data-set.js';
import { subset } from '../data/data-set.js';
import { crossEntropyOf, gradientsAt } from '../gradients.js';
import { prunable, type Model } from '../model.js';
import { masked, type Masks, type Values } from '../values.js';

const CHUNK = 1000;

/** The norm of the gradient of the mean cross-entropy on all of a data set by the kept weights (biases apart), not in training. */
export function gradientNorm(model: Model, values: Values, masks: Masks, data: DataSet): number {
  const kept = masked(values, masks), sums = new Map(prunable(model).map(({ name }) => [name, new Float64Array(values.get(name)!.length)]));
  for (let from = 0; from < data.count; from += CHUNK) {
    const places = Array.from({ length: Math.min(CHUNK, data.count - from) }, (_, k) => from + k), part = subset(data, places);
    const { gradients } = gradientsAt(model, kept, part.inputs, crossEntropyOf(part.labels, data.classes), { training: false });
    for (const [name, sum] of sums) gradients.get(name)!.forEach((g, k) => (sum[k] += (g * part.count) / data.count));
  }
  let square = 0;
  for (const [name, sum] of sums) {
    const mask = masks.get(name);
    for (let k = 0; k < sum.length; k++) if (!mask || mask[k]) square += sum[k] * sum[k];
  }
  return Math.sqrt(square);
}
