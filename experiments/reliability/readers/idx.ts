import { gzipSync, gunzipSync } from 'node:zlib';
import { runTask } from '../../../src/numeric/pool.js';
import { parseIdx, type Idx } from '../../../src/network/index.js';
import type { Reader } from '../../../src/properties/index.js';

const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255), labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 4, 7, 1, 0, 9);
const wrong = ({ shape, data }: Idx): string | undefined => (shape.reduce((n, d) => n * d, 1) === data.length ? undefined : 'data that do not fill their shape');

export const idx: Reader<Idx> = {
  name: 'IDX',
  read: parseIdx,
  wrong,
  samples: () => [images, labels],
  bombs: [
    { name: 'a shape of 255 times 2^32 - 1', bytes: () => new Uint8Array(4 + 4 * 255).fill(255).map((b, k) => (k < 4 ? [0, 0, 8, 255][k] : b)) },
    { name: 'no items of 2^32 - 1 bytes', bytes: () => Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 0, 255, 255, 255, 255) },
  ],
};

/** The module that the command line unpacks with, by its address, as the pool is given one: no import points up. */
const FILES = new URL(`../../../src/cli/files${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url).href;

async function gunzipped(bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return (await runTask({ url: FILES, name: 'gunzipped', data: { path: 'n.gz', bytes } })) as Uint8Array;
  } catch (error) {
    // The command line's own error, with the exit code for a bad file: it prints it as one line.
    if ((error as { code?: unknown }).code === 65) throw new RangeError((error as Error).message);
    throw error;
  }
}

/** A gzip file of so many blocks of 64 MiB of zeros. */
const zeros = (blocks: number): Uint8Array => {
  const block = gzipSync(new Uint8Array(2 ** 26), { level: 9 });
  return new Uint8Array(Buffer.concat(Array<Buffer>(blocks).fill(block)));
};

export const gz: Reader<Idx> = {
  name: 'gzip (IDX.gz)',
  read: async (bytes) => parseIdx(await gunzipped(bytes)),
  wrong,
  samples: () => [new Uint8Array(gzipSync(images)), new Uint8Array(gzipSync(labels))],
  views: [{ name: 'unpacked file', kind: 'bytes', open: (file) => new Uint8Array(gunzipSync(file)), close: (inner) => new Uint8Array(gzipSync(inner)) }],
  bombs: [{ name: '1 GiB of zeros', large: true, unpacked: 2 ** 30, bytes: () => zeros(16) }, { name: '1.25 GiB of zeros', large: true, unpacked: 5 * 2 ** 28, bytes: () => zeros(20) }],
};
