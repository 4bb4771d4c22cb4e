import { batch } from './batch.js';
import { binary } from './binary.js';
import type { ColumnsResult, ColumnsTask, Construction } from './construction.js';
import { diamond } from './diamond.js';
import { ladder } from './ladder.js';
import { single } from './single.js';

/** All constructions. */
export const constructions: readonly Construction[] = [diamond, single, batch, binary, ladder];

/** Prunes a share of a block by the construction that it names: what a worker is told to run. */
export const pruneColumns = (task: ColumnsTask): ColumnsResult => constructions.find((c) => c.name === task.construction)!.pruneColumns(task);
