import { validNetwork, type Layer, type Network } from '../network.js';
import { LONGEST_NAME, MOST_LAYERS } from './limits.js';

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
  const long = all.find((t) => t.name.length > LONGEST_NAME);
  if (long) throw new RangeError(`${where}: needed names of at most ${LONGEST_NAME} characters, got one of ${long.name.length}`);
  const gain = all.find((t) => t.name === 'output_gain' && t.values.length === 1)?.values[0] ?? 1;
  const tensors = all.filter((t) => t.name !== 'output_gain');
  const weights = tensors.filter((t) => t.shape.length === 2);
  const others = tensors.filter((t) => t.shape.length !== 2);
  const odd = others.find((t) => t.shape.length !== 1);
  if (odd) throw new RangeError(`${where}: needed weights of 2 and biases of 1 dimension, got ${odd.name} of shape [${odd.shape.join(', ')}]`);
  if (weights.length === 0) throw new RangeError(`${where}: needed at least one 2-d weight, got ${tensors.length === 0 ? 'no tensors' : tensors.map((t) => t.name).join(', ')}`);
  if (weights.length > MOST_LAYERS) throw new RangeError(`${where}: needed at most ${MOST_LAYERS} layers, got ${weights.length}`);
  const weightOf = new Map(weights.flatMap((w) => biasNames(w.name).map((name) => [name, w])));
  const biasOf = new Map<NamedTensor, NamedTensor>();
  for (const bias of others) {
    const weight = weightOf.get(bias.name);
    if (!weight) throw new RangeError(`${where}: needed a weight for each bias, got ${bias.name} beside ${weights.map((w) => w.name).join(', ')}`);
    biasOf.set(weight, bias);
  }
  const layers = inOrder(weights, where, order).map((w, i): Layer => {
    const factor = i === weights.length - 1 ? gain : 1;
    return {
      weights: { rows: w.shape[0], columns: w.shape[1], data: factor === 1 ? w.values : w.values.map((x) => x * factor) },
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
  const chains = chainsOf(weights.map(keyOf));
  if (chains.length === 0) throw new RangeError(`${where}: needed shapes that chain, got ${candidates}; name the order with --layers a,b,c`);
  // One order of shapes: weights of equal shape are told apart by the numbers in their names.
  if (chains.length === 1) {
    const inClass = new Map([...new Set(chains[0])].map((shape) => [shape, byNumbers(weights.filter((w) => keyOf(w) === shape))]));
    if ([...inClass.values()].every((list) => list !== undefined)) return chains[0].map((shape) => inClass.get(shape)!.shift()!);
  }
  const numbered = byNumbers(weights);
  if (numbered?.every((w, i) => i === 0 || numbered[i - 1].shape[0] === w.shape[1])) return numbered;
  throw new RangeError(`${where}: needed shapes or numbered names that give one order, got ${candidates}; name the order with --layers a,b,c`);
}

const keyOf = (w: NamedTensor): string => w.shape.join();

/**
 * Weights in the order of the numbers in their names, which must be alike but for these; undefined if numbers do not tell
 * them apart. One weight needs no number.
 */
function byNumbers(weights: readonly NamedTensor[]): NamedTensor[] | undefined {
  if (weights.length === 1) return [...weights];
  if (new Set(weights.map((w) => w.name.replace(/\d+/g, '#'))).size > 1) return undefined;
  const numbered = weights.map((w) => ({ w, key: (w.name.match(/\d+/g) ?? []).map(Number) })).sort((a, b) => compareNumbers(a.key, b.key));
  const distinct = numbered.every(({ key }, i) => i === 0 || compareNumbers(numbered[i - 1].key, key) !== 0);
  return distinct ? numbered.map(({ w }) => w) : undefined;
}

/** Shapes looked at after which looking for a second order is given up: then names have to decide. */
const MOST_STEPS = 1_000_000;

/** The orders of shapes "out,in", each as often as it occurs, in which outputs match the next inputs; two at most. */
function chainsOf(shapes: readonly string[]): string[][] {
  const left = new Map<string, number>(), fedBy = new Map<string, string[]>();
  for (const s of shapes) left.set(s, (left.get(s) ?? 0) + 1);
  for (const s of left.keys()) {
    const inputs = s.split(',')[1];
    fedBy.set(inputs, [...(fedBy.get(inputs) ?? []), s]);
  }
  const found: string[][] = [], chain: string[] = [];
  let steps = 0;
  const extend = (): void => {
    if (chain.length === shapes.length) {
      found.push([...chain]);
      return;
    }
    for (const shape of chain.length === 0 ? left.keys() : fedBy.get(chain[chain.length - 1].split(',')[0]) ?? []) {
      if (found.length > 1 || ++steps > MOST_STEPS) return;
      const count = left.get(shape)!;
      if (count === 0) continue;
      left.set(shape, count - 1);
      chain.push(shape);
      extend();
      chain.pop();
      left.set(shape, count);
    }
  };
  extend();
  // Given up: more than one order, for all that is known.
  return steps > MOST_STEPS ? [[], []] : found;
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if ((a[i] ?? -1) !== (b[i] ?? -1)) return (a[i] ?? -1) - (b[i] ?? -1);
  }
  return 0;
}
