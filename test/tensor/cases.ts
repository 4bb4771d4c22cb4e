import { normal, stream } from '../../src/tensor/random.js';
import type * as Floor from '../../src/tensor/index.js';
import type { Kind } from './reference.js';

/** A small network around one kind of layer, and the seed of its values and inputs. */
export interface LayerCase {
  readonly name: string;
  readonly inputShape: readonly number[];
  readonly parts: readonly Kind[];
  readonly training: boolean;
  readonly seed: number;
  /** Inputs are normal times this. */
  readonly scale?: number;
}

export const BATCH = 4, CLASSES = 3;

const dense = (inputs: number, name = 'last', outputs = CLASSES): Kind => ({ kind: 'dense', name, inputs, outputs });
const relu: Kind = { kind: 'relu' }, flatten: Kind = { kind: 'flatten' };
const conv = (side: number, stride: number, padding: 'same' | 'valid', outputs = 3): Kind => ({ kind: 'conv', name: 'conv', inputs: 2, outputs, side, stride, padding });
const image = [6, 5, 2], training = true;
/** What is before a convolution needs the gradient of its inputs. */
const before: Kind = { ...conv(1, 1, 'same', 2), name: 'before' } as Kind;
const convCase = (side: number, stride: number, padding: 'same' | 'valid', places: number): LayerCase => (
  { name: `a convolution of side ${side}, stride ${stride}, ${padding}`, inputShape: image, parts: [before, conv(side, stride, padding), relu, flatten, dense(3 * places)], training, seed: 1 });

/** Each kind of layer, where one step is compared. Images are not square. */
export const layerCases: readonly LayerCase[] = [
  { name: 'dense layers and relu', inputShape: [5], parts: [dense(5, 'first', 4), relu, dense(4)], training, seed: 1 },
  { name: 'dense layers without biases', inputShape: [5], parts: [{ ...dense(5, 'first', 4), bias: false } as Kind, relu, { ...dense(4), bias: false } as Kind], training, seed: 1 },
  convCase(3, 1, 'same', 30), convCase(3, 2, 'same', 9), convCase(3, 1, 'valid', 12), convCase(3, 2, 'valid', 4), convCase(2, 1, 'same', 30), convCase(2, 3, 'valid', 4), convCase(1, 2, 'same', 9),
  { name: 'normalisation after a dense layer, affine', inputShape: [5], parts: [dense(5, 'first', 4), { kind: 'batchNorm', name: 'norm', channels: 4, affine: true }, relu, dense(4)], training, seed: 1 },
  { name: 'normalisation after a convolution, not affine', inputShape: image, parts: [conv(3, 1, 'same'), { kind: 'batchNorm', name: 'norm', channels: 3, affine: false }, relu, flatten, dense(90)], training, seed: 1 },
  { name: 'normalisation by its statistics', inputShape: [5], parts: [dense(5, 'first', 4), { kind: 'batchNorm', name: 'norm', channels: 4, affine: true }, relu, dense(4)], training: false, seed: 1 },
  { name: 'a residual block', inputShape: [5], parts: [{ kind: 'residual', parts: [relu, dense(5, 'in', 5), relu, dense(5, 'out', 5)] }, relu, dense(5)], training, seed: 1 },
  { name: 'the largest of squares', inputShape: image, parts: [conv(3, 1, 'same'), { kind: 'maxPool' }, flatten, dense(18)], training, seed: 1 },
  { name: 'the mean of squares', inputShape: image, parts: [conv(3, 1, 'same'), { kind: 'meanPool' }, flatten, dense(18)], training, seed: 1 },
  { name: 'softmax cross-entropy of large logits', inputShape: [5], parts: [dense(5)], training, seed: 1, scale: 60 },
  { name: 'a batched product', inputShape: [5], parts: [{ kind: 'product', inputs: 5, rows: 3, inner: 4, columns: 2 }, relu, dense(6)], training, seed: 1 },
];

/** The floor that is tried: its index and its kernels, as compiled, or with a fault. */
export interface Tried {
  readonly floor: typeof Floor;
  readonly kernels: typeof import('../../src/tensor/kernels.js');
  readonly backend: typeof import('../../src/tensor/backend.js');
}

function partOf({ floor, kernels, backend }: Tried, kind: Kind): Floor.Part {
  switch (kind.kind) {
    case 'dense': return floor.dense(kind.name, kind.inputs, kind.outputs, { bias: kind.bias ?? true });
    case 'conv': return floor.conv(kind.name, kind.inputs, kind.outputs, kind);
    case 'batchNorm': return floor.batchNorm(kind.name, kind.channels, kind);
    case 'residual': return floor.residual(floor.chain(...kind.parts.map((p) => partOf({ floor, kernels, backend }, p))));
    case 'product': {
      const { inputs, rows, inner, columns } = kind, [left, right] = [floor.dense('left', inputs, rows * inner), floor.dense('right', inputs, inner * columns)];
      return {
        parameters: [...left.parameters, ...right.parameters],
        outputShape: () => [rows * columns],
        apply: (x, values, pass) => {
          const a = backend.tf.reshape(left.apply(x, values, pass), [-1, rows, inner]), b = backend.tf.reshape(right.apply(x, values, pass), [-1, inner, columns]);
          return backend.tf.reshape(kernels.batchedProduct(a, b), [-1, rows * columns]);
        },
      };
    }
    default: return floor[kind.kind];
  }
}

/** The case's model, values (biases, gains and statistics off their first values too), inputs and labels. */
export function tried(floor: Tried, { name, inputShape, parts, seed, scale = 1 }: LayerCase): { model: Floor.Model; values: Map<string, Float32Array>; data: Floor.DataSet } {
  const model = floor.floor.model(name, inputShape, floor.floor.chain(...parts.map((p) => partOf(floor, p)))), random = stream(seed, 'data');
  const values = new Map([...floor.floor.initialise(model, seed)].map(([n, v]) => [n, n.endsWith('.weights') ? v : v.map((x) => x + 0.2 * Math.abs(normal(random)))]));
  const inputs = Float32Array.from({ length: BATCH * inputShape.reduce((n, d) => n * d, 1) }, () => scale * normal(random));
  return { model, values, data: floor.floor.dataSet({ name, inputShape, count: BATCH, inputs, labels: Int32Array.from({ length: BATCH }, (_, k) => k % CLASSES), classes: CLASSES }) };
}
