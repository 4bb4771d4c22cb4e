import type { Network } from '../network.js';
export const builtins: readonly { name: string; load(): Promise<Network> }[] = [];
