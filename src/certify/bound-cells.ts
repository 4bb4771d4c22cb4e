import { CellBounder, type Bounded, type Problem } from './cell-bounder.js';

/** A share of a round of branch and bound. `key` is the same for the same problem only: a worker that knows it needs it no more. */
export interface CellsTask {
  readonly key: string;
  readonly problem: Problem | null;
  readonly cells: readonly Float64Array[];
  readonly enough: number;
}

let prepared: { key: string; bounder: CellBounder } | undefined;

/** What is known of several cells: `upper` and `split` of each, and the point of the largest error among them. */
export interface BoundedCells extends Pick<Bounded, 'point' | 'value'> {
  readonly upper: Float64Array;
  readonly split: Int32Array;
}

/** Bounds each cell, one at least: the pool's task. Null where the problem is needed and did not come. */
export function boundCells({ key, problem, cells, enough }: CellsTask): BoundedCells | null {
  if (prepared?.key !== key) {
    if (!problem) return null;
    prepared = { key, bounder: new CellBounder(problem) };
  }
  const { bounder } = prepared, all = cells.map((cell) => bounder.bound(cell, enough));
  const { point, value } = all.reduce((best, b) => (b.value > best.value ? b : best));
  return { upper: Float64Array.from(all, (b) => b.upper), split: Int32Array.from(all, (b) => b.split), point, value };
}
