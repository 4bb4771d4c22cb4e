import { countEntries, convNet, keepLargest, magnitudes, mlp, phew, prunable, randomlyOfAll, randomlyOfEach, residualConvNet, synflow, wholeMasks, type Model, type Values } from '../../src/tensor/index.js';

/** How a mask is made before training. `random, each layer`: every layer at the same density; `random, all layers`: each set of weights as likely. */
export const METHODS = ['PHEW', 'random, each layer', 'random, all layers', 'magnitude', 'SynFlow', 'SynFlow-L2'] as const;
export type Method = (typeof METHODS)[number];

/** Of the networks that are pruned, by name. */
export const NETWORKS = {
  'lenet-300-100': () => mlp([784, 300, 100, 10]),
  conv: () => convNet([28, 28, 1], [8, 8, 16, 16], 10, 64),
  residual: () => residualConvNet([28, 28, 1], 8, 2, 10),
} as const satisfies Record<string, () => Model>;
export type NetworkName = keyof typeof NETWORKS;

/** The mask of a method at a density (1: all weights, whatever the method), no data seen. */
export function maskOf(method: Method, model: Model, values: Values, density: number, seed: number): Map<string, Uint8Array> {
  const count = Math.round(density * countEntries(prunable(model)));
  if (density === 1) return wholeMasks(model);
  if (method === 'PHEW') return phew(model, values, count, { seed }).masks;
  if (method === 'random, each layer') return randomlyOfEach(model, count, seed);
  if (method === 'random, all layers') return randomlyOfAll(model, count, seed);
  if (method === 'magnitude') return keepLargest(magnitudes(model, values), count);
  return synflow(model, values, count, { power: method === 'SynFlow' ? 1 : 2 });
}
