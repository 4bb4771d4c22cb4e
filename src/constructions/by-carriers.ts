import { columnDrawer } from '../network/source.js';
import { selectorNamed, type Candidates, type Selection } from '../subset-sum/index.js';
import type { Block, ColumnsResult, ColumnsTask, CoverResult, CoverTask } from './construction.js';
import { CoverTally } from './cover-tally.js';
import { Edges } from './edges.js';
import { FourRows, type Carriers } from './four-rows.js';
import { Tally } from './tally.js';

/** Row of unit i of input c in a hidden layer that all outputs share; nested: it does not depend on n. */
export const sharedRow = (inputs: number, i: number, c: number): number => i * inputs + c;

/** Solves one problem of a half; `taken` marks the candidates whose carriers serve a weight already. */
export type Choose = (candidates: Candidates, target: number, tolerance: number, taken: Uint8Array) => Selection;

/**
 * Prunes columns whose carriers are units fed by one input and shared by all outputs: unit i of input c has the first weight u,
 * carries relu(x_c) if u > 0 and relu(-x_c) if u < 0, and a candidate of weight (r, c) has value v u, signed as drawn, in both
 * halves. `once`: a carrier serves one weight only.
 */
export function pruneByCarriers(task: ColumnsTask, scale: number, { choose, once = false }: { choose?: Choose; once?: boolean } = {}): ColumnsResult {
  const { source, block, weights, signs } = task, { inputs, outputs, n, firstLayer } = block, tolerance = block.tolerance * scale;
  const selector = selectorNamed(task.selector);
  const four = new FourRows(source, firstLayer + 1, n, (unit, column) => sharedRow(inputs, unit, column));
  const deadline = task.milliseconds === undefined ? Infinity : performance.now() + task.milliseconds;
  const lastRow = Math.min(outputs, task.firstOutputs ?? outputs);
  const scaffold = new Edges(), last = new Edges(), tally = new Tally();
  for (const column of task.columns) {
    const halves = carriersOf(source, block, column), kept = new Uint8Array(n);
    for (const sign of [1, -1] as const) {
      if (!(signs[column] & (sign === 1 ? 1 : 2))) continue;
      const carriers = sign === 1 ? halves.positive : halves.negative, taken = new Uint8Array(carriers.units.length);
      for (let rowBlock = 0; 4 * rowBlock < lastRow; rowBlock++) {
        four.start(carriers, column, rowBlock);
        for (let row = 4 * rowBlock; row < Math.min(4 * rowBlock + 4, lastRow); row++) {
          const target = weights[row * inputs + column] * scale;
          if (target === 0 || (deadline < Infinity && performance.now() > deadline)) continue;
          const candidates = four.rows[row & 3];
          const found = choose ? choose(candidates, target, tolerance, taken) : selector.select(candidates, target, tolerance);
          for (const k of found.chosen) {
            last.push(row, sharedRow(inputs, carriers.units[k], column));
            kept[carriers.units[k]] = 1;
            if (once) taken[k] = 1;
          }
          tally.addSelection(row, column, sign, selector, candidates, target, tolerance, found, (k) => carriers.units[k]);
        }
      }
    }
    kept.forEach((used, i) => {
      if (used) scaffold.push(sharedRow(inputs, i, column), column);
    });
  }
  return tally.result([scaffold.list(), last.list()], four.weightsDrawn + task.columns.length * n);
}

/** Asks every number of [-1, 1] at once of the candidates of each output, for each sign that the inputs take. */
export function coverByCarriers(task: CoverTask, scale: number): CoverResult {
  const { source, block, signs } = task, { inputs, outputs, n, firstLayer } = block, selector = selectorNamed(task.selector), tally = new CoverTally();
  const four = new FourRows(source, firstLayer + 1, n, (unit, column) => sharedRow(inputs, unit, column));
  for (const column of task.columns) {
    const halves = carriersOf(source, block, column);
    for (const sign of [1, -1] as const) {
      if (!(signs[column] & (sign === 1 ? 1 : 2))) continue;
      const carriers = sign === 1 ? halves.positive : halves.negative;
      for (let row = 0; row < outputs; row++) {
        if (row % 4 === 0) four.start(carriers, column, row / 4);
        tally.addPool(selector, four.rows[row & 3], scale, block.tolerance * scale, (k) => carriers.units[k]);
      }
    }
  }
  return tally.result();
}

/** The most carriers that any input of a block has for one sign. */
export function mostCarriers(source: ColumnsTask['source'], block: Block): number {
  let most = 0;
  for (let c = 0; c < block.inputs; c++) {
    const { positive, negative } = carriersOf(source, block, c);
    most = Math.max(most, positive.units.length, negative.units.length);
  }
  return most;
}

/** The carriers of relu(x_c) and of relu(-x_c). */
export function carriersOf(source: ColumnsTask['source'], { firstLayer, inputs, n }: Block, c: number): { positive: Carriers; negative: Carriers } {
  const { draw } = columnDrawer(source), words = new Float64Array(4);
  const halves = { positive: empty(n), negative: empty(n) };
  let drawn = -1;
  for (let i = 0; i < n; i++) {
    const row = sharedRow(inputs, i, c), rowBlock = Math.floor(row / 4);
    if (rowBlock !== drawn) draw(firstLayer, rowBlock, c, words);
    drawn = rowBlock;
    const u = words[row & 3], half = u > 0 ? halves.positive : halves.negative;
    half.units[half.count] = i;
    half.gains[half.count++] = u;
  }
  return { positive: filled(halves.positive), negative: filled(halves.negative) };
}

const empty = (n: number) => ({ units: new Uint32Array(n), gains: new Float64Array(n), count: 0 });
const filled = ({ units, gains, count }: ReturnType<typeof empty>): Carriers => ({ units: units.subarray(0, count), gains: gains.subarray(0, count) });
