import { columnDrawer } from '../network/source.js';
import { selectorNamed, type Candidates } from '../subset-sum/index.js';
import type { Block, ColumnsTask, Construction, CoverResult, CoverTask } from './construction.js';
import { CoverTally } from './cover-tally.js';
import { Edges } from './edges.js';
import { Tally } from './tally.js';

/**
 * A pool of n units for each weight: unit i of weight (r, c) is fed by x_c alone and feeds output r alone, and one of them is kept for
 * each sign of the input. Its row is i d_i d_{i-1} + r d_{i-1} + c: nested.
 * Source: Malach et al. (2020), proof of Theorem 2.1.
 */
export const single: Construction = {
  name: 'single',
  source: 'Malach et al. (2020), proof of Theorem 2.1',
  hiddenWidths: ({ inputs, outputs, n }) => [inputs * outputs * n],
  scale: () => 1,
  selectors: ['boxes', 'one', 'nearest'],
  mostCandidates: (_, { n }) => n,
  most: 1 << 25,
  mostKept: (_, problems, selected) => 2 * problems * selected,
  coverColumns: coverPools,
  pruneColumns(task) {
    const { weights, signs, block } = task, { inputs, outputs, tolerance } = block;
    const selector = selectorNamed(task.selector), pool = new PoolOfPairs(task.source, block);
    const deadline = task.milliseconds === undefined ? Infinity : performance.now() + task.milliseconds;
    const scaffold = new Edges(), last = new Edges(), tally = new Tally();
    for (const column of task.columns) {
      for (const sign of [1, -1] as const) {
        if (!(signs[column] & (sign === 1 ? 1 : 2))) continue;
        for (let row = 0; row < Math.min(outputs, task.firstOutputs ?? outputs); row++) {
          const target = weights[row * inputs + column];
          if (target === 0 || (deadline < Infinity && performance.now() > deadline)) continue;
          pool.start(row, column, sign);
          const found = selector.select(pool, target, tolerance);
          for (const k of found.chosen) {
            scaffold.push(pool.rowOf(k), column);
            last.push(row, pool.rowOf(k));
          }
          tally.addSelection(row, column, sign, selector, pool, target, tolerance, found, (k) => k);
        }
      }
    }
    return tally.result([scaffold.list(), last.list()], pool.weightsDrawn);
  },
};

/** Asks every number of [-1, 1] at once of the pools of some columns. */
function coverPools({ source, block, signs, columns, selector }: CoverTask): CoverResult {
  const pool = new PoolOfPairs(source, block), tally = new CoverTally();
  for (const column of columns) {
    for (const sign of [1, -1] as const) {
      if (!(signs[column] & (sign === 1 ? 1 : 2))) continue;
      for (let row = 0; row < block.outputs; row++) {
        pool.start(row, column, sign);
        tally.addPool(selectorNamed(selector), pool, 1, block.tolerance, (k) => k);
      }
    }
  }
  return tally.result();
}

/** The units of one weight's pool as candidates; those that serve the other sign of the input are NaN. */
class PoolOfPairs implements Candidates {
  readonly values: Float64Array;
  readonly gains: Float64Array;
  readonly limit: number;
  drawn = 0;
  weightsDrawn = 0;

  private readonly drawer;
  private readonly words = new Float64Array(4);
  private row = 0;
  private column = 0;
  private sign = 1;

  constructor(source: ColumnsTask['source'], private readonly block: Block) {
    this.drawer = columnDrawer(source);
    this.limit = block.n;
    this.values = new Float64Array(block.n);
    this.gains = new Float64Array(block.n);
  }

  start(row: number, column: number, sign: 1 | -1): void {
    [this.row, this.column, this.sign, this.drawn] = [row, column, sign, 0];
  }

  rowOf(i: number): number {
    const { inputs, outputs } = this.block;
    return i * inputs * outputs + this.row * inputs + this.column;
  }

  draw(count: number): void {
    const { words, drawer, block: { firstLayer } } = this;
    for (const end = Math.min(count, this.limit); this.drawn < end; this.drawn++) {
      const h = this.rowOf(this.drawn);
      drawer.draw(firstLayer, Math.floor(h / 4), this.column, words);
      const u = words[h & 3];
      this.weightsDrawn++;
      this.gains[this.drawn] = u;
      this.values[this.drawn] = NaN;
      if (u > 0 !== this.sign > 0) continue;
      drawer.draw(firstLayer + 1, this.row >>> 2, h, words);
      this.weightsDrawn++;
      this.values[this.drawn] = words[this.row & 3] * u;
    }
  }
}
