import { parseJson } from '../../numeric/parse-json.js';
import { refusal } from '../../numeric/refusal.js';
import { bytesPerNumber, DTYPE_BYTES } from './dtype.js';

/** Bytes of a header, at most. */
const LONGEST_HEADER = 2 ** 26;

/** One tensor of a safetensors file, its bytes as stored (little-endian). */
export interface RawTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Parses a safetensors file. Throws a RangeError where the file is truncated, where its header is not what the format
 * asks, or where tensors overlap, leave gaps or do not fill their shapes. Executes nothing.
 * Format: https://huggingface.co/docs/safetensors
 */
export function parseSafetensors(bytes: Uint8Array): { tensors: RawTensor[]; metadata: Record<string, string> } {
  try {
    return tensorsIn(bytes);
  } catch (error) {
    throw refusal(error, 'safetensors: needed a whole safetensors file');
  }
}

function tensorsIn(bytes: Uint8Array): { tensors: RawTensor[]; metadata: Record<string, string> } {
  const fail = (needed: string, got: string): never => {
    throw new RangeError(`safetensors: needed ${needed}, got ${got}`);
  };
  if (bytes.length < 8) fail('at least 8 bytes', `${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > LONGEST_HEADER) fail('a header of at most 64 MiB', `${headerLength} bytes (is this a safetensors file?)`);
  if (8 + headerLength > bytes.length) fail(`${8 + headerLength} bytes for the header`, `a file of ${bytes.length} bytes (truncated?)`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + headerLength));
  } catch {
    return fail('a JSON header', 'something else');
  }
  const header = parseJson(text, 'safetensors') as Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
  if (typeof header !== 'object' || header === null || Array.isArray(header)) fail('a JSON object as header', JSON.stringify(header).slice(0, 40));
  const body = bytes.subarray(8 + headerLength);
  const { __metadata__: metadata = {}, ...entries } = header as Record<string, unknown>;
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata) || !Object.values(metadata).every((v) => typeof v === 'string')) fail('texts as __metadata__', 'something else');
  const tensors = Object.entries(entries as typeof header).map(([name, entry]): RawTensor => {
    const { dtype, shape, data_offsets: range } = entry ?? {};
    const natural = (x: unknown): boolean => Number.isSafeInteger(x) && (x as number) >= 0;
    if (!Array.isArray(shape) || !shape.every(natural) || !Array.isArray(range) || range.length !== 2 || !range.every(natural)) fail(`shape and data_offsets for ${name}`, 'something else');
    const size = bytesPerNumber(dtype);
    if (size === undefined) return fail(`a dtype of ${Object.keys(DTYPE_BYTES).join(', ')} for ${name}`, JSON.stringify(dtype));
    const [begin, end] = range;
    if (end > body.length) fail(`${8 + headerLength + end} bytes for ${name}`, `a file of ${bytes.length} bytes (truncated?)`);
    if (end - begin !== shape.reduce((n, d) => n * d, 1) * size) fail(`data of ${name} to fill its shape [${shape.join(', ')}]`, `${end - begin} bytes`);
    return { name, dtype, shape, data: body.subarray(begin, end) };
  });
  let end = 0;
  for (const { name, data } of [...tensors].sort((a, b) => a.data.byteOffset - b.data.byteOffset || a.data.length - b.data.length)) {
    const begin = data.byteOffset - body.byteOffset;
    if (data.length > 0 && begin !== end) fail('tensors that follow each other', `${name} at byte ${begin} of the data, after byte ${end}`);
    end = Math.max(end, begin + data.length);
  }
  if (end !== body.length) fail('tensors that fill the file', `${end} bytes of tensors in ${body.length} bytes of data`);
  return { tensors, metadata: metadata as Record<string, string> };
}

/** A safetensors file of these tensors, in this order. Names are sorted by nobody: the same call gives the same bytes. */
export function writeSafetensors(tensors: readonly RawTensor[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, dtype, shape, data } of tensors) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.length] };
    offset += data.length;
  }
  let text = JSON.stringify(header);
  // Tensors begin at a multiple of 8 bytes, as the format asks.
  const encoder = new TextEncoder();
  while (encoder.encode(text).length % 8 !== 0) text += ' ';
  const head = encoder.encode(text);
  const out = new Uint8Array(8 + head.length + offset);
  new DataView(out.buffer).setBigUint64(0, BigInt(head.length), true);
  out.set(head, 8);
  let at = 8 + head.length;
  for (const { data } of tensors) {
    out.set(data, at);
    at += data.length;
  }
  return out;
}
