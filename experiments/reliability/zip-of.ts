import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../src/numeric/crc32.js';

/** A member of an archive; what its directory says of it is what is so, unless said otherwise. */
export interface Member {
  readonly name: string;
  readonly data: Uint8Array;
  /** Deflated, or `packed` as it is. */
  readonly deflate?: boolean;
  readonly packed?: Uint8Array;
  readonly size?: number;
  /** Where its data is said to be: the member of that number's, in place of its own. */
  readonly over?: number;
}

/** A zip archive, made to measure. */
export function zipOf(members: readonly Member[]): Uint8Array {
  const parts: Buffer[] = [], directory: Buffer[] = [], places: number[] = [];
  let at = 0;
  for (const { name, data, deflate = false, packed = deflate ? deflateRawSync(data) : data, size = data.length, over } of members) {
    const file = Buffer.from(name), own = Buffer.alloc(30), entry = Buffer.alloc(46), method = packed === data ? 0 : 8, crc = crc32(data);
    own.writeUInt32LE(0x04034b50);
    entry.writeUInt32LE(0x02014b50);
    for (const [header, from] of [[own, 8], [entry, 10]] as const) {
      header.writeUInt16LE(method, from);
      header.writeUInt32LE(crc, from + 6);
      header.writeUInt32LE(packed.length, from + 10);
      header.writeUInt32LE(size, from + 14);
      header.writeUInt16LE(file.length, from + 18);
    }
    places.push(at);
    entry.writeUInt32LE(over === undefined ? at : places[over], 42);
    directory.push(entry, file);
    if (over !== undefined) continue;
    parts.push(own, file, Buffer.from(packed));
    at += own.length + file.length + packed.length;
  }
  const end = Buffer.alloc(22), size = directory.reduce((n, b) => n + b.length, 0);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}
