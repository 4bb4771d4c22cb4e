import { dataSet, type DataSet } from './data-set.js';
import type { Equations } from './equations.js';

/** Tokens of equations: the elements, then one for the operation and one for `=`. */
export const tokensOf = ({ elements }: Equations): number => elements + 2;

/**
 * Equations as sequences of four tokens, `x op y =`, the answer as the class: what Power et al. (2021) train on, whose loss and accuracy are those of the answer alone.
 * Their sequences begin and end with a token that is always the same, and is left out here.
 */
export function sequencesOf(equations: Equations): DataSet {
  const { operation, elements, x, y, answers } = equations, inputs = Float32Array.from({ length: 4 * x.length }, (_, k) => [x[k >> 2], elements, y[k >> 2], elements + 1][k & 3]);
  return dataSet({ name: operation, inputShape: [4], count: x.length, inputs, labels: answers, classes: elements });
}

/** Equations as pairs of one-hot vectors, x's and then y's, 2 elements in all: for networks that know no tokens. */
export function pairsOf({ operation, elements, x, y, answers }: Equations): DataSet {
  const inputs = new Float32Array(2 * elements * x.length);
  for (let k = 0; k < x.length; k++) inputs[2 * elements * k + x[k]] = inputs[2 * elements * k + elements + y[k]] = 1;
  return dataSet({ name: operation, inputShape: [2 * elements], count: x.length, inputs, labels: answers, classes: elements });
}
