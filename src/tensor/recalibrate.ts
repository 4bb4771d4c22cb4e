import { batchesOf, type BatchOptions } from './batches.js';
import type { DataSet } from './data/data-set.js';
import { statisticsOf } from './gradients.js';
import type { Model } from './model.js';
import { copyValues, type Values } from './values.js';

/** Examples by which statistics are taken anew. */
export interface Recalibration {
  readonly data: DataSet;
  readonly batch: BatchOptions;
  /** Batches that are seen, one after another as in training: what was there before is left with weight 0.9 to that power. Default 100. */
  readonly batches?: number;
}

/** The values with the statistics of batch normalisation that these batches leave; all else as it was. */
export function recalibrated(model: Model, values: Values, { data, batch: options, batches = 100 }: Recalibration): Map<string, Float32Array> {
  const next = copyValues(values), batch = batchesOf(data, options);
  if (!model.parameters.some((p) => p.kind === 'statistic')) return next;
  for (let step = 1; step <= batches; step++) for (const [name, seen] of statisticsOf(model, next, batch(step).inputs)) next.set(name, seen);
  return next;
}
