import type { DataSet } from './data/data-set.js';
import type { Model } from './model.js';

/** Throws a RangeError unless the model takes examples of this data set and has an output for each of its classes. */
export function requireFit(model: Model, data: DataSet, where: string): void {
  if (model.inputShape.join() !== data.inputShape.join()) throw new RangeError(`${where}: needed examples of shape [${model.inputShape.join(', ')}] for ${model.name}, got [${data.inputShape.join(', ')}] of ${data.name}`);
  const out = model.outputShape(model.inputShape);
  if (out.join() !== String(data.classes)) throw new RangeError(`${where}: needed ${data.classes} outputs of ${model.name}, one a class of ${data.name}, got [${out.join(', ')}]`);
}
