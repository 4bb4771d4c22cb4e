import type { Pool, Task } from '../numeric/pool.js';
import type { NormalisedLayer } from '../network/normalise.js';
import type { Source } from '../network/source.js';
import type { KeptEdges } from '../network/ticket.js';
import type { Selector } from '../subset-sum/index.js';
import type { Block, ColumnsResult, ColumnsTask, Construction, Miss } from './construction.js';
import { isLoadable, placeOf, pruneBy, pruneTask } from './constructions.js';
import { joined } from './edges.js';

/** One block to prune: a normalised target layer and how exactly each of its weights is wanted. */
export interface BlockJob {
  readonly layer: NormalisedLayer;
  readonly block: Block;
  /** Null where the construction decides by itself. */
  readonly selector: Selector | null;
  /** For each input, 1 if it takes positive values + 2 if it takes negative ones. */
  readonly signs: Uint8Array;
}

/** How a source is to be pruned. */
export interface Method {
  readonly source: Pick<Source, 'seed' | 'attempt' | 'law'>;
  readonly construction: Construction;
}

/** A pruned block: the kept edges of its source layers and what was counted. */
export interface PrunedBlock {
  readonly layers: readonly KeptEdges[];
  readonly problems: number;
  readonly misses: readonly Miss[];
  /** Least n at which no weight of the layer misses; null if one does at this n. */
  readonly sufficient: number | null;
  /** Whether that is the least such n, not only an upper bound of it. */
  readonly sufficientExact: boolean;
  readonly weightsDrawn: number;
  readonly unproven: number;
}

const SHARES = 48;

/**
 * Prunes the blocks, in parallel over input columns. The result does not depend on the number of workers.
 * `onProgress` is told the share of the work done, in [0, 1].
 */
export async function prune(method: Method, jobs: readonly BlockJob[], pool: Pool, onProgress?: (share: number) => void): Promise<PrunedBlock[]> {
  const { construction } = method, tasks: Task<ColumnsTask>[] = [], jobOf: number[] = [];
  jobs.forEach((job, k) => {
    const { inputs } = job.block, shared = share(job.layer.weights.data);
    const perShare = Math.max(1, Math.ceil(inputs / SHARES));
    for (let from = 0; from < inputs; from += perShare) {
      const columns = Array.from({ length: Math.min(perShare, inputs - from) }, (_, j) => from + j);
      tasks.push({ ...pruneTask, data: columnsTask(method, job, shared, columns) });
      jobOf.push(k);
    }
  });
  const onDone = (done: number): void => onProgress?.(done / tasks.length);
  const results = isLoadable(construction) ? await pool.map<ColumnsTask, ColumnsResult>(tasks, { onDone }) : tasks.map(({ data }) => pruneBy(construction, data));
  return jobs.map((job, k) => assemble(construction, job.block, results.filter((_, t) => jobOf[t] === k)));
}

/** Solves problems of a few columns and outputs of a block in this thread, for some milliseconds, to see what the whole will cost. */
export function pilot({ source, construction }: Method, job: BlockJob, milliseconds: number): ColumnsResult {
  const { inputs } = job.block, few = Math.min(inputs, 6);
  const columns = Array.from({ length: few }, (_, k) => Math.floor(((k + 0.5) * inputs) / few));
  return pruneBy(construction, { ...columnsTask({ source, construction }, job, job.layer.weights.data, columns), firstOutputs: 16, milliseconds });
}

const columnsTask = ({ source, construction }: Method, { block, selector, signs }: BlockJob, weights: Float64Array, columns: readonly number[]): ColumnsTask => ({
  source: { seed: source.seed, attempt: source.attempt, law: source.law },
  construction: isLoadable(construction) ? placeOf(construction) : construction.name,
  selector: selector?.name ?? '',
  block,
  weights,
  signs,
  columns,
});

/** The same numbers in memory that threads share, where there is such memory. */
function share(data: Float64Array): Float64Array {
  if (typeof SharedArrayBuffer === 'undefined') return data;
  const shared = new Float64Array(new SharedArrayBuffer(data.byteLength));
  shared.set(data);
  return shared as unknown as Float64Array;
}

/** Joins shares: every unit serves one input, so no edge is in two of them. */
export function assemble(construction: Construction, block: Block, shares: readonly ColumnsResult[]): PrunedBlock {
  const heights = [...construction.hiddenWidths(block), block.outputs];
  const total = (f: (s: ColumnsResult) => number): number => shares.reduce((sum, s) => sum + f(s), 0);
  const sufficient = Math.max(1, ...shares.map((s) => s.sufficient));
  const misses = shares.flatMap((s) => s.misses).sort((a, b) => a.column - b.column || b.sign - a.sign || a.row - b.row);
  return {
    layers: heights.map((height, j) => joined(shares.map((s) => s.layers[j]), height)),
    problems: total((s) => s.problems),
    misses,
    sufficient: misses.length > 0 ? null : sufficient,
    sufficientExact: shares.some((s) => s.sufficient >= sufficient && s.sufficientExact) || shares.every((s) => s.sufficient < sufficient),
    weightsDrawn: total((s) => s.weightsDrawn),
    unproven: total((s) => s.unproven),
  };
}
