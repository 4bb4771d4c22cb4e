import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseIdx, readNetwork, type Idx, type Network } from '../src/network/index.js';

/** The folder that holds package.json, whether this file is run as it is or compiled. */
function projectFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** Where the real networks and images are: SLTH_DATA, or shared/data beside the project. */
export const dataFolder = (): string => process.env.SLTH_DATA ?? join(projectFolder(), '..', 'shared', 'data');

/** The bytes of a real file. Throws a RangeError that says where it was looked for, and what to do. */
function bytesOf(folder: 'targets' | 'mnist', name: string): Uint8Array {
  const path = join(dataFolder(), folder, name);
  if (!existsSync(path)) throw new RangeError(`realData: needed ${folder}/${name} in ${dataFolder()}, got no such file; set SLTH_DATA to a folder with targets/ and mnist/`);
  return Uint8Array.from(readFileSync(path));
}

/** A target from targets/, by its file's name. Throws a RangeError where it is missing. */
export const realTarget = (name: string): Promise<Network> => readNetwork(name, bytesOf('targets', name));

const readIdx = (name: string): Idx => parseIdx(Uint8Array.from(gunzipSync(bytesOf('mnist', name))));

/** The 10,000 test images of MNIST and their labels, from mnist/. Throws a RangeError where they are missing. */
export function mnistTest(): { images: Idx; labels: Idx } {
  return { images: readIdx('t10k-images-idx3-ubyte.gz'), labels: readIdx('t10k-labels-idx1-ubyte.gz') };
}

/** The first 20,000 training images of MNIST and their labels, from mnist/: the published files, or train20k, which hold these alone. Throws a RangeError where they are missing. */
export function mnistTrain(): { images: Idx; labels: Idx } {
  const files = existsSync(join(dataFolder(), 'mnist', 'train20k-images-idx3-ubyte.gz')) ? 'train20k' : 'train';
  return { images: first20k(readIdx(`${files}-images-idx3-ubyte.gz`)), labels: first20k(readIdx(`${files}-labels-idx1-ubyte.gz`)) };
}

function first20k({ shape: [items, ...of], data }: Idx): Idx {
  if (items < 20_000) throw new RangeError(`realData: needed at least 20,000 training images of MNIST and as many labels, got ${items}`);
  return { shape: [20_000, ...of], data: data.subarray(0, (20_000 * data.length) / items) };
}
