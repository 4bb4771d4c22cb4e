import type { Matrix } from '../numeric/matrix.js';
import { digest } from '../numeric/digest.js';

/** One affine map x -> W x + b. W has shape [d_i, d_{i-1}], b has d_i entries or is absent. */
export interface Layer {
  readonly weights: Matrix;
  readonly bias: Float64Array | null;
}

/** A ReLU network x -> W_l relu(W_{l-1} ... relu(W_1 x + b_1) ...) + b_l: relu between layers, none after the last. */
export interface Network {
  readonly layers: readonly Layer[];
  /** What was done to the file to read it as such a chain, a sentence each. */
  readonly notes: readonly string[];
}

/** [d_0, d_1, ..., d_l]: the input's dimension, then each layer's output. */
export const widths = (network: Network): number[] => [network.layers[0].weights.columns, ...network.layers.map((l) => l.weights.rows)];

/** The number of weights and biases. */
export const countWeights = (network: Network): number =>
  network.layers.reduce((sum, { weights, bias }) => sum + weights.data.length + (bias?.length ?? 0), 0);

/**
 * Checks that layers chain, are not empty, and hold finite numbers; returns the network. `where` begins each message.
 * Throws a RangeError that names the first layer at fault.
 */
export function validNetwork(layers: readonly Layer[], where: string, notes: readonly string[] = []): Network {
  if (layers.length === 0) throw new RangeError(`${where}: needed at least one layer with weights, got none`);
  layers.forEach(({ weights, bias }, i) => {
    const name = `layer ${i + 1}`;
    if (!(weights.rows >= 1 && weights.columns >= 1)) throw new RangeError(`${where}: needed a non-empty ${name}, got shape [${weights.rows}, ${weights.columns}]`);
    if (weights.data.length !== weights.rows * weights.columns) throw new RangeError(`${where}: needed ${weights.rows * weights.columns} weights in ${name}, got ${weights.data.length}`);
    if (i > 0 && weights.columns !== layers[i - 1].weights.rows) {
      throw new RangeError(`${where}: needed shapes that chain, got ${name} with ${weights.columns} inputs after ${layers[i - 1].weights.rows} outputs`);
    }
    if (bias && bias.length !== weights.rows) throw new RangeError(`${where}: needed ${weights.rows} biases in ${name}, got ${bias.length}`);
    const bad = notFinite(weights.data) ?? (bias ? notFinite(bias) : undefined);
    if (bad !== undefined) throw new RangeError(`${where}: needed finite weights, got ${bad} in ${name}`);
  });
  // A bias of zeros is no bias: the two are the same function, and should be the same target.
  return { layers: layers.map((l) => (l.bias?.some((b) => b !== 0) ? l : { weights: l.weights, bias: null })), notes };
}

/** The first of them that is not finite: a loop, ten times as fast as `find` on 10^8 numbers. */
function notFinite(values: Float64Array): number | undefined {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return values[i];
  return undefined;
}

/**
 * SHA-256 of the function's numbers: the shapes as little-endian uint32, then each layer's weights and biases as float64.
 * The same for the same network in another file format. A layer without biases counts as zeros.
 */
export function networkDigest(network: Network): string {
  const parts: Uint8Array[] = [bytesOf(Uint32Array.from(widths(network)))];
  for (const { weights, bias } of network.layers) {
    // Adding 0 makes -0 the same as 0: they are the same weight.
    parts.push(bytesOf(weights.data.map((x) => x + 0)), bytesOf((bias ?? new Float64Array(weights.rows)).map((x) => x + 0)));
  }
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  parts.reduce((offset, p) => (all.set(p, offset), offset + p.length), 0);
  return digest(all);
}

const bytesOf = (array: Uint32Array | Float64Array): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Throws a RangeError unless two networks have equally many inputs and outputs. */
export function requireSameShape(a: Network, b: Network, where: string): void {
  const ends = [a, b].map((n) => [n.layers[0].weights.columns, n.layers[n.layers.length - 1].weights.rows]);
  if (ends[0].join() !== ends[1].join()) throw new RangeError(`${where}: needed two networks of equally many inputs and outputs, got ${ends.map(([i, o]) => `${i} to ${o}`).join(' and ')}`);
}
