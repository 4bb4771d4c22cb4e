import type { Network } from '../network.js';
import { networkOfBase64 } from './of-base64.js';

/** A target that comes with the project. */
export interface Builtin {
  readonly name: string;
  load(): Promise<Network>;
}

/** Targets of growing size, trained by experiments/builtin-targets/train.ts. */
export const builtins: readonly Builtin[] = [
  { name: 'spirals', load: async () => networkOfBase64((await import('./spirals.js')).spirals) },
  { name: 'teacher', load: async () => networkOfBase64((await import('./teacher.js')).teacher) },
  { name: 'digits', load: async () => networkOfBase64((await import('./digits.js')).digits) },
];
