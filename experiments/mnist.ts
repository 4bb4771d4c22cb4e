import { backendText, imagesOf, openBackend, reshaped, type Backend, type BackendName, type DataSet } from '../src/tensor/index.js';
import { mnistTest, mnistTrain } from './real-data.js';

/** The 20,000 training and 10,000 test images, as [28, 28, 1] or, flat, as [784]. */
export interface Mnist {
  readonly train: DataSet;
  readonly test: DataSet;
}

let images: Mnist | undefined;

/** MNIST, read once a thread. Throws a RangeError where the files are missing. */
export function mnist({ flat }: { readonly flat: boolean }): Mnist {
  const set = (name: string, { images: pixels, labels }: ReturnType<typeof mnistTest>): DataSet => imagesOf(name, pixels, labels);
  images ??= { train: set('MNIST, 20,000 to train', mnistTrain()), test: set('MNIST, 10,000 to test', mnistTest()) };
  return flat ? { train: reshaped(images.train, [784]), test: reshaped(images.test, [784]) } : images;
}

/** The backend of studies: wasm, so that their rows are the same everywhere, or what SLTH_BACKEND names (rows of another backend go to a folder of their own). */
export const studyBackend = (): Promise<Backend> => openBackend((process.env.SLTH_BACKEND as BackendName | undefined) ?? 'wasm');

/** What a training study says before its work. */
export const computedBy = async (): Promise<string> => backendText(await studyBackend());
