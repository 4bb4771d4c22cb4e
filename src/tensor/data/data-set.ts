/** Labelled inputs: `inputs` holds `count` of shape `inputShape`, row by row; labels are classes 0 .. classes - 1. */
export interface DataSet {
  readonly name: string;
  readonly inputShape: readonly number[];
  readonly count: number;
  readonly inputs: Float32Array;
  readonly labels: Int32Array;
  readonly classes: number;
}

/** The data set itself, once its sizes agree. Throws a RangeError that says which do not. */
export function dataSet(data: DataSet): DataSet {
  const { name, inputShape, count, inputs, labels, classes } = data, size = inputShape.reduce((n, d) => n * d, 1);
  if (!(Number.isInteger(count) && count >= 1)) throw new RangeError(`dataSet: needed at least one example in ${name}, got ${count}`);
  if (inputs.length !== count * size) throw new RangeError(`dataSet: needed ${count * size} inputs of ${name} for ${count} of shape [${inputShape.join(', ')}], got ${inputs.length}`);
  if (labels.length !== count) throw new RangeError(`dataSet: needed ${count} labels of ${name}, one each, got ${labels.length}`);
  const wrong = labels.find((label) => !(label >= 0 && label < classes));
  if (wrong !== undefined) throw new RangeError(`dataSet: needed labels of ${name} in 0 .. ${classes - 1}, got ${wrong}`);
  return data;
}

/** The examples at these places, in that order. */
export function subset(data: DataSet, places: ArrayLike<number>, name = data.name): DataSet {
  const size = data.inputs.length / data.count, inputs = new Float32Array(places.length * size), labels = new Int32Array(places.length);
  for (let k = 0; k < places.length; k++) {
    inputs.set(data.inputs.subarray(places[k] * size, (places[k] + 1) * size), k * size);
    labels[k] = data.labels[places[k]];
  }
  return dataSet({ ...data, name, count: places.length, inputs, labels });
}

/** The same examples in another shape of as many numbers: images as vectors. */
export const reshaped = (data: DataSet, inputShape: readonly number[]): DataSet => dataSet({ ...data, inputShape });
