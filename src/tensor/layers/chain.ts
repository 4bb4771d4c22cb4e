import type { Part } from '../model.js';
import type { Values } from '../values.js';

/** Parts one after another; layers of a ReLU network where each of them is. */
export const chain = (...parts: readonly Part[]): Part => ({
  parameters: parts.flatMap((p) => p.parameters),
  links: parts.every((p) => p.links) ? parts.flatMap((p) => p.links!) : undefined,
  outputShape: (shape) => parts.reduce((s, p) => p.outputShape(s), shape),
  apply: (x, values, pass) => parts.reduce((y, p) => p.apply(y, values, pass), x),
  ...(parts.every((p) => p.layers) ? { layers: (values: Values) => parts.flatMap((p) => p.layers!(values)) } : {}),
});
