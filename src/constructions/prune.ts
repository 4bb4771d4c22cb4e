import type { Pool, Task } from '../numeric/pool.js';
import type { NormalisedLayer } from '../network/normalise.js';
import type { Source } from '../network/source.js';
import type { KeptEdges } from '../network/ticket.js';
import type { Selector } from '../subset-sum/index.js';
import type { Construction } from './construction.js';
import type { ColumnsResult, ColumnsTask, Miss } from './prune-columns.js';

/** One block to prune: a normalised target layer and how exactly each of its weights is wanted. */
export interface BlockJob {
  readonly layer: NormalisedLayer;
  /** i = 1 .. l. */
  readonly block: number;
  readonly n: number;
  /** Tolerance of one normalised weight. */
  readonly tolerance: number;
  /** For each input, 1 if it takes positive values + 2 if it takes negative ones. */
  readonly signs: Uint8Array;
}

/** How a source is to be pruned. */
export interface Method {
  readonly source: Pick<Source, 'seed' | 'attempt' | 'law'>;
  readonly construction: Construction;
  readonly selector: Selector;
}

/** A pruned block: the kept edges of its two source layers and what was counted. */
export interface PrunedBlock {
  readonly scaffold: KeptEdges;
  readonly last: KeptEdges;
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
const TASK_MODULE = import.meta.url.replace(/prune(\.[jt]s)$/, 'prune-columns$1');

/**
 * Prunes the blocks, in parallel over input columns. The result does not depend on the number of workers.
 * `onProgress` is told the share of the work done, in [0, 1].
 */
export async function prune(method: Method, jobs: readonly BlockJob[], pool: Pool, onProgress?: (share: number) => void): Promise<PrunedBlock[]> {
  jobs.forEach((job) => requireFewEnough(method, job));
  const tasks: Task<ColumnsTask>[] = [], jobOf: number[] = [];
  jobs.forEach((job, k) => {
    const { inputs, outputs, weights } = shape(job);
    const shared = share(weights);
    const perShare = Math.max(1, Math.ceil(inputs / SHARES));
    for (let from = 0; from < inputs; from += perShare) {
      const columns = Array.from({ length: Math.min(perShare, inputs - from) }, (_, j) => from + j);
      tasks.push({ url: TASK_MODULE, name: 'pruneColumns', data: columnsTask(method, job, shared, outputs, columns) });
      jobOf.push(k);
    }
  });
  const results = await pool.map<ColumnsTask, ColumnsResult>(tasks, { onDone: (done) => onProgress?.(done / tasks.length) });
  return jobs.map((job, k) => assemble(method.construction, job, results.filter((_, t) => jobOf[t] === k)));
}

/** Throws a RangeError where some input has more carriers of one sign than the selector takes. */
function requireFewEnough({ source, construction, selector }: Method, { block, n, layer }: BlockJob): void {
  if (n <= selector.most) return;
  const inputs = layer.weights.columns;
  for (let c = 0; c < inputs; c++) {
    const { positive, negative } = construction.carriers(source, { block, inputs, n }, c);
    const usable = Math.max(positive.units.length, negative.units.length);
    if (usable > selector.most) {
      throw new RangeError(`${selector.name}: needed at most ${selector.most} usable candidates, got ${usable} of n = ${n} at input ${c} of layer ${block}; lower --candidates`);
    }
  }
}

/** Solves problems of a few columns and outputs of a block in this thread, for some milliseconds, to see what the whole will cost. */
export async function pilot(method: Method, job: BlockJob, milliseconds: number): Promise<ColumnsResult> {
  const { pruneColumns } = await import('./prune-columns.js');
  const { inputs, outputs, weights } = shape(job);
  const count = Math.min(inputs, 6);
  const columns = Array.from({ length: count }, (_, k) => Math.floor(((k + 0.5) * inputs) / count));
  return pruneColumns({ ...columnsTask(method, job, weights, outputs, columns), firstOutputs: 16, milliseconds });
}

const shape = ({ layer: { weights } }: BlockJob) => ({ inputs: weights.columns, outputs: weights.rows, weights: weights.data });

const columnsTask = (method: Method, job: BlockJob, weights: Float64Array, outputs: number, columns: readonly number[]): ColumnsTask => ({
  source: { seed: method.source.seed, attempt: method.source.attempt, law: method.source.law },
  construction: method.construction.name,
  selector: method.selector.name,
  block: { block: job.block, inputs: job.layer.weights.columns, n: job.n },
  outputs,
  weights,
  tolerance: job.tolerance,
  signs: job.signs,
  columns,
});

/** The same numbers in memory that threads share, where there is such memory. */
function share(data: Float64Array): Float64Array {
  if (typeof SharedArrayBuffer === 'undefined') return data;
  const shared = new Float64Array(new SharedArrayBuffer(data.byteLength));
  shared.set(data);
  return shared as unknown as Float64Array;
}

/** Joins shares. Each hidden unit serves one input, so all its edges lie in one share, already in order. */
function assemble(construction: Construction, job: BlockJob, shares: readonly ColumnsResult[]): PrunedBlock {
  const inputs = job.layer.weights.columns;
  const width = construction.hiddenWidth({ block: job.block, inputs, n: job.n });
  const start = new Uint32Array(width + 1);
  let edges = 0;
  for (const { hidden } of shares) {
    edges += hidden.length;
    for (const h of hidden) start[h + 1]++;
  }
  let units = 0;
  for (let h = 0; h < width; h++) {
    if (start[h + 1] > 0) units++;
    start[h + 1] += start[h];
  }
  const last: KeptEdges = { rows: new Uint32Array(edges), columns: new Uint32Array(edges) };
  const next = start.slice(0, width);
  for (const { hidden, rows } of shares) {
    for (let e = 0; e < hidden.length; e++) {
      const at = next[hidden[e]]++;
      last.rows[at] = rows[e];
      last.columns[at] = hidden[e];
    }
  }
  const total = (f: (s: ColumnsResult) => number): number => shares.reduce((sum, s) => sum + f(s), 0);
  const sufficient = Math.max(1, ...shares.map((s) => s.sufficient));
  const misses = shares.flatMap((s) => s.misses).sort((a, b) => a.column - b.column || b.sign - a.sign || a.row - b.row);
  return {
    scaffold: scaffoldEdges(construction, job, start, units),
    last,
    problems: total((s) => s.problems),
    misses,
    sufficient: misses.length > 0 ? null : sufficient,
    sufficientExact: shares.some((s) => s.sufficient >= sufficient && s.sufficientExact) || shares.every((s) => s.sufficient < sufficient),
    weightsDrawn: total((s) => s.weightsDrawn) + inputs * job.n,
    unproven: total((s) => s.unproven),
  };
}

/** The one incoming edge of every hidden unit with a kept outgoing one, sorted by column, then row. */
function scaffoldEdges(construction: Construction, job: BlockJob, start: Uint32Array, units: number): KeptEdges {
  const inputs = job.layer.weights.columns;
  const block = { block: job.block, inputs, n: job.n };
  const edges: KeptEdges = { rows: new Uint32Array(units), columns: new Uint32Array(units) };
  let at = 0;
  for (let c = 0; c < inputs; c++) {
    for (let i = 0; i < job.n; i++) {
      const h = construction.hiddenRow(block, i, c);
      if (start[h + 1] === start[h]) continue;
      edges.rows[at] = h;
      edges.columns[at++] = c;
    }
  }
  return edges;
}
