import { deflateRawSync } from 'node:zlib';
import { readNetwork, type Network } from '../../../src/network/index.js';
import { unzip } from '../../../src/network/formats/zip.js';
import type { Reader, View } from '../../../src/properties/index.js';
import { same, smallNetwork, text, written, wrongNetwork } from '../networks.js';
import { zipOf, type Member } from '../zip-of.js';

const members = (file: Uint8Array): Member[] => [...unzip(file, 'sample')].map(([name, data]) => ({ name, data }));

/** One member of an archive, packed anew with its size and checksum right. */
export const memberOf = (name: string, which: (name: string) => boolean): View => ({
  name, kind: 'bytes',
  open: (file) => (file[0] === 0x50 ? members(file).find((m) => which(m.name))?.data : undefined),
  close: (inner, file) => {
    const all = members(file), found = all.find((m) => which(m.name))!;
    return zipOf(all.map((m) => (m === found ? { ...m, data: inner } : m)));
  },
});

/** The packed bytes of the first member, with its own size and checksum. */
const packed: View = {
  name: 'packed data', kind: 'bytes',
  open: (file) => deflateRawSync(members(file)[0].data),
  close: (inner, file) => zipOf(members(file).map((m, k) => (k === 0 ? { ...m, packed: inner } : m))),
};

/** A .npy file. */
export function npy(header: string, data: Uint8Array): Uint8Array {
  const head = text(header), out = new Uint8Array(12 + head.length + data.length);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0]);
  new DataView(out.buffer).setUint32(8, head.length, true);
  out.set(head, 12);
  out.set(data, 12 + head.length);
  return out;
}

const none = new Uint8Array(), block = new Uint8Array(2 ** 20);
const described = (descr: string, shape: string, fortran = 'False'): string => `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${shape}), }\n`;
const zeros = (name: string, rows: number, columns: number): Member => ({ name, data: npy(described('|u1', `${rows}, ${columns}`), new Uint8Array(rows * columns)), deflate: true });
const sample = await written('.npz', smallNetwork([2, 3, 1], true), 4);
const fortran = zipOf([{ name: 'w.npy', data: npy(described('>f8', '2, 3', 'True'), new Uint8Array(48)), deflate: true }, { name: 'b.npy', data: npy(described('<f2', '2,'), new Uint8Array(4)), deflate: true }]);

export const npz: Reader<Network> = {
  name: 'npz',
  read: (bytes) => readNetwork('n.npz', bytes),
  wrong: wrongNetwork,
  samples: () => [sample, fortran],
  views: [memberOf('first array', () => true), memberOf('bias', (name) => name.includes('b')), packed],
  write: (network) => written('.npz', network),
  same,
  bombs: [
    { name: 'an array of 2 GiB, as its directory says', bytes: () => zipOf([{ ...zeros('w.npy', 1, 1000), size: 2 ** 31 }]) },
    { name: '1 KiB that should hold 1 GiB', bytes: () => zipOf([{ ...zeros('w.npy', 1, 1000), size: 2 ** 30 }]) },
    { name: '1 GiB in an array that says 100 bytes', large: true, unpacked: 100, bytes: () => zipOf([{ name: 'w.npy', data: new Uint8Array(100), packed: deflateRawSync(new Uint8Array(2 ** 30)) }]) },
    { name: '2^28 numbers of a byte, packed', large: true, unpacked: 2 ** 28, bytes: () => zipOf([zeros('w.npy', 2 ** 14, 2 ** 14)]) },
    { name: '2^27 numbers of a byte, packed', large: true, unpacked: 2 ** 27, bytes: () => zipOf([zeros('w.npy', 2 ** 13, 2 ** 14)]) },
    { name: 'three times 2^27 numbers of a byte, packed', large: true, unpacked: 3 * 2 ** 27, bytes: () => zipOf(['a1', 'a2', 'a3'].map((name) => zeros(`${name}.npy`, 2 ** 13, 2 ** 14))) },
    { name: '5,000 members that are the same 1 MiB', bytes: () => zipOf([{ name: 'w0.npy', data: new Uint8Array(2 ** 20) }, ...Array.from({ length: 4999 }, (_, k) => ({ name: `w${k + 1}.npy`, data: none, packed: block, size: 0, over: 0 }))]) },
    { name: '60,000 members', large: true, bytes: () => zipOf(Array.from({ length: 60_000 }, (_, k) => zeros(`w${k}.npy`, 1, 1))) },
    { name: 'a directory that says 2^32 members', bytes: () => endless() },
    { name: 'a header of 10,000,000 beginnings of a shape', bytes: () => zipOf([{ name: 'w.npy', data: npy(`{'descr': '<f4', ${"'shape':(".repeat(1_100_000)}`, new Uint8Array()) }]) },
    { name: 'a shape of 2^40 by 2^40 numbers', bytes: () => zipOf([{ name: 'w.npy', data: npy(described('<f4', '1099511627776, 1099511627776'), new Uint8Array(4)) }]) },
    { name: 'a shape of 5 by 0.4', bytes: () => zipOf([{ name: 'w.npy', data: npy(described('<f4', '5, 0.4'), new Uint8Array(8)) }]) },
  ],
};

/** A zip64 end that says 2^32 - 1 members where there is one. */
function endless(): Uint8Array {
  const whole = Buffer.from(zipOf([zeros('w.npy', 1, 1)])), end = whole.subarray(whole.length - 22), end64 = Buffer.alloc(56), locator = Buffer.alloc(20), before = whole.subarray(0, whole.length - 22);
  end64.writeUInt32LE(0x06064b50);
  end64.writeUInt32LE(0xffffffff, 32);
  end64.writeUInt32LE(end.readUInt32LE(16), 48);
  locator.writeUInt32LE(0x07064b50);
  locator.writeUInt32LE(before.length, 8);
  return new Uint8Array(Buffer.concat([before, end64, locator, end]));
}
