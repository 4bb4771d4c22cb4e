export type { Block, Carriers, Construction } from './construction.js';
export { constructions } from './constructions.js';
export { diamond } from './diamond.js';
export { pilot, prune, type BlockJob, type Method, type PrunedBlock } from './prune.js';
export type { Miss } from './prune-columns.js';
