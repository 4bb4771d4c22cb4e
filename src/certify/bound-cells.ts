import { CellBounder, type Bounded, type Problem } from './cell-bounder.js';

/** A share of a round of branch and bound. `key` tells problems apart, so that a worker prepares each once. */
export interface CellsTask {
  readonly key: number;
  readonly problem: Problem;
  readonly cells: readonly Float64Array[];
  readonly enough: number;
}

let prepared: { key: number; bounder: CellBounder } | undefined;

/** Bounds each cell: the pool's task. */
export function boundCells({ key, problem, cells, enough }: CellsTask): Bounded[] {
  if (prepared?.key !== key) prepared = { key, bounder: new CellBounder(problem) };
  const { bounder } = prepared;
  return cells.map((cell) => bounder.bound(cell, enough));
}
