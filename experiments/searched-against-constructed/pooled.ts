import { dataSet, type DataSet } from '../../src/tensor/index.js';
import { mnist, type Mnist } from '../mnist.js';

/** Images of MNIST are pooled over squares of this side. */
const SQUARE = 4, SIDE = 28 / SQUARE;

/** Pixels of a pooled image. */
export const PIXELS = SIDE * SIDE;

let pooled: Mnist | undefined;

/** MNIST at 7 x 7 pixels, the means of squares of 4 x 4, flat: so few inputs that the binary construction can be tried up to the width that its theorem asks. */
export function pooledMnist(): Mnist {
  const { train, test } = mnist({ flat: true });
  return (pooled ??= { train: pool(train), test: pool(test) });
}

function pool(images: DataSet): DataSet {
  const inputs = new Float32Array(images.count * PIXELS);
  for (let k = 0; k < images.inputs.length; k++) {
    const place = k % 784, row = Math.floor(place / 28 / SQUARE), column = Math.floor((place % 28) / SQUARE);
    inputs[Math.floor(k / 784) * PIXELS + row * SIDE + column] += images.inputs[k] / (SQUARE * SQUARE);
  }
  return dataSet({ ...images, name: `${images.name}, ${SIDE} x ${SIDE} pixels`, inputShape: [PIXELS], inputs });
}
