export { batch } from './batch.js';
export { binary } from './binary.js';
export type { Block, ColumnsTask, Construction, CoverResult, CoverTask, Miss } from './construction.js';
export { constructions, coverColumns, pruneColumns } from './constructions.js';
export { diamond } from './diamond.js';
export { ladder } from './ladder.js';
export { assemble, pilot, prune, type BlockJob, type Method, type PrunedBlock } from './prune.js';
export { single } from './single.js';
