import { batchesOf, type BatchOptions } from './batches.js';
import type { DataSet } from './data/data-set.js';
import { evaluate, type Evaluation } from './evaluate.js';
import { crossEntropyOf, gradientsAt } from './gradients.js';
import type { Model } from './model.js';
import type { Optimiser } from './optimiser.js';
import type { Schedule } from './schedule.js';
import { keptPlaces, updateKept } from './update-kept.js';
import { copyValues, masked, type Masks, type Values } from './values.js';

/** Where a run is: all that its next step depends on, settings and data apart. */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  readonly values: Values;
  /** The optimiser's memory of each parameter. */
  readonly slots: ReadonlyMap<string, readonly Float32Array[]>;
}

/**
 * Numbers that are trained and are not themselves the model's: scores that choose a mask. `effective` makes the model's values of them, and `pulled` their gradient
 * of the model's. Without one the trained numbers are the model's values.
 */
export interface Parametrisation {
  effective(trained: Values): Values;
  pulled(trained: Values, gradients: ReadonlyMap<string, Float32Array>): Map<string, Float32Array>;
}

/** A training run, as data and functions of the step. */
export interface TrainOptions {
  readonly model: Model;
  readonly data: DataSet;
  /** First values, or where an earlier run was: it goes on as if it had not stopped. */
  readonly start: Values | Checkpoint;
  /** The last step: steps 1 .. steps, or from the checkpoint's on. */
  readonly steps: number;
  readonly batch: BatchOptions;
  readonly optimiser: Optimiser;
  readonly schedule: Schedule;
  /** Weights that stay 0. */
  readonly masks?: Masks;
  readonly through?: Parametrisation;
  /** Steps after which a checkpoint is kept; 0 is the start. */
  readonly keep?: readonly number[];
  /** Steps after which the data sets are evaluated; default: the last. */
  readonly evaluateAt?: readonly number[];
  readonly evaluateOn?: Readonly<Record<string, DataSet>>;
  /** Told after every step. */
  readonly onStep?: (step: number, loss: number) => void;
  /** Asked after every evaluation: true ends the run there. */
  readonly stop?: (point: CurvePoint) => boolean;
}

/** Evaluations after a step, by the data sets' names, and the mean loss of the batches since the point before. */
export interface CurvePoint {
  readonly step: number;
  readonly batchLoss: number;
  readonly on: Readonly<Record<string, Evaluation>>;
}

export interface TrainedRun {
  readonly end: Checkpoint;
  readonly kept: ReadonlyMap<number, Checkpoint>;
  readonly curve: readonly CurvePoint[];
}

/** Default: one evaluation, after the last step. */
const last = (steps: number): readonly number[] => [steps];

/** The checkpoint before the first step. */
export const startAt = (values: Values): Checkpoint => ({ step: 0, values, slots: new Map() });

/**
 * Trains a model by minibatches: a function of its options, the backend and its version alone, to the bit. Throws a RangeError where the model and the data do not
 * fit, and where the loss is no longer finite: the step and the loss before it are told.
 */
export function train(options: TrainOptions): TrainedRun {
  const { model, data, steps, optimiser, schedule, masks = new Map(), through, keep = [], evaluateAt = last(steps), evaluateOn = {}, onStep, stop } = options;
  requireFit(model, data);
  const start = 'step' in options.start ? options.start : startAt(options.start);
  const values = masked(start.values, masks), slots = new Map([...start.slots].map(([name, arrays]) => [name, arrays.map((a) => a.slice())]));
  const places = new Map([...masks].filter(([, mask]) => mask.includes(0)).map(([name, mask]) => [name, keptPlaces(mask)]));
  const batch = batchesOf(data, options.batch), kept = new Map<number, Checkpoint>(), curve: CurvePoint[] = [];
  const now = (step: number): Checkpoint => ({ step, values: copyValues(values), slots: new Map([...slots].map(([name, arrays]) => [name, arrays.map((a) => a.slice())])) });
  const effective = (): Values => (through ? through.effective(values) : values);
  const keeps = new Set(keep), evaluates = new Set(evaluateAt);
  let losses = 0, since = 0, step = start.step;
  const look = (): boolean => {
    if (keeps.has(step)) kept.set(step, now(step));
    if (!evaluates.has(step)) return false;
    const seen = effective();
    curve.push({ step, batchLoss: losses / since, on: Object.fromEntries(Object.entries(evaluateOn).map(([name, set]) => [name, evaluate(model, seen, set)])) });
    losses = since = 0;
    return stop?.(curve[curve.length - 1]) ?? false;
  };
  if (look()) return { end: now(step), kept, curve };
  while (step < steps) {
    step++;
    const { inputs, labels } = batch(step), { loss, gradients, statistics } = gradientsAt(model, effective(), inputs, crossEntropyOf(labels, data.classes));
    if (!Number.isFinite(loss)) throw new RangeError(`train: needed a finite loss, got ${loss} at step ${step} of ${model.name}, after a mean of ${losses / since} (a smaller learning rate?)`);
    const pulled = through ? through.pulled(values, gradients) : gradients;
    for (const [name, gradient] of pulled) {
      const own = values.get(name)!;
      if (!slots.has(name)) slots.set(name, Array.from({ length: optimiser.slots }, () => new Float32Array(own.length)));
      if (places.has(name)) updateKept(optimiser, places.get(name)!, own, gradient, slots.get(name)!, step, schedule(step));
      else optimiser.update(own, gradient, slots.get(name)!, step, schedule(step));
    }
    for (const [name, seen] of statistics) values.get(name)!.set(seen);
    losses += loss;
    since++;
    onStep?.(step, loss);
    if (look()) break;
  }
  return { end: now(step), kept, curve };
}

function requireFit(model: Model, data: DataSet): void {
  if (model.inputShape.join() !== data.inputShape.join()) throw new RangeError(`train: needed examples of shape [${model.inputShape.join(', ')}] for ${model.name}, got [${data.inputShape.join(', ')}] of ${data.name}`);
  const out = model.outputShape(model.inputShape);
  if (out.join() !== String(data.classes)) throw new RangeError(`train: needed ${data.classes} outputs of ${model.name}, one a class of ${data.name}, got [${out.join(', ')}]`);
}
