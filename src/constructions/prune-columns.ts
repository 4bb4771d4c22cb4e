import type { Source } from '../network/source.js';
import { hittingTime, selectorNamed, type Outcome } from '../subset-sum/index.js';
import { constructions } from './constructions.js';
import type { Block } from './construction.js';
import { FourRows } from './four-rows.js';

/** A share of one block's work: some of its input columns. Plain data, so that any thread can take it. */
export interface ColumnsTask {
  readonly source: Pick<Source, 'seed' | 'attempt' | 'law'>;
  readonly construction: string;
  readonly selector: string;
  readonly block: Block;
  /** Outputs of the layer, the carried constant included. */
  readonly outputs: number;
  /** Normalised weights, row-major [outputs, inputs], in [-1, 1]. */
  readonly weights: Float64Array;
  /** Tolerance of one normalised weight. */
  readonly tolerance: number;
  /** For each input, 1 if it takes positive values + 2 if it takes negative ones. */
  readonly signs: Uint8Array;
  readonly columns: readonly number[];
  /** For a pilot: only the first so many outputs, and no further problem once so many milliseconds have passed. */
  readonly firstOutputs?: number;
  readonly milliseconds?: number;
}

/** One problem that has no subset within the tolerance, or none that was found. */
export interface Miss {
  readonly row: number;
  readonly column: number;
  readonly sign: 1 | -1;
  readonly outcome: Exclude<Outcome, 'hit'>;
}

/** What became of a share: the kept last edges and what was counted. */
export interface ColumnsResult {
  /** Kept edges of the second source layer: output rows and hidden columns, sorted by hidden column, then row. */
  readonly rows: Uint32Array;
  readonly hidden: Uint32Array;
  readonly problems: number;
  readonly misses: readonly Miss[];
  /** Least n at which every problem of the share that was hit has a subset within the tolerance. */
  readonly sufficient: number;
  /** Whether that is the least, not only an upper bound of it. */
  readonly sufficientExact: boolean;
  readonly weightsDrawn: number;
  /** Answers whose selector could not prove its promise within its budget. */
  readonly unproven: number;
}

/** Solves the subset-sum problems of some input columns of one block, one per non-zero weight and sign of its input. */
export function pruneColumns(task: ColumnsTask): ColumnsResult {
  const { source, block, outputs, weights, tolerance, signs } = task;
  const construction = constructions.find((c) => c.name === task.construction)!;
  const selector = selectorNamed(task.selector);
  const four = new FourRows(source, 2 * block.block, block.n, (unit, column) => construction.hiddenRow(block, unit, column));
  const deadline = task.milliseconds === undefined ? Infinity : performance.now() + task.milliseconds;
  const lastRow = Math.min(outputs, task.firstOutputs ?? outputs);
  const keys = new Keys();
  const misses: Miss[] = [];
  let problems = 0, sufficient = 0, sufficientExact = true, unproven = 0;
  for (const column of task.columns) {
    const halves = construction.carriers(source, block, column);
    for (const sign of [1, -1] as const) {
      if (!(signs[column] & (sign === 1 ? 1 : 2))) continue;
      const carriers = sign === 1 ? halves.positive : halves.negative;
      for (let rowBlock = 0; 4 * rowBlock < lastRow; rowBlock++) {
        four.start(carriers, column, rowBlock);
        for (let row = 4 * rowBlock; row < Math.min(4 * rowBlock + 4, lastRow); row++) {
          const target = weights[row * block.inputs + column];
          if (target === 0 || (deadline < Infinity && performance.now() > deadline)) continue;
          problems++;
          const candidates = four.rows[row & 3];
          const { outcome, chosen, exact } = selector.select(candidates, target, tolerance);
          for (const k of chosen) keys.push(construction.hiddenRow(block, carriers.units[k], column) * outputs + row);
          if (!exact) unproven++;
          if (outcome !== 'hit') {
            misses.push({ row, column, sign, outcome });
            continue;
          }
          // The subset found bounds its hitting time; only if it lies beyond the others' must that be found out.
          const last = chosen.length === 0 ? 0 : carriers.units[chosen[chosen.length - 1]] + 1;
          if (last <= sufficient) continue;
          const { time } = hittingTime(candidates, target, tolerance);
          const units = time === Infinity ? last : time === 0 ? 0 : carriers.units[time - 1] + 1;
          // Beyond the longest prefix that is searched the hitting time is not known: the subset found bounds it.
          if (units > sufficient) [sufficient, sufficientExact] = [units, time < Infinity];
        }
      }
    }
  }
  const sorted = keys.sorted();
  const rows = new Uint32Array(sorted.length), hidden = new Uint32Array(sorted.length);
  for (let e = 0; e < sorted.length; e++) {
    const h = Math.floor(sorted[e] / outputs);
    hidden[e] = h;
    rows[e] = sorted[e] - h * outputs;
  }
  return { rows, hidden, problems, misses, sufficient, sufficientExact, weightsDrawn: four.weightsDrawn, unproven };
}

/** A growing list of integers below 2^53. */
class Keys {
  private data = new Float64Array(1024);
  private length = 0;

  push(key: number): void {
    if (this.length === this.data.length) {
      const longer = new Float64Array(2 * this.length);
      longer.set(this.data);
      this.data = longer;
    }
    this.data[this.length++] = key;
  }

  sorted(): Float64Array {
    return this.data.subarray(0, this.length).sort();
  }
}
