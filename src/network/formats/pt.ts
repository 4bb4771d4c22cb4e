import { decode, DTYPE_BYTES } from './dtype.js';
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

/** A tensor as the pickle describes it: a strided view of a storage. */
interface View {
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

const isView = (x: unknown): x is View => typeof x === 'object' && x !== null && 'storage' in x && 'stride' in x;

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
  let numbers = 0;
  return tensorsOf(root).map(([name, view]) => {
    if (typeof name !== 'string') throw new RangeError(`pt: needed names as keys of the state_dict, got ${typeof name}`);
    const { storage, shape, stride, offset } = view;
    if (![...shape, ...stride, offset].every((x) => Number.isSafeInteger(x) && x >= 0) || shape.length !== stride.length) {
      throw new RangeError(`pt: needed whole numbers for the shape and strides of ${name}, got [${shape.join(', ')}], [${stride.join(', ')}]`);
    }
    const data = storageBytes(storage);
    const key = `${storage.dtype} ${storage.key}`;
    const stored = decoded.get(key) ?? decode(data, storage.dtype, data.length / DTYPE_BYTES[storage.dtype]);
    decoded.set(key, stored);
    const count = shape.reduce((n, d) => n * d, 1);
    const last = shape.reduce((sum, d, k) => sum + (d - 1) * stride[k], offset);
    if (count > stored.length || (count > 0 && last >= stored.length)) throw new RangeError(`pt: needed ${Math.max(count, last + 1)} numbers for ${name}, got a storage of ${stored.length}`);
    numbers += count;
    if (numbers > 4 * unpacked + 1024) throw new RangeError(`pt: needed tensors that share little of their storages, got ${numbers} numbers from ${unpacked} bytes`);
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
function tensorsOf(root: unknown): [string, View][] {
  if (!(root instanceof Map)) throw new RangeError(`pt: needed a state_dict, got ${root === null ? 'None' : Array.isArray(root) ? 'a list' : typeof root}`);
  const dict = root as PickleDict;
  for (const key of ['state_dict', 'model_state_dict', 'model']) if (dict.get(key) instanceof Map) return tensorsOf(dict.get(key));
  const tensors = [...dict].filter((entry): entry is [string, View] => isView(entry[1]));
  if (tensors.length === 0) throw new RangeError(`pt: needed a state_dict with tensors, got keys ${[...dict.keys()].slice(0, 8).join(', ') || 'none'}`);
  return tensors.filter(([, view]) => view.shape.length > 0);
}

const storageOf = (classRef: unknown, key: unknown): Storage => {
  const dtype = STORAGES[storageNames.get(classRef) ?? ''];
  if (!dtype) throw new RangeError(`pt: needed a storage of ${Object.keys(STORAGES).join(', ')}, got another`);
  return { dtype, key: String(key) };
};

function readZip(bytes: Uint8Array) {
  const files = unzip(bytes, 'pt');
  const pkl = Object.keys(files).find((name) => /(^|\/)data\.pkl$/.test(name));
  if (!pkl) throw new RangeError(`pt: needed data.pkl in the archive, got ${Object.keys(files).slice(0, 5).join(', ') || 'nothing'}`);
  const prefix = pkl.slice(0, -'data.pkl'.length);
  const order = files[`${prefix}byteorder`];
  if (order && new TextDecoder().decode(order) !== 'little') throw new RangeError('pt: needed little-endian storages, got big-endian ones');
  // ('storage', class, key, location, count)
  const { value } = unpickle(files[pkl], GLOBALS, (id) => storageOf((id as unknown[])[1], (id as unknown[])[2]));
  return {
    root: value,
    unpacked: Object.values(files).reduce((n, f) => n + f.length, 0),
    storageBytes: ({ key }: Storage): Uint8Array => files[`${prefix}data/${key}`] ?? missing(key),
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
    const [, classRef, key] = id as unknown[];
    const storage = storageOf(classRef, key);
    dtypes.set(storage.key, storage.dtype);
    return storage;
  });
  const keys = next(none);
  if (!Array.isArray(keys)) throw new RangeError('pt: needed the list of storages, got something else (truncated?)');
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
