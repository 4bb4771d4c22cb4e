import type { Construction } from './construction.js';
import { diamond } from './diamond.js';

/** All constructions. */
export const constructions: readonly Construction[] = [diamond];
