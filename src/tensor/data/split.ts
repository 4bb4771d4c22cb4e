import { permutation, stream } from '../random.js';
import { subset, type DataSet } from './data-set.js';

/** A random part of a data set to train on, round(share count) examples, and the rest to validate on: of a seed. Throws a RangeError where a part would be empty. */
export function split(data: DataSet, share: number, seed: number): { readonly train: DataSet; readonly validation: DataSet } {
  const most = Math.round(share * data.count);
  if (!(most >= 1 && most < data.count)) throw new RangeError(`split: needed a share that leaves examples on both sides of ${data.count}, got ${share}`);
  const order = permutation(data.count, stream(seed, 'split'));
  return { train: subset(data, order.subarray(0, most), `${data.name}, to train`), validation: subset(data, order.subarray(most), `${data.name}, to validate`) };
}
