import { Inflate } from 'fflate';
import { crc32 } from '../../numeric/crc32.js';
import { MOST_UNPACKED } from './limits.js';
import { zipDirectory, type ZipEntry } from './zip-directory.js';

/** Deflate packs at most 1032 bytes into one. */
const DENSEST = 1032;

/** Packed bytes that are unpacked at once. */
const SLICE = 65536;

/**
 * The members of a zip archive, by name, their checksums compared. Throws a RangeError on a truncated or altered archive, and before
 * unpacking on one whose members would take more than 1 GiB, or more than their bytes can hold.
 */
export function unzip(bytes: Uint8Array, where: string): Map<string, Uint8Array> {
  const entries = zipDirectory(bytes, where).filter(({ name }) => !name.endsWith('/'));
  let total = 0;
  for (const { name, size, packed } of entries) {
    total += size;
    if (!(total <= MOST_UNPACKED)) throw new RangeError(`${where}: needed an archive of at most 1 GiB unpacked, got ${total} bytes at ${name} from ${bytes.length} packed`);
    if (size > DENSEST * packed) throw new RangeError(`${where}: needed ${name} to hold its ${size} bytes, got ${packed} packed ones`);
  }
  return new Map(entries.map((entry) => [entry.name, unpacked(bytes.subarray(entry.at, entry.at + entry.packed), entry, where)]));
}

function unpacked(data: Uint8Array, { name, method, size, crc }: ZipEntry, where: string): Uint8Array {
  if (method !== 0 && method !== 8) throw new RangeError(`${where}: needed members that are stored or deflated, got ${name} of method ${method}`);
  const out = method === 0 ? data : inflated(data, size, name, where);
  if (out.length !== size || crc32(out) !== crc) throw new RangeError(`${where}: needed ${name} to match its size and checksum, got altered data`);
  return out;
}

/** Slice by slice, so that data that goes on beyond its size is left early. */
function inflated(data: Uint8Array, size: number, name: string, where: string): Uint8Array {
  const out = new Uint8Array(size);
  let length = 0;
  const stream = new Inflate((chunk) => {
    if (length + chunk.length > size) throw new RangeError(`${where}: needed ${size} bytes in ${name}, got more`);
    out.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let at = 0; at < data.length || at === 0; at += SLICE) stream.push(data.subarray(at, at + SLICE), at + SLICE >= data.length);
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith(where)) throw error;
    throw new RangeError(`${where}: needed a whole zip archive, got ${name}, which does not unpack (${(error as Error).message})`);
  }
  return out.subarray(0, length);
}
