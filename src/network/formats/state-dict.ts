import { validNetwork, type Layer, type Network } from '../network.js';

/** A tensor with a name, its numbers in row-major order. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/**
 * The ReLU network behind named tensors, PyTorch's way: every 2-d tensor is a weight [out, in], every 1-d tensor the bias
 * of the weight that shares its name. The order: `order` if given (names of weights), else by shapes if they chain in
 * one way only, else by the numbers in the names.
 * A single number named `output_gain` multiplies the output (our own exports have one).
 * Throws a RangeError that lists the candidates where none of these decides.
 */
export function networkOfTensors(all: readonly NamedTensor[], where: string, order?: readonly string[]): Network {
  const gain = all.find((t) => t.name === 'output_gain' && t.values.length === 1)?.values[0] ?? 1;
  const tensors = all.filter((t) => t.name !== 'output_gain');
  const weights = tensors.filter((t) => t.shape.length === 2);
  const others = tensors.filter((t) => t.shape.length !== 2);
  const odd = others.find((t) => t.shape.length !== 1);
  if (odd) throw new RangeError(`${where}: needed weights of 2 and biases of 1 dimension, got ${odd.name} of shape [${odd.shape.join(', ')}]`);
  if (weights.length === 0) throw new RangeError(`${where}: needed at least one 2-d weight, got ${tensors.length === 0 ? 'no tensors' : tensors.map((t) => t.name).join(', ')}`);
  const biasOf = new Map<NamedTensor, NamedTensor>();
  for (const bias of others) {
    const weight = weights.find((w) => biasNames(w.name).includes(bias.name));
    if (!weight) throw new RangeError(`${where}: needed a weight for each bias, got ${bias.name} beside ${weights.map((w) => w.name).join(', ')}`);
    biasOf.set(weight, bias);
  }
  const layers = inOrder(weights, where, order).map((w, i): Layer => {
    const factor = i === weights.length - 1 ? gain : 1;
    return {
      weights: { rows: w.shape[0], columns: w.shape[1], data: w.values.map((x) => x * factor) },
      bias: biasOf.get(w)?.values.map((x) => x * factor) ?? null,
    };
  });
  return validNetwork(layers, where);
}

/** Names that the bias of a weight may have. */
const biasNames = (weight: string): string[] => [
  weight.replace(/weight$/, 'bias'),
  weight.replace(/kernel$/, 'bias'),
  weight.replace(/(^|[._/])w(\d*)$/, '$1b$2'),
  weight.replace(/(^|[._/])W(\d*)$/, '$1b$2'),
  weight.replace(/(\.|^)(\w*?)weight(\w*)$/, '$1$2bias$3'),
].filter((name) => name !== weight);

function inOrder(weights: readonly NamedTensor[], where: string, order?: readonly string[]): readonly NamedTensor[] {
  const candidates = weights.map((w) => `${w.name} [${w.shape.join(', ')}]`).join(', ');
  if (order) {
    if (new Set(order).size !== order.length || order.length !== weights.length) {
      throw new RangeError(`${where}: needed --layers with each of ${candidates} once, got ${order.join(',')}`);
    }
    return order.map((name) => {
      const weight = weights.find((w) => w.name === name);
      if (!weight) throw new RangeError(`${where}: needed --layers from ${candidates}, got ${name}`);
      return weight;
    });
  }
  const chains = chainsOf(weights);
  if (chains.length === 1) return chains[0];
  const numbered = weights
    .map((w) => ({ w, key: (w.name.match(/\d+/g) ?? []).map(Number) }))
    .sort((a, b) => compareNumbers(a.key, b.key));
  const distinct = numbered.every(({ key }, i) => key.length > 0 && (i === 0 || compareNumbers(numbered[i - 1].key, key) !== 0));
  const list = numbered.map(({ w }) => w);
  if (distinct && chainsOf(list, true).length === 1) return list;
  const why = chains.length === 0 ? 'shapes that chain' : 'shapes or numbered names that give one order';
  throw new RangeError(`${where}: needed ${why}, got ${candidates}; name the order with --layers a,b,c`);
}

/** The orders in which outputs match the next inputs; at most two are looked for. `asGiven`: only the order given. */
function chainsOf(weights: readonly NamedTensor[], asGiven = false): NamedTensor[][] {
  const found: NamedTensor[][] = [];
  const extend = (chain: NamedTensor[], left: readonly NamedTensor[]): void => {
    if (found.length > 1) return;
    if (left.length === 0) {
      found.push(chain);
      return;
    }
    for (const next of asGiven ? left.slice(0, 1) : left) {
      if (chain.length === 0 || chain[chain.length - 1].shape[0] === next.shape[1]) extend([...chain, next], left.filter((w) => w !== next));
    }
  };
  extend([], weights);
  return found;
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if ((a[i] ?? -1) !== (b[i] ?? -1)) return (a[i] ?? -1) - (b[i] ?? -1);
  }
  return 0;
}
