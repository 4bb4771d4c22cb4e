import { batch } from './batch.js';
import { binary } from './binary.js';
import type { ColumnsResult, ColumnsTask, Construction, CoverResult, CoverTask } from './construction.js';
import { diamond } from './diamond.js';
import { ladder } from './ladder.js';
import { single } from './single.js';
import { Tally } from './tally.js';

/** All constructions. */
export const constructions: readonly Construction[] = [diamond, single, batch, binary, ladder];

/** Prunes a share of a block by the construction that it names: what a worker is told to run. */
export function pruneColumns(task: ColumnsTask): ColumnsResult {
  const construction = constructions.find((c) => c.name === task.construction)!;
  return task.block.tolerance >= 1 ? keepNothing(construction, task) : construction.pruneColumns(task);
}

/** Asks every target at once of a share of a block, by the construction that is named. Throws a RangeError where that is not worked out. */
export function coverColumns(task: CoverTask): CoverResult {
  const construction = constructions.find((c) => c.name === task.construction)!;
  if (!construction.coverColumns) throw new RangeError(`covering: needed a construction of which it is known how to ask every target at once, got ${task.construction}`);
  const { block: { outputs, tolerance }, signs, columns } = task;
  if (tolerance < 1) return construction.coverColumns(task);
  // Every number of [-1, 1] is within the tolerance of 0.
  return { pools: columns.reduce((sum, c) => sum + [0, 1, 1, 2][signs[c]] * outputs, 0), misses: { range: 0, resolution: 0, 'gave-up': 0 }, lower: 0, upper: 0 };
}

/** Where every weight is within the tolerance of 0, nothing is asked. */
function keepNothing(construction: Construction, { block, weights, signs, columns }: ColumnsTask): ColumnsResult {
  const tally = new Tally(), empty = { rows: new Uint32Array(0), columns: new Uint32Array(0) };
  for (const column of columns) {
    for (const sign of [1, -1] as const) {
      for (let row = 0; row < block.outputs; row++) if (weights[row * block.inputs + column] !== 0 && signs[column] & (sign === 1 ? 1 : 2)) tally.add(row, column, sign, 'hit', 0, true);
    }
  }
  return tally.result([...construction.hiddenWidths(block), block.outputs].map(() => empty), 0);
}
