import { loadModule } from '../numeric/load-module.js';
import { batch } from './batch.js';
import { binary } from './binary.js';
import type { ColumnsResult, ColumnsTask, Construction, CoverResult, CoverTask } from './construction.js';
import { diamond } from './diamond.js';
import { ladder } from './ladder.js';
import { constructionsIn } from './require-construction.js';
import { single } from './single.js';
import { Tally } from './tally.js';

/** All constructions of this package. */
export const constructions: readonly Construction[] = [diamond, single, batch, binary, ladder];

/**
 * Where any thread finds a construction: its name among this package's, or MODULE#NAME. Throws a RangeError for one that is neither of this
 * package nor of a module.
 */
export function placeOf(construction: Construction): string {
  const { name, module } = construction;
  if (constructions.includes(construction)) return name;
  if (module === undefined) throw new RangeError(`construction: needed one that other threads can load, of a module (module: import.meta.url), got ${name} without`);
  return `${module}#${name}`;
}

/** The construction at a place. Throws a RangeError where there is none. */
export async function constructionAt(place: string): Promise<Construction> {
  const at = place.lastIndexOf('#'), name = place.slice(at + 1);
  const among = at < 0 ? constructions : constructionsIn(await loadModule(place.slice(0, at)));
  const found = among.find((c) => c.name === name);
  if (!found) throw new RangeError(`construction: needed one of ${among.map((c) => c.name).join(', ') || 'those that its module exports'}, got ${place}`);
  return found;
}

/** Whether other threads can load it. */
export const isLoadable = (construction: Construction): boolean => constructions.includes(construction) || construction.module !== undefined;

/** Module and name of the task, for Pool.map. */
export const pruneTask = { url: import.meta.url, name: 'pruneColumns' };

/** Prunes a share of a block by the construction at the place that it names: what a worker is told to run. */
export async function pruneColumns(task: ColumnsTask): Promise<ColumnsResult> {
  return pruneBy(await constructionAt(task.construction), task);
}

/** Prunes a share of a block by a construction. */
export const pruneBy = (construction: Construction, task: ColumnsTask): ColumnsResult => (task.block.tolerance >= 1 ? keepNothing(construction, task) : construction.pruneColumns(task));

/** Asks every target at once of a share of a block, by a construction. Throws a RangeError where that is not worked out. */
export function coverColumns(construction: Construction, task: CoverTask): CoverResult {
  if (!construction.coverColumns) throw new RangeError(`covering: needed a construction of which it is known how to ask every target at once, got ${construction.name}`);
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
