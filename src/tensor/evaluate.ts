import type { DataSet } from './data/data-set.js';
import { outputsOf } from './gradients.js';
import type { Model } from './model.js';
import { requireFit } from './require-fit.js';
import type { Values } from './values.js';

/** How a model does on a data set. */
export interface Evaluation {
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** Share of examples whose largest output, the first of equals, is their class. */
  readonly accuracy: number;
  readonly right: number;
  readonly count: number;
}

const CHUNK = 1000;

/** Loss and accuracy on all of a data set, a thousand examples at a time. An output that is not a number is wrong, and its loss is not a number. Throws a RangeError where they do not fit. */
export function evaluate(model: Model, values: Values, data: DataSet): Evaluation {
  requireFit(model, data, 'evaluate');
  const { inputs, labels, classes, count } = data;
  const size = inputs.length / count;
  let loss = 0, right = 0;
  for (let from = 0; from < count; from += CHUNK) {
    const to = Math.min(count, from + CHUNK), outputs = outputsOf(model, values, inputs.subarray(from * size, to * size));
    for (let k = from; k < to; k++) {
      const row = outputs.subarray((k - from) * classes, (k - from + 1) * classes), most = row.reduce((a, b) => Math.max(a, b), -Infinity);
      loss += most + Math.log(row.reduce((s, z) => s + Math.exp(z - most), 0)) - row[labels[k]];
      if (row.indexOf(most) === labels[k]) right++;
    }
  }
  return { loss: loss / count, accuracy: right / count, right, count };
}
