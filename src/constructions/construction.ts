import type { Source } from '../network/source.js';
import type { Regime } from '../subset-sum/index.js';

/** Where a block of a construction sits: it realises one target layer by source layers firstLayer, firstLayer + 1, ... */
export interface Block {
  /** Number of its first source layer, from 1. */
  readonly firstLayer: number;
  /** Inputs and outputs of the target layer, the carried constant included. */
  readonly inputs: number;
  readonly outputs: number;
  /** Hidden units per input, both signs together; a construction may count otherwise and says so. */
  readonly n: number;
  /** Tolerance of one normalised weight. */
  readonly tolerance: number;
}

/** A share of one block's work: some of its input columns. Plain data, so that any thread can take it. */
export interface ColumnsTask {
  readonly source: Pick<Source, 'seed' | 'attempt' | 'law'>;
  /** Where a worker finds the construction: `placeOf`. */
  readonly construction: string;
  /** Name of a selector; empty where the construction decides by itself. */
  readonly selector: string;
  readonly block: Block;
  /** Normalised weights, row-major [outputs, inputs], in [-1, 1]. */
  readonly weights: Float64Array;
  /** For each input, 1 if it takes positive values + 2 if it takes negative ones. */
  readonly signs: Uint8Array;
  readonly columns: readonly number[];
  /** For a pilot: only the first so many outputs, and no further problem once so many milliseconds have passed. */
  readonly firstOutputs?: number;
  readonly milliseconds?: number;
}

/** A share of one block's work where every target is asked for at once. */
export type CoverTask = Omit<ColumnsTask, 'weights' | 'firstOutputs' | 'milliseconds'>;

/** One problem that has no subset within the tolerance, or none that was found. */
export interface Miss {
  readonly row: number;
  readonly column: number;
  readonly sign: 1 | -1;
  readonly regime: Regime;
}

/** Kept edges of one source layer, in no order. */
export interface EdgeList {
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
}

/** What became of a share: the kept edges of each of the block's source layers, and what was counted. */
export interface ColumnsResult {
  readonly layers: readonly EdgeList[];
  readonly problems: number;
  readonly misses: readonly Miss[];
  /** Least n at which every problem of the share that was hit is hit. */
  readonly sufficient: number;
  /** Whether that is the least, not only an upper bound of it. */
  readonly sufficientExact: boolean;
  readonly weightsDrawn: number;
  /** Answers whose selector could not prove its promise within its budget. */
  readonly unproven: number;
}

/** What became of a share of which every target was asked: a pool is a column, a row and a half. */
export interface CoverResult {
  readonly pools: number;
  /** Pools that do not come within the tolerance of every number of [-1, 1], by regime. */
  readonly misses: Readonly<Record<Regime, number>>;
  /** Bounds of the least n at which every pool does; Infinity where one does not at this n, or is not known to. */
  readonly lower: number;
  readonly upper: number;
}

/** How a random network is pruned into a target: where its units are, which of them carry which input, and who chooses. */
export interface Construction {
  /** At most 40 lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Where it is published, or who states it. */
  readonly source: string;
  /** URL of the module that exports it, `import.meta.url` there: what other threads load. Absent: one of this package's, or one that runs in the caller's thread only. */
  readonly module?: string;
  /** Widths of the hidden source layers of a block, one or more. */
  hiddenWidths(block: Block): number[];
  /** What a realised weight is the normalised one times: a power of two, 1 / the layer scale. */
  scale(tolerance: number): number;
  /** Names of the selectors that it can work with; null: any; none: it decides by itself. */
  readonly selectors: readonly string[] | null;
  /** The most candidates that a selector is shown for one problem. */
  mostCandidates(source: ColumnsTask['source'], block: Block): number;
  /** The largest n. */
  readonly most: number;
  /** The most source weights that are kept for so many problems of a block of which each chose at most `selected` candidates: a claim, absent where none is made. */
  mostKept?(block: Block, problems: number, selected: number): number;
  /** Solves the problems of some input columns, one per non-zero weight and sign of its input. */
  pruneColumns(task: ColumnsTask): ColumnsResult;
  /** Asks every target at once of the pools of some input columns. Absent: not worked out. Throws a RangeError for a selector that has no `covers`. */
  coverColumns?(task: CoverTask): CoverResult;
}
