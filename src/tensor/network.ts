import { validNetwork, widths, type KeptEdges, type Layer, type Network } from '../network/index.js';
import type { Model, Parameter } from './model.js';
import { mlp } from './models.js';
import { masked, type Masks, type Values } from './values.js';

/**
 * A trained chain of dense layers with relu between as a target: what classifies, is approximated by a ticket and certified. Weights are the float32 ones, those that a mask
 * takes away 0. Throws a RangeError where the model is anything else.
 */
export function toNetwork(model: Model, values: Values, masks: Masks = new Map()): Network {
  const chain = model.layers?.(masked(values, masks));
  if (!chain) throw new RangeError(`toNetwork: needed dense layers with relu between, got ${model.name}, which has other parts`);
  if (chain.length % 2 === 0 || chain.some((part, k) => (part === 'relu') !== (k % 2 === 1))) {
    throw new RangeError(`toNetwork: needed dense layers with one relu between, got ${chain.map((part) => (part === 'relu' ? 'relu' : 'dense')).join(', ')} in ${model.name}`);
  }
  return validNetwork(chain.filter((part): part is Layer => part !== 'relu'), 'toNetwork', []);
}

/** A network as a model and its values, rounded to float32; every layer has a bias. What `toNetwork` made comes back bit for bit. */
export function fromNetwork(network: Network): { model: Model; values: Map<string, Float32Array> } {
  const values = network.layers.flatMap(({ weights, bias }, k) => [
    [`layer${k + 1}.weights`, Float32Array.from(weights.data)] as const,
    [`layer${k + 1}.bias`, Float32Array.from(bias ?? new Float64Array(weights.rows))] as const,
  ]);
  return { model: mlp(widths(network)), values: new Map(values) };
}

/** The kept edges of each array of dense weights, as tickets have them: sorted by column, then row. One without a mask is whole. */
export const keptEdges = (model: Model, masks: Masks): KeptEdges[] => denseWeights(model, 'keptEdges').map(({ name, shape: [outputs, inputs] }) => {
  const mask = masks.get(name), rows: number[] = [], columns: number[] = [];
  for (let c = 0; c < inputs; c++) {
    for (let r = 0; r < outputs; r++) {
      if (mask && mask[r * inputs + c] === 0) continue;
      rows.push(r);
      columns.push(c);
    }
  }
  return { rows: Uint32Array.from(rows), columns: Uint32Array.from(columns) };
});

/** The masks that keep these edges, layer by layer. Throws a RangeError where there are not as many layers, or an edge lies outside. */
export function masksOf(model: Model, edges: readonly KeptEdges[]): Map<string, Uint8Array> {
  const dense = denseWeights(model, 'masksOf');
  if (edges.length !== dense.length) throw new RangeError(`masksOf: needed kept edges of ${dense.length} layers of ${model.name}, got ${edges.length}`);
  return new Map(dense.map(({ name, shape: [outputs, inputs] }, k) => {
    const mask = new Uint8Array(outputs * inputs), { rows, columns } = edges[k];
    rows.forEach((r, e) => {
      if (!(r < outputs && columns[e] < inputs)) throw new RangeError(`masksOf: needed edges within ${outputs} x ${inputs} for ${name}, got row ${r}, column ${columns[e]}`);
      mask[r * inputs + columns[e]] = 1;
    });
    return [name, mask];
  }));
}

const denseWeights = ({ name, parameters }: Model, what: string): readonly Parameter[] => parameters.filter((p) => p.kind === 'weights').map((p) => {
  if (p.shape.length !== 2) throw new RangeError(`${what}: needed dense layers, got ${p.name} of ${name}, of shape [${p.shape.join(', ')}]`);
  return p;
});
