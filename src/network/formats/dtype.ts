import { MOST_NUMBERS } from './limits.js';

/** Names of the dtypes that weights may have, as safetensors spells them, and bytes per entry. */
export const DTYPE_BYTES: Readonly<Record<string, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2, U32: 4, I64: 8, I32: 4, U8: 1, I8: 1, I16: 2, U16: 2, BOOL: 1 };

/** Arrays of the machine's own numbers: ten times as fast as one number after the other. */
const TYPED: Readonly<Record<string, new (buffer: ArrayBufferLike, offset?: number, length?: number) => Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Int16Array | Uint8Array | Int8Array>> = { F64: Float64Array, F32: Float32Array, U32: Uint32Array, I32: Int32Array, U16: Uint16Array, I16: Int16Array, U8: Uint8Array, I8: Int8Array, BOOL: Uint8Array };
const MACHINE_IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Bytes per entry of a dtype; undefined of what is none. */
export const bytesPerNumber = (dtype: unknown): number | undefined => (typeof dtype === 'string' && Object.hasOwn(DTYPE_BYTES, dtype) ? DTYPE_BYTES[dtype] : undefined);

/**
 * Decodes `count` little-endian (or big-endian) numbers. F64, F32, F16 and BF16 come out exactly; integers too while
 * they are below 2^53. Throws a RangeError on another dtype or too few bytes.
 */
export function decode(data: Uint8Array, dtype: string, count: number, littleEndian = true): Float64Array {
  const size = bytesPerNumber(dtype);
  if (size === undefined) throw new RangeError(`decode: needed dtype ${Object.keys(DTYPE_BYTES).join(', ')}, got ${dtype}`);
  if (data.length !== size * count) throw new RangeError(`decode: needed ${size * count} bytes for ${count} numbers of ${dtype}, got ${data.length}`);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (count > MOST_NUMBERS) throw new RangeError(`decode: needed at most ${MOST_NUMBERS} numbers, got ${count}`);
  const fast = littleEndian && MACHINE_IS_LITTLE ? TYPED[dtype] : undefined;
  if (fast) return new Float64Array(data.byteOffset % size === 0 ? new fast(data.buffer, data.byteOffset, count) : new fast(new Uint8Array(data).buffer));
  const out = new Float64Array(count);
  const read: (i: number) => number = {
    F64: (i: number) => view.getFloat64(8 * i, littleEndian),
    F32: (i: number) => view.getFloat32(4 * i, littleEndian),
    F16: (i: number) => halfToNumber(view.getUint16(2 * i, littleEndian)),
    BF16: (i: number) => bfloatToNumber(view.getUint16(2 * i, littleEndian)),
    U32: (i: number) => view.getUint32(4 * i, littleEndian),
    I32: (i: number) => view.getInt32(4 * i, littleEndian),
    I64: (i: number) => Number(view.getBigInt64(8 * i, littleEndian)),
    U16: (i: number) => view.getUint16(2 * i, littleEndian),
    I16: (i: number) => view.getInt16(2 * i, littleEndian),
    U8: (i: number) => view.getUint8(i),
    I8: (i: number) => view.getInt8(i),
    BOOL: (i: number) => view.getUint8(i),
  }[dtype]!;
  for (let i = 0; i < count; i++) out[i] = read(i);
  return out;
}

/** The value of an IEEE half-precision bit pattern. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >>> 10) & 31, fraction = bits & 0x3ff;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return (sign * fraction) / 16777216;
  return (sign * (1024 + fraction) * 2 ** exponent) / 33554432;
}

const bits = new DataView(new ArrayBuffer(4));

/** The value of a bfloat16 bit pattern: the upper half of a float32. */
export function bfloatToNumber(pattern: number): number {
  bits.setUint32(0, pattern << 16);
  return bits.getFloat32(0);
}
