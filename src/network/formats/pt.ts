import { decode, DTYPE_BYTES } from './dtype.js';
import { requireNumbers } from './limits.js';
import { unpickle, type PickleDict, type PickleGlobals } from './pickle.js';
import type { NamedTensor } from './state-dict.js';
import { unzip } from './zip.js';

const STORAGES: Readonly<Record<string, string>> = {
  DoubleStorage: 'F64', FloatStorage: 'F32', HalfStorage: 'F16', BFloat16Storage: 'BF16',
  LongStorage: 'I64', IntStorage: 'I32', ShortStorage: 'I16', CharStorage: 'I8', ByteStorage: 'U8', BoolStorage: 'BOOL',
};

interface Storage {
  readonly dtype: string;
  readonly key: string;
}

const isStorage = (x: unknown): x is Storage => typeof x === 'object' && x !== null && 'dtype' in x && 'key' in x;

/** Dimensions of a tensor, at most. */
const MOST_DIMENSIONS = 32;

/** A tensor as the pickle describes it: a strided view of a storage. */
interface View {
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

const isView = (x: unknown): x is View => typeof x === 'object' && x !== null && 'storage' in x && 'shape' in x && Array.isArray(x.shape);

const rebuild = (storage: unknown, offset: unknown, shape: unknown, stride: unknown): View =>
  ({ storage, offset, shape, stride }) as View;

const GLOBALS: PickleGlobals = {
  'collections.OrderedDict': (items?: unknown) => new Map((items as [unknown, unknown][] | undefined) ?? []),
  'torch._utils._rebuild_tensor_v2': rebuild,
  'torch._utils._rebuild_tensor': rebuild,
  'torch._utils._rebuild_parameter': (data: unknown) => data,
  ...Object.fromEntries(Object.keys(STORAGES).flatMap((name) => [`torch.${name}`, `torch.storage.${name}`].map((g) => [g, () => name]))),
};
// A storage class is named, never called: its listed function is known by this table.
const storageNames = new Map(Object.entries(GLOBALS).filter(([g]) => g.endsWith('Storage')).map(([g, f]) => [f as unknown, g.split('.').pop()!]));

/**
 * The tensors of a PyTorch state_dict saved by torch.save, in the zip format or the one before 1.6. Read by a pickle
 * machine that knows OrderedDict, tensors and storages, and executes nothing. A nested `state_dict` (or `model`) is
 * entered; `module.` prefixes are dropped. Throws a RangeError on anything else.
 */
export function parsePt(bytes: Uint8Array): NamedTensor[] {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const { root, storageBytes, unpacked } = isZip ? readZip(bytes) : readLegacy(bytes);
  const decoded = new Map<string, Float64Array>();
  const whole = (list: unknown): list is number[] => Array.isArray(list) && list.length <= MOST_DIMENSIONS && list.every((x) => Number.isSafeInteger(x) && x >= 0);
  let numbers = 0, held = 0;
  return tensorsOf(root).map(([name, view]) => {
    if (typeof name !== 'string') throw new RangeError(`pt: needed names as keys of the state_dict, got ${typeof name}`);
    const { storage, shape, stride, offset } = view;
    // What is no list of numbers is not printed: lists of lists of lists would be printed at 2^depth.
    if (!whole(shape) || !whole(stride) || !whole([offset]) || shape.length !== stride.length) throw new RangeError(`pt: needed whole numbers for the shape, strides and offset of ${name}, got others`);
    if (!isStorage(storage)) throw new RangeError(`pt: needed a storage for ${name}, got ${typeof storage}`);
    const data = storageBytes(storage);
    const key = `${storage.dtype} ${storage.key}`;
    let stored = decoded.get(key);
    if (!stored) {
      stored = decode(data, storage.dtype, Math.floor(data.length / DTYPE_BYTES[storage.dtype]));
      decoded.set(key, stored);
      requireNumbers((held += stored.length), unpacked, 'pt');
    }
    const count = shape.reduce((n, d) => n * d, 1);
    const last = shape.reduce((sum, d, k) => sum + (d - 1) * stride[k], offset);
    if (count > stored.length || (count > 0 && last >= stored.length)) throw new RangeError(`pt: needed ${Math.max(count, last + 1)} numbers for ${name}, got a storage of ${stored.length}`);
    requireNumbers((numbers += count), unpacked, 'pt');
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      let rest = i, at = offset;
      for (let k = shape.length - 1; k >= 0; k--) {
        at += (rest % shape[k]) * stride[k];
        rest = Math.floor(rest / shape[k]);
      }
      values[i] = stored[at];
    }
    return { name: name.replace(/^(module\.)+/, ''), shape, values };
  });
}

