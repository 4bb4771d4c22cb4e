import { batchesOf, type BatchOptions } from './batches.js';
import type { DataSet } from './data/data-set.js';
import { evaluate, type Evaluation } from './evaluate.js';
import { crossEntropyOf, gradientsAt } from './gradients.js';
import { requireValues, type Model } from './model.js';
import type { Optimiser } from './optimiser.js';
import { requireFit } from './require-fit.js';
import type { Schedule } from './schedule.js';
import { keptPlaces, updateKept } from './update-kept.js';
import { copyValues, masked, requireMasks, type Masks, type Values } from './values.js';

/** Where a run is: all that its next step depends on, settings and data apart. */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  readonly values: Values;
  /** The optimiser's memory of each parameter, and the step after which it began. */
  readonly slots: ReadonlyMap<string, readonly Float32Array[]>;
  readonly since: number;
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

/** Evaluations after a step, by the data sets' names, and the mean loss of the batches since the point before, or since this run began (NaN: none). */
export interface CurvePoint {
  readonly step: number;
  readonly batchLoss: number;
  readonly on: Readonly<Record<string, Evaluation>>;
}

/** What a run leaves: where it ended, the checkpoints asked for by step, and its evaluations in order. */
export interface TrainedRun {
  readonly end: Checkpoint;
  readonly kept: ReadonlyMap<number, Checkpoint>;
  readonly curve: readonly CurvePoint[];
}

/** Default: one evaluation, after the last step. */
const last = (steps: number): readonly number[] => [steps];

/** The checkpoint of values alone, after `step` steps: the optimiser begins anew, the schedule and the order of batches go on. What rewinding to a step is in Frankle et al. (2020). */
export const startAt = (values: Values, step = 0): Checkpoint => ({ step, values, slots: new Map(), since: step });

/**
 * Trains a model by minibatches: a function of its options, the backend and its version alone, to the bit. Throws a RangeError where the model and the data do not
 * fit, and where the loss is no longer finite: the step and the loss before it are told.
 */
export function train(options: TrainOptions): TrainedRun {
  const { model, data, steps, optimiser, schedule, masks = new Map(), through, keep = [], evaluateAt = last(steps), evaluateOn = {}, onStep, stop } = options;
  for (const set of [data, ...Object.values(evaluateOn)]) requireFit(model, set, 'train');
  const start = 'step' in options.start ? options.start : startAt(options.start);
  if (!(Number.isSafeInteger(steps) && steps >= start.step)) throw new RangeError(`train: needed a last step of ${start.step} or more, where it starts, got ${steps}`);
  requireMasks(masks, start.values, 'train');
  requireSlots(start, optimiser);
  const values = masked(start.values, masks), slots = slotsOf(start, masks);
  const places = new Map([...masks].filter(([, mask]) => mask.includes(0)).map(([name, mask]) => [name, keptPlaces(mask)]));
  const batch = batchesOf(data, options.batch), kept = new Map<number, Checkpoint>(), curve: CurvePoint[] = [];
  const now = (step: number): Checkpoint => ({ step, values: copyValues(values), slots: new Map([...slots].map(([name, arrays]) => [name, arrays.map((a) => a.slice())])), since: start.since });
  const effective = (): Values => (through ? through.effective(values) : values);
  requireValues(model, effective(), 'train');
  const unseen = model.parameters.find((p) => p.kind === 'statistic' && !values.has(p.name));
  if (unseen) throw new RangeError(`train: needed ${unseen.name} among what is trained, to keep it, got ${[...values.keys()].join(', ')}`);
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
    if (!Number.isFinite(loss)) throw new RangeError(`train: needed a finite loss, got ${loss} at step ${step} of ${model.name}, ${since > 0 ? `after a mean of ${losses / since}` : 'the first'} (a smaller learning rate?)`);
    const pulled = through ? through.pulled(values, gradients) : gradients;
    for (const [name, gradient] of pulled) {
      const own = values.get(name)!;
      if (!slots.has(name)) slots.set(name, Array.from({ length: optimiser.slots }, () => new Float32Array(own.length)));
      if (places.has(name)) updateKept(optimiser, places.get(name)!, own, gradient, slots.get(name)!, step - start.since, schedule(step));
      else optimiser.update(own, gradient, slots.get(name)!, step - start.since, schedule(step));
    }
    for (const [name, seen] of statistics) values.get(name)!.set(seen);
    losses += loss;
    since++;
    onStep?.(step, loss);
    if (look()) break;
  }
  return { end: now(step), kept, curve };
}

/** The memory of a start, copied. That of weights that a mask takes away is 0: it would move them. */
const slotsOf = ({ slots }: Checkpoint, masks: Masks): Map<string, readonly Float32Array[]> => new Map([...slots].map(([name, arrays]) => {
  const mask = masks.get(name);
  return [name, arrays.map((a) => (mask ? a.map((x, k) => (mask[k] ? x : 0)) : a.slice()))];
}));

function requireSlots({ step, values, slots, since }: Checkpoint, { name: optimiser, slots: count }: Optimiser): void {
  if (!(Number.isSafeInteger(step) && step >= 0 && Number.isSafeInteger(since) && since >= 0 && since <= step)) throw new RangeError(`train: needed a checkpoint of a step, 0 or more, whose memory began in 0 .. its step, got step ${step}, since ${since}`);
  for (const [name, arrays] of slots) {
    if (arrays.length !== count) throw new RangeError(`train: needed ${count} arrays of memory for ${name} from the checkpoint, as ${optimiser} has, got ${arrays.length}`);
    const size = values.get(name)?.length, wrong = arrays.find((a) => a.length !== size);
    if (wrong) throw new RangeError(`train: needed memory of ${size ?? 0} entries for ${name} from the checkpoint, got ${wrong.length}`);
  }
}
