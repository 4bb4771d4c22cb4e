import type { Model } from '../model.js';
import { mlp, residualMlp } from '../models.js';

/** A network whose blocks may be copied, dropped and put in another order: the beginnings of the names of their parameters (all before a full stop). */
export interface ElasticNetwork {
  readonly model: Model;
  /** By stage, block 0 first: the one that changes the width, and stays. */
  readonly stages: readonly (readonly string[])[];
  /** What is in every network of the family once, in this order. */
  readonly rest: readonly string[];
}

/** A ReLU network inputs, width (`hidden` times), after ..., outputs: a block is a layer width x width, block 0 the first layer. MLP-n of Chen et al. (2021) is elasticMlp(784, 300, n, [100], 10). */
export function elasticMlp(inputs: number, width: number, hidden: number, after: readonly number[], outputs: number): ElasticNetwork {
  if (!(Number.isInteger(hidden) && hidden >= 1)) throw new RangeError(`elasticMlp: needed at least 1 hidden layer of width ${width}, got ${hidden}`);
  const layers = (from: number, count: number): string[] => Array.from({ length: count }, (_, k) => `layer${from + k}`);
  return { model: mlp([inputs, ...Array.from({ length: hidden }, () => width), ...after, outputs]), stages: [layers(1, hidden)], rest: layers(hidden + 1, after.length + 1) };
}

/** A residual ReLU network: block 0 is the first layer, block k the residual block k of two layers width x width; the last layer is the rest. */
export const elasticResidualMlp = (inputs: number, width: number, blocks: number, outputs: number): ElasticNetwork =>
  ({ model: residualMlp(inputs, width, blocks, outputs), stages: [['first', ...Array.from({ length: blocks }, (_, k) => `block${k + 1}`)]], rest: ['last'] });
