import { decode } from '../network/formats/dtype.js';
import { requireNumbers } from '../network/formats/limits.js';
import { parseSafetensors, writeSafetensors, type RawTensor } from '../network/formats/safetensors.js';
import { refusal } from '../numeric/refusal.js';
import { backendNames, type Backend } from './backend.js';
import type { Parameter } from './model.js';
import type { Checkpoint } from './train.js';

/** What a checkpoint is of: it goes on to the same bits on this backend and version. */
export interface CheckpointOrigin {
  /** Names of the model and the optimiser, as they have them. */
  readonly model: string;
  readonly optimiser: string;
  readonly backend: Backend;
}

const FORMAT = 'slth-checkpoint', SCHEMA = '1';

/**
 * The checkpoint as a safetensors file, tensors `values.<name>` and the optimiser's `slots.<k>.<name>`, float32 bit for bit. With a model in place of its name arrays
 * have their shapes, else one dimension. The same checkpoint gives the same bytes.
 */
export function writeCheckpoint({ step, values, slots, since }: Checkpoint, { model, optimiser, backend }: Omit<CheckpointOrigin, 'model'> & { readonly model: string | { readonly name: string; readonly parameters: readonly Parameter[] } }): Uint8Array {
  const [modelName, shapes] = typeof model === 'string' ? [model, []] : [model.name, model.parameters];
  const tensor = (prefix: string, name: string, data: Float32Array): RawTensor => {
    const shape = shapes.find((p) => p.name === name)?.shape ?? [data.length];
    return { name: `${prefix}.${name}`, dtype: 'F32', shape, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  };
  const tensors = [
    ...[...values].map(([name, data]) => tensor('values', name, data)),
    ...[...slots].flatMap(([name, arrays]) => arrays.map((data, k) => tensor(`slots.${k}`, name, data))),
  ];
  return writeSafetensors(tensors, { format: FORMAT, schema: SCHEMA, step: String(step), since: String(since), model: modelName, optimiser, backend: backend.name, version: backend.version });
}

/** Reads a checkpoint. Throws a RangeError that says what is wrong with a file that is none. */
export function parseCheckpoint(bytes: Uint8Array): { checkpoint: Checkpoint; origin: CheckpointOrigin } {
  try {
    return checkpointIn(bytes);
  } catch (error) {
    throw refusal(error, 'checkpoint: needed the metadata and tensors of a checkpoint');
  }
}

function checkpointIn(bytes: Uint8Array): { checkpoint: Checkpoint; origin: CheckpointOrigin } {
  const { tensors, metadata } = parseSafetensors(bytes), fail = (needed: string, got: string): never => {
    throw new RangeError(`checkpoint: needed ${needed}, got ${got}`);
  };
  if (metadata.format !== FORMAT) fail(`a safetensors file with metadata "format": "${FORMAT}"`, 'one without');
  if (metadata.schema !== SCHEMA) fail(`schema ${SCHEMA}`, metadata.schema);
  const { step: text, since: began, model, optimiser, backend, version } = metadata, step = Number(text), since = Number(began), name = backendNames.find((b) => b === backend);
  if (!/^\d{1,16}$/.test(text ?? '') || !Number.isSafeInteger(step)) fail('a step, 0 or more', String(text));
  if (!/^\d{1,16}$/.test(began ?? '') || !(since <= step)) fail(`a step in 0 .. ${step} at which memory began`, String(began));
  if (model === undefined || optimiser === undefined || version === undefined || name === undefined) return fail(`a model, an optimiser, a backend of ${backendNames.join(', ')} and a version`, `${model}, ${optimiser}, ${backend}, ${version}`);
  const numbers = (t: RawTensor): number => t.shape.reduce((n, d) => n * d, 1);
  requireNumbers(tensors.reduce((n, t) => n + numbers(t), 0), bytes.length, 'checkpoint');
  const values = new Map<string, Float32Array>(), slots = new Map<string, Float32Array[]>();
  for (const t of tensors) {
    if (t.dtype !== 'F32') fail(`F32 as the dtype of ${t.name}`, t.dtype);
    const [, place, k, of] = /^(values|slots\.(\d))\.([^]+)$/.exec(t.name) ?? fail('tensors named values.NAME or slots.K.NAME', t.name), data = Float32Array.from(decode(t.data, t.dtype, numbers(t)));
    if (place === 'values') values.set(of, data);
    else if ((slots.get(of)?.length ?? 0) !== Number(k)) fail(`memory of ${of} from slots.0 on, in order`, t.name);
    else slots.set(of, [...(slots.get(of) ?? []), data]);
  }
  if (values.size === 0) fail('at least one tensor of values', 'none');
  for (const [of, arrays] of slots) {
    const wrong = arrays.find((a) => a.length !== values.get(of)?.length);
    if (wrong) fail(`memory of ${of} as long as its values, ${values.get(of)?.length ?? 'which are missing'}`, String(wrong.length));
  }
  return { checkpoint: { step, values, slots, since }, origin: { model, optimiser, backend: { name, version } } };
}
