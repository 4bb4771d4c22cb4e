/** One member of a zip archive, as the archive's directory says it. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflate. */
  readonly method: number;
  /** Bytes in the archive, from `at`. */
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
  readonly at: number;
}

const END = 0x06054b50, END_64 = 0x06064b50, LOCATOR_64 = 0x07064b50, ENTRY = 0x02014b50, LOCAL = 0x04034b50;

/** Members of a file of weights: two for each layer, and a few more; checkpoints have some thousands. */
const MOST_MEMBERS = 10_000;

/**
 * The directory at the end of a zip archive (APPNOTE.TXT 4.3), zip64 too. Throws a RangeError where it is not whole, or where members lie
 * outside the archive or over each other.
 */
export function zipDirectory(bytes: Uint8Array, where: string): ZipEntry[] {
  const fail = (got: string): never => {
    throw new RangeError(`${where}: needed a whole zip archive, got ${got}`);
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u16 = (at: number): number => view.getUint16(at, true), u32 = (at: number): number => view.getUint32(at, true), u64 = (at: number): number => Number(view.getBigUint64(at, true));
  const signed = (at: number, size: number, signature: number): boolean => at >= 0 && at + size <= bytes.length && u32(at) === signature;
  // The end is followed by a comment of at most 65535 bytes.
  let end = bytes.length - 22;
  while (end >= 0 && bytes.length - end <= 22 + 65535 && !signed(end, 22, END)) end--;
  if (!signed(end, 22, END)) fail('one without its end (truncated?)');
  let count = u16(end + 10), at = u32(end + 16);
  if (signed(end - 20, 20, LOCATOR_64)) {
    const end64 = u64(end - 12);
    if (!signed(end64, 56, END_64)) fail('one whose zip64 end is not where it says');
    [count, at] = [u64(end64 + 32), u64(end64 + 48)];
  }
  if (count > MOST_MEMBERS) throw new RangeError(`${where}: needed at most ${MOST_MEMBERS} members in the archive, got ${count}`);
  const entries: ZipEntry[] = [], text = new TextDecoder();
  for (let k = 0; k < count; k++) {
    if (!signed(at, 46, ENTRY)) fail(`no member ${k + 1} of ${count} in its directory`);
    const length = u16(at + 28), extra = u16(at + 30), next = at + 46 + length + extra + u16(at + 32);
    if (next > bytes.length) fail(`a directory that is cut off at member ${k + 1} of ${count}`);
    const name = text.decode(bytes.subarray(at + 46, at + 46 + length));
    if (u16(at + 8) & 1) fail(`an encrypted one (${name})`);
    let [packed, size, local] = [u32(at + 20), u32(at + 24), u32(at + 42)];
    // Zip64: what does not fit 32 bits is in the extra field of id 1, in this order.
    for (let e = at + 46 + length, stop = e + extra; e + 4 <= stop; e += 4 + u16(e + 2)) {
      if (u16(e) !== 1) continue;
      let f = e + 4;
      const wide = (x: number): number => (x === 0xffffffff && f + 8 <= stop ? u64((f += 8) - 8) : x);
      size = wide(size);
      packed = wide(packed);
      local = wide(local);
      break;
    }
    if (!signed(local, 30, LOCAL)) fail(`no data of ${name} where its directory says`);
    const data = local + 30 + u16(local + 26) + u16(local + 28);
    if (data + packed > bytes.length) fail(`${name} cut off (truncated?)`);
    entries.push({ name, method: u16(at + 10), packed, size, crc: u32(at + 16), at: data });
    at = next;
  }
  const sorted = [...entries].sort((a, b) => a.at - b.at);
  sorted.forEach((entry, k) => {
    if (k > 0 && sorted[k - 1].at + sorted[k - 1].packed > entry.at) fail(`members that lie over each other (${sorted[k - 1].name} and ${entry.name})`);
  });
  return entries;
}
