import { parseSafetensors } from '../formats/safetensors.js';
import { decode } from '../formats/dtype.js';
import { networkOfTensors } from '../formats/state-dict.js';
import type { Network } from '../network.js';

/** A target that comes with the project. */
export interface Builtin {
  readonly name: string;
  load(): Promise<Network>;
}

/** Targets of growing size, trained by experiments/builtin-targets/train.ts. */
export const builtins: readonly Builtin[] = [
  { name: 'spirals', load: async () => networkOf((await import('./spirals.js')).spirals) },
  { name: 'teacher', load: async () => networkOf((await import('./teacher.js')).teacher) },
  { name: 'digits', load: async () => networkOf((await import('./digits.js')).digits) },
];

function networkOf(base64: string): Network {
  const bytes = Uint8Array.from(atob(base64.replaceAll('\n', '')), (c) => c.charCodeAt(0));
  const tensors = parseSafetensors(bytes).tensors.map(({ name, shape, dtype, data }) => ({
    name, shape, values: decode(data, dtype, shape.reduce((n, d) => n * d, 1)),
  }));
  return networkOfTensors(tensors, 'builtin');
}
