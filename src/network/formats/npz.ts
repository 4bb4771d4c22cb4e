import { zipSync } from 'fflate';
import { decode } from './dtype.js';
import { requireNumbers } from './limits.js';
import type { NamedTensor } from './state-dict.js';
import { unzip } from './zip.js';

const DTYPES: ReadonlyMap<string, string> = new Map(Object.entries({ f8: 'F64', f4: 'F32', f2: 'F16', i8: 'I64', i4: 'I32', i2: 'I16', i1: 'I8', u1: 'U8', u2: 'U16', u4: 'U32' }));

/** Bytes of a header: as many as NumPy reads (max_header_size). */
const LONGEST_HEADER = 10_000;

/**
 * The arrays of a NumPy .npz archive, either byte order, C or Fortran layout. Object arrays (pickles) are refused.
 * Throws a RangeError naming the array at fault. Format: numpy.lib.format.
 */
export function parseNpz(bytes: Uint8Array): NamedTensor[] {
  const arrays = [...unzip(bytes, 'npz')].map(([file, data]) => parseNpy(data, file.replace(/\.npy$/, '')));
  requireNumbers(arrays.reduce((n, a) => n + a.count, 0), arrays.reduce((n, a) => n + a.bytes, 0), 'npz');
  return arrays.map((a) => a.read());
}

/** An array by its header; its numbers are read later. */
function parseNpy(bytes: Uint8Array, name: string): { count: number; bytes: number; read: () => NamedTensor } {
  const fail = (needed: string, got: string): never => {
    throw new RangeError(`npz: needed ${needed} in ${name}, got ${got}`);
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || bytes[0] !== 0x93 || String.fromCharCode(...bytes.subarray(1, 6)) !== 'NUMPY') fail('a .npy array', 'something else');
  const wide = bytes[6] >= 2;
  const begin = wide ? 12 : 10, length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > LONGEST_HEADER) fail(`a header of at most ${LONGEST_HEADER} bytes`, `one of ${length}`);
  if (begin + length > bytes.length) fail(`a header of ${length} bytes`, `${bytes.length} bytes (truncated?)`);
  const header = new TextDecoder().decode(bytes.subarray(begin, begin + length));
  const descr = /'descr':\s*'([<>=|])(\w+)'/.exec(header), shapeText = /'shape':\s*\(([^)]*)\)/.exec(header);
  const dtype = DTYPES.get(descr?.[2] ?? '');
  if (!descr || !dtype) return fail(`numbers of ${[...DTYPES.keys()].join(', ')}`, /'descr':\s*([^,]*)/.exec(header)?.[1] ?? 'no descr');
  if (!shapeText) return fail('a shape', header.trim());
  const shape = shapeText[1].split(',').map((s) => s.trim()).filter((s) => s !== '').map(Number);
  if (!shape.every((d) => Number.isSafeInteger(d) && d >= 0)) fail('a shape of whole numbers', `(${shapeText[1]})`);
  const count = shape.reduce((n, d) => n * d, 1);
  const fortran = /'fortran_order':\s*True/.test(header);
  if (fortran && shape.length > 2) fail('at most 2 dimensions in Fortran order', `${shape.length}`);
  return {
    count, bytes: bytes.length,
    read: () => {
      const values = decode(bytes.subarray(begin + length), dtype, count, descr[1] !== '>');
      if (!fortran || shape.length < 2) return { name, shape, values };
      const [rows, columns] = shape;
      return { name, shape, values: values.map((_, i) => values[(i % columns) * rows + Math.floor(i / columns)]) };
    },
  };
}

/** A .npz archive of float32 or float64 arrays, as held. The same arrays give the same bytes. */
export function writeNpz(tensors: readonly { name: string; shape: readonly number[]; values: Float32Array | Float64Array }[]): Uint8Array {
  const files: Record<string, [Uint8Array, { level: 0; mtime: Date }]> = {};
  for (const { name, shape, values } of tensors) {
    const descr = values instanceof Float64Array ? '<f8' : '<f4';
    const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
    // The numbers begin at a multiple of 64 bytes, as the format asks.
    const header = `${dict}${' '.repeat(63 - ((10 + dict.length) % 64))}\n`;
    const file = new Uint8Array(10 + header.length + values.byteLength);
    file.set([0x93, ...[...'NUMPY'].map((c) => c.charCodeAt(0)), 1, 0, header.length & 255, header.length >> 8]);
    file.set(new TextEncoder().encode(header), 10);
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 10 + header.length);
    files[`${name}.npy`] = [file, { level: 0, mtime: new Date(1980, 0, 1) }];
  }
  return zipSync(files);
}
