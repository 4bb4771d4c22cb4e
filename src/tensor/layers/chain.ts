import type { Part } from '../model.js';

/** Parts one after another. */
export const chain = (...parts: readonly Part[]): Part => ({
  parameters: parts.flatMap((p) => p.parameters),
  outputShape: (shape) => parts.reduce((s, p) => p.outputShape(s), shape),
  apply: (x, values, pass) => parts.reduce((y, p) => p.apply(y, values, pass), x),
});
