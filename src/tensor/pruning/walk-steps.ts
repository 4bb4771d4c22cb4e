import type { Random } from '../random.js';
import type { LinkedLayer } from './route.js';

/** A layer as a walk meets it. */
export interface WalkSteps {
  readonly layer: LinkedLayer;
  /** One of the inputs of a unit of the layer before, all alike. */
  inputOf(unit: number, random: Random): number;
  /** An output, from input i, with probability |w| (of a kernel: the sum) over the sum of its outgoing. */
  forward(i: number, random: Random): number;
  /** An input, from output o, with probability |w| over the sum of its incoming. */
  backward(o: number, random: Random): number;
  /** An entry of the kernel from i to o, with probability |w| over the kernel's sum. */
  entry(i: number, o: number, random: Random): number;
}

/** Choices along a layer with these weights. Where all weights to choose from are 0, each is as likely. */
export function stepsOf(layer: LinkedLayer, weights: Float32Array): WalkSteps {
  const { inputs, outputs, size, units, place } = layer;
  const sumOf = (i: number, o: number): number => {
    let sum = 0;
    for (let e = 0; e < size; e++) sum += Math.abs(weights[place(i, o, e)]);
    return sum;
  };
  const byInput = runningSums(inputs, outputs, sumOf), byOutput = runningSums(outputs, inputs, (o, i) => sumOf(i, o));
  return {
    layer,
    inputOf: (unit, random) => (inputs === units ? unit : Math.floor((random() * inputs) / units) * units + unit),
    forward: (i, random) => chosen(byInput, i * outputs, outputs, random),
    backward: (o, random) => chosen(byOutput, o * inputs, inputs, random),
    entry: (i, o, random) => (size === 1 ? 0 : chosen(runningSums(1, size, (_, e) => Math.abs(weights[place(i, o, e)])), 0, size, random)),
  };
}

/** Row by row, sums of the row's values up to each. */
function runningSums(rows: number, columns: number, value: (row: number, column: number) => number): Float64Array {
  const sums = new Float64Array(rows * columns);
  for (let r = 0, k = 0; r < rows; r++) for (let c = 0, sum = 0; c < columns; c++) sums[k++] = sum += value(r, c);
  return sums;
}

/** The first of `length` running sums from `from` that exceeds a uniform share of the last: by halving. */
function chosen(sums: Float64Array, from: number, length: number, random: Random): number {
  const total = sums[from + length - 1], u = random();
  if (total === 0) return Math.floor(u * length);
  let low = 0, high = length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[from + middle] > u * total) high = middle;
    else low = middle + 1;
  }
  return low;
}
