import type { ColumnsResult, ColumnsTask } from '../../src/constructions/construction.js';
import type { Construction } from '../../src/index.js';

/** A construction with another way to prune. */
export const pruning = (c: Construction, pruneColumns: (task: ColumnsTask) => ColumnsResult): Construction => ({ ...c, pruneColumns });

/** A construction that is told another task. */
export const told = (c: Construction, change: (task: ColumnsTask) => ColumnsTask): Construction => pruning(c, (task) => c.pruneColumns(change(task)));

/** A construction whose answers are changed. */
export const answering = (c: Construction, change: (result: ColumnsResult, task: ColumnsTask) => ColumnsResult): Construction => pruning(c, (task) => change(c.pruneColumns(task), task));

/** Shares of one task as one: units serve one input and one sign, so no edge is in two. */
export function merged(shares: readonly ColumnsResult[]): ColumnsResult {
  const total = (f: (s: ColumnsResult) => number): number => shares.reduce((sum, s) => sum + f(s), 0), sufficient = Math.max(0, ...shares.map((s) => s.sufficient));
  const joined = (lists: readonly Uint32Array[]): Uint32Array => Uint32Array.from(lists.flatMap((l) => [...l]));
  return {
    layers: shares[0].layers.map((_, j) => ({ rows: joined(shares.map((s) => s.layers[j].rows)), columns: joined(shares.map((s) => s.layers[j].columns)) })),
    problems: total((s) => s.problems), misses: shares.flatMap((s) => s.misses), sufficient, sufficientExact: shares.some((s) => s.sufficient === sufficient && s.sufficientExact),
    weightsDrawn: total((s) => s.weightsDrawn), unproven: total((s) => s.unproven),
  };
}

/** A construction that answers each column and sign of its input by itself. */
export const eachHalf = (c: Construction, answer: (task: ColumnsTask, column: number, sign: 1 | -1) => ColumnsResult): Construction =>
  pruning(c, (task) => {
    const halves = task.columns.flatMap((column) => ([1, -1] as const).map((sign) => ({ column, sign, signs: task.signs.map((s) => s & (sign === 1 ? 1 : 2)) })));
    return merged(halves.map(({ column, sign, signs }) => answer({ ...task, signs, columns: [column] }, column, sign)));
  });

/** The task's weights, each as another one. */
export const reweighted = (task: ColumnsTask, weight: (w: number, row: number, column: number) => number): ColumnsTask =>
  ({ ...task, weights: task.weights.map((w, e) => weight(w, Math.floor(e / task.block.inputs), e % task.block.inputs)) });

/** A construction that believes in another tolerance, consistently. */
export const toleranceAs = (c: Construction, other: (tolerance: number) => number): Construction => {
  const block = <B extends { readonly tolerance: number }>(b: B): B => ({ ...b, tolerance: other(b.tolerance) });
  return {
    ...c,
    hiddenWidths: (b) => c.hiddenWidths(block(b)),
    scale: (tolerance) => c.scale(other(tolerance)),
    mostCandidates: (source, b) => c.mostCandidates(source, block(b)),
    pruneColumns: (task) => c.pruneColumns({ ...task, block: block(task.block) }),
  };
};
