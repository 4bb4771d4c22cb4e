import type { Tensor } from '@tensorflow/tfjs-core';
import type { Layer } from '../network/index.js';
import type { Values } from './values.js';

/**
 * A named array of a model. `weights` (of a dense layer [outputs, inputs], of a convolution [height, width, inputs, outputs]) may be pruned; `bias`, `gain`
 * and `embedding` are trained and whole; `statistic` is not trained: what batch normalisation has seen.
 */
export interface Parameter {
  readonly name: string;
  readonly kind: 'weights' | 'bias' | 'gain' | 'embedding' | 'statistic';
  readonly shape: readonly number[];
  /** Inputs and outputs of one unit: the scale of the first draw. */
  readonly fanIn: number;
  readonly fanOut: number;
}

/** What a forward pass is given beside values: whether it trains, and where new statistics go while it does. */
export interface Pass {
  readonly training: boolean;
  readonly statistics: Map<string, Tensor>;
}

/** What leads from units to units: a layer, by the name of its weights, or what may be gone around, unit by unit (a residual block). */
export type Link = string | { readonly around: readonly Link[] };

/** A piece of a network: its parameters, the shape it makes of an input's (both without the batch), and what it computes. */
export interface Part {
  readonly parameters: readonly Parameter[];
  /** Links one after another, from its inputs to its outputs; none where units stay what they are. Absent where there is no such order: nothing can be told of paths then. */
  readonly links?: readonly Link[];
  /** Throws a RangeError where an input of this shape does not fit. */
  outputShape(inputShape: readonly number[]): readonly number[];
  /** x has shape [batch, ...inputShape]; `values` holds a tensor for each parameter. */
  apply(x: Tensor, values: ReadonlyMap<string, Tensor>, pass: Pass): Tensor;
  /** What it is in a ReLU network, at these values: affine layers and relu, one after another. A part that is no such chain has none. */
  layers?(values: Values): readonly (Layer | 'relu')[];
}

/** A whole network: a part whose input's shape is known. */
export interface Model extends Part {
  readonly name: string;
  readonly inputShape: readonly number[];
}

/** A model of this part. Throws a RangeError where shapes do not chain or two parameters have one name. */
export function model(name: string, inputShape: readonly number[], part: Part): Model {
  part.outputShape(inputShape);
  const twice = part.parameters.find((p, k) => part.parameters.findIndex((q) => q.name === p.name) < k);
  if (twice) throw new RangeError(`model: needed a name of its own for each parameter, got ${twice.name} twice`);
  return { name, inputShape, ...part };
}

/** Throws a RangeError unless there are values for every parameter, as many as it has entries. */
export function requireValues({ name: of, parameters }: Model, values: Values, where: string): void {
  for (const p of parameters) {
    const data = values.get(p.name);
    if (data?.length !== entries(p)) throw new RangeError(`${where}: needed ${entries(p)} values of ${p.name} for ${of}, got ${data?.length ?? 'none'}`);
  }
}

/** The parameters that may be pruned. */
export const prunable = ({ parameters }: Part): readonly Parameter[] => parameters.filter((p) => p.kind === 'weights');

/** Entries of a parameter. */
export const entries = ({ shape }: Parameter): number => shape.reduce((n, d) => n * d, 1);

/** Entries of all of them. */
export const countEntries = (parameters: readonly Parameter[]): number => parameters.reduce((n, p) => n + entries(p), 0);
