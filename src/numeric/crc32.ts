/** Tables for four bytes at a time. */
const tables = Array.from({ length: 4 }, () => new Uint32Array(256));
for (let b = 0; b < 256; b++) {
  let word = b;
  for (let k = 0; k < 8; k++) word = word & 1 ? (word >>> 1) ^ 0xedb88320 : word >>> 1;
  tables[0][b] = word;
}
for (let t = 1; t < 4; t++) for (let b = 0; b < 256; b++) tables[t][b] = (tables[t - 1][b] >>> 8) ^ tables[0][tables[t - 1][b] & 255];

/** The CRC-32 of zip and gzip (polynomial 0xedb88320, reflected), in [0, 2^32). */
export function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3] = tables, whole = bytes.length - (bytes.length % 4);
  let crc = 0xffffffff, i = 0;
  for (; i < whole; i += 4) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc = t3[crc & 255] ^ t2[(crc >>> 8) & 255] ^ t1[(crc >>> 16) & 255] ^ t0[crc >>> 24];
  }
  for (; i < bytes.length; i++) crc = t0[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