/** The named tensors of a state_dict, or of the one nested in a checkpoint. Other entries of a checkpoint are ignored. */
function tensorsOf(root: unknown, depth = 0): [string, View][] {
  if (depth > 8) throw new RangeError('pt: needed a state_dict at most 8 deep, got one that holds itself');
  if (!(root instanceof Map)) throw new RangeError(`pt: needed a state_dict, got ${root === null ? 'None' : Array.isArray(root) ? 'a list' : typeof root}`);
  const dict = root as PickleDict;
  for (const key of ['state_dict', 'model_state_dict', 'model']) if (dict.get(key) instanceof Map) return tensorsOf(dict.get(key), depth + 1);
  const tensors = [...dict].filter((entry): entry is [string, View] => isView(entry[1]));
  if (tensors.length === 0) throw new RangeError(`pt: needed a state_dict with tensors, got keys ${[...dict.keys()].slice(0, 8).map((k) => (typeof k === 'string' ? k : typeof k)).join(', ') || 'none'}`);
  return tensors.filter(([, view]) => view.shape.length > 0);
}

const storageOf = (classRef: unknown, key: unknown): Storage => {
  const dtype = STORAGES[storageNames.get(classRef) ?? ''];
  if (!dtype) throw new RangeError(`pt: needed a storage of ${Object.keys(STORAGES).join(', ')}, got another`);
  if (typeof key !== 'string' && typeof key !== 'number') throw new RangeError(`pt: needed a name as key of a storage, got ${typeof key}`);
  return { dtype, key: String(key) };
};

/** ('storage', class, key, location, count) */
const storageOfId = (id: unknown): Storage => (Array.isArray(id) ? storageOf(id[1], id[2]) : storageOf(undefined, undefined));

function readZip(bytes: Uint8Array) {
  const files = unzip(bytes, 'pt');
  const pkl = [...files.keys()].find((name) => /(^|\/)data\.pkl$/.test(name));
  if (!pkl) throw new RangeError(`pt: needed data.pkl in the archive, got ${[...files.keys()].slice(0, 5).join(', ') || 'nothing'}`);
  const prefix = pkl.slice(0, -'data.pkl'.length);
  const order = files.get(`${prefix}byteorder`);
  if (order && new TextDecoder().decode(order) !== 'little') throw new RangeError('pt: needed little-endian storages, got big-endian ones');
  const { value } = unpickle(files.get(pkl)!, GLOBALS, storageOfId);
  return {
    root: value,
    unpacked: [...files.values()].reduce((n, f) => n + f.length, 0),
    storageBytes: ({ key }: Storage): Uint8Array => files.get(`${prefix}data/${key}`) ?? missing(key),
  };
}

const missing = (key: string): never => {
  throw new RangeError(`pt: needed storage ${key}, got a file without it (truncated?)`);
};

/** Before PyTorch 1.6: five pickles (magic, protocol, system, object, storage keys), then each storage's count and numbers. */
function readLegacy(bytes: Uint8Array) {
  const none = (): never => {
    throw new RangeError('pt: needed no storage before the object, got one');
  };
  const dtypes = new Map<string, string>();
  let at = 0;
  const next = (load: (id: unknown) => unknown): unknown => {
    const { value, end } = unpickle(bytes, GLOBALS, load, at);
    at = end;
    return value;
  };
  const magic = next(none);
  if (magic !== Number(0x1950a86a20f9469cfc6cn)) throw new RangeError('pt: needed a file written by torch.save, got another pickle');
  next(none);
  next(none);
  const root = next((id) => {
    const storage = storageOfId(id);
    dtypes.set(storage.key, storage.dtype);
    return storage;
  });
  const keys = next(none);
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string' || typeof key === 'number')) throw new RangeError('pt: needed the list of storages, got something else (truncated?)');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const storages = new Map<string, Uint8Array>();
  for (const key of keys.map(String)) {
    if (at + 8 > bytes.length) missing(key);
    const length = Number(view.getBigInt64(at, true)) * DTYPE_BYTES[dtypes.get(key) ?? 'F32'];
    at += 8;
    if (!(length >= 0) || at + length > bytes.length) throw new RangeError(`pt: needed ${length} bytes for storage ${key}, got ${bytes.length - at} (truncated?)`);
    storages.set(key, bytes.subarray(at, at + length));
    at += length;
  }
  return { root, unpacked: bytes.length, storageBytes: ({ key }: Storage): Uint8Array => storages.get(key) ?? missing(key) };
}
