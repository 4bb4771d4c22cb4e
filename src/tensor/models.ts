import { chain, conv, dense, flatten, maxPool, meanPool, relu, residual } from './layers/index.js';
import { model, type Model, type Part } from './model.js';

/** A ReLU network of these widths [d_0, ..., d_l], layers `layer1` .. `layerL`; LeNet-300-100 is mlp([784, 300, 100, 10]). */
export const mlp = (widths: readonly number[], options: { readonly bias?: boolean } = {}): Model =>
  model(`mlp-${widths.join('-')}`, [widths[0]], chain(...widths.slice(1).flatMap((outputs, i): Part[] => [...(i > 0 ? [relu] : []), dense(`layer${i + 1}`, widths[i], outputs, options)])));

/** A residual ReLU network: `first` to `width`, then blocks x + W_2 relu(W_1 relu(x)), then relu and `last`; block k is `block<k>.in`, `block<k>.out`. */
export const residualMlp = (inputs: number, width: number, blocks: number, outputs: number): Model =>
  model(`residual-${inputs}-${width}x${blocks}-${outputs}`, [inputs], chain(
    dense('first', inputs, width),
    ...Array.from({ length: blocks }, (_, k) => residual(chain(relu, dense(`block${k + 1}.in`, width, width), relu, dense(`block${k + 1}.out`, width, width)))),
    relu,
    dense('last', width, outputs),
  ));

/** Convolutions of side 3 with these channels, two and then a pool, and one dense layer of 256 before the last: after Conv-2, Conv-4, ... of Frankle & Carbin (2019), which have two such layers; at any width. */
export function convNet(inputShape: readonly [number, number, number], channels: readonly number[], outputs: number, hidden = 256): Model {
  const convolutions = chain(...channels.flatMap((c, i): Part[] => [conv(`conv${i + 1}`, i === 0 ? inputShape[2] : channels[i - 1], c), relu, ...(i % 2 === 1 ? [maxPool] : [])]), flatten);
  const [size] = convolutions.outputShape(inputShape);
  return model(`conv-${channels.join('-')}-${hidden}`, inputShape, chain(convolutions, dense('hidden', size, hidden), relu, dense('last', hidden, outputs)));
}

/** A residual network of convolutions: `first` to `width` channels, a pool, blocks of two convolutions, a pool, the mean over places, and `last`. */
export const residualConvNet = (inputShape: readonly [number, number, number], width: number, blocks: number, outputs: number): Model => {
  const body = chain(
    conv('first', inputShape[2], width),
    meanPool,
    ...Array.from({ length: blocks }, (_, k) => residual(chain(relu, conv(`block${k + 1}.in`, width, width), relu, conv(`block${k + 1}.out`, width, width)))),
    relu,
    meanPool,
    flatten,
  );
  const [size] = body.outputShape(inputShape);
  return model(`residual-conv-${width}x${blocks}`, inputShape, chain(body, dense('last', size, outputs)));
};
