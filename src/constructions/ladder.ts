import { exponent, powerOfTwo, powerOfTwoAbove } from '../numeric/rounding.js';
import { columnDrawer } from '../network/source.js';
import type { Block, ColumnsTask, Construction, CoverResult, CoverTask } from './construction.js';
import { CoverTally } from './cover-tally.js';
import { Edges } from './edges.js';
import { Tally } from './tally.js';

/** K, the largest power of two that a rung has: 2^{-K-1} <= tolerance. */
const levelsOf = (tolerance: number): number => Math.max(0, exponent(powerOfTwoAbove(1 / tolerance)) - 1);

/** Units of the first layer for each input and n: of both signs there are then n, but for a probability that vanishes like 2^-n. */
const FIRST = 5;

/**
 * The ladder: units that compute 2^t relu(x) or 2^t relu(-x) exactly, from binary weights. Level 0 keeps the edge of x itself; at
 * level t a unit of power t keeps two edges of weight 1 from units of power t - 1, one of a lower power keeps one from a
 * unit of its own; the output keeps an edge for each binary digit of |w| 2^K. n counts units for each input, sign and power.
 * A reconstruction of Sreenivasan et al. (2022).
 */
export const ladder: Construction = {
  name: 'ladder',
  source: 'Sreenivasan et al. (2022), reconstruction',
  hiddenWidths: ({ inputs, n, tolerance }) => Array.from({ length: levelsOf(tolerance) + 1 }, (_, t) => (t === 0 ? FIRST : 2 * (t + 1)) * n * inputs),
  scale: (tolerance) => powerOfTwo(levelsOf(tolerance)),
  selectors: [],
  mostCandidates: () => 0,
  most: 1 << 12,
  coverColumns: coverRungs,
  pruneColumns(task) {
    const { weights, signs, block } = task, { inputs, outputs } = block, levels = levelsOf(block.tolerance), top = powerOfTwo(levels);
    const deadline = task.milliseconds === undefined ? Infinity : performance.now() + task.milliseconds;
    const layers = Array.from({ length: levels + 2 }, () => new Edges()), tally = new Tally();
    let weightsDrawn = 0;
    for (const column of task.columns) {
      for (const sign of [1, -1] as const) {
        if (!(signs[column] & (sign === 1 ? 1 : 2)) || (deadline < Infinity && performance.now() > deadline)) continue;
        const side = new Side(task.source, block, levels, column, sign);
        // A column's rungs are drawn once, whatever outputs there are: a pilot looks at all of them.
        for (let row = 0; row < outputs; row++) {
          const w = weights[row * inputs + column];
          if (w === 0) continue;
          const digits = Math.round(Math.abs(w) * top), wanted = (w > 0 ? 1 : -1) * sign;
          let n = 0, found = true;
          for (let t = 0; t <= levels; t++) {
            if (Math.floor(digits / powerOfTwo(t)) % 2 === 0) continue;
            const rung = side.rungFor(t, row, wanted);
            found &&= rung !== undefined;
            if (!rung) continue;
            n = Math.max(n, rung.since);
            layers[levels + 1].push(row, rung.row);
            side.keep(rung, levels, layers);
          }
          tally.add(row, column, sign, found ? 'hit' : 'gave-up', n, true);
        }
        weightsDrawn += side.weightsDrawn;
      }
    }
    return tally.result(layers.map((l) => l.list()), weightsDrawn);
  },
};

/** Asks of each output and sign of its input whether a rung of every power has an edge of either sign to it: then every number of [-1, 1] is served. */
function coverRungs({ source, block, signs, columns }: CoverTask): CoverResult {
  const levels = levelsOf(block.tolerance), tally = new CoverTally();
  for (const column of columns) {
    for (const sign of [1, -1] as const) {
      if (!(signs[column] & (sign === 1 ? 1 : 2))) continue;
      const side = new Side(source, block, levels, column, sign);
      for (let row = 0; row < block.outputs; row++) {
        let n = 0;
        for (let t = 0; t <= levels; t++) for (const wanted of [1, -1]) n = Math.max(n, side.rungFor(t, row, wanted)?.since ?? Infinity);
        // Without some rung other sums may do: nothing is proven.
        tally.add(n === Infinity ? 0 : n, n, 'gave-up');
      }
    }
  }
  return tally.result();
}

/** A unit that computes a power of two times relu(x) or relu(-x). */
interface Rung {
  /** Its row in its layer. */
  readonly row: number;
  /** The least n at which it exists and computes that. */
  readonly since: number;
  readonly parents: readonly Rung[];
  kept: boolean;
}

/** The rungs of one input and sign. */
class Side {
  weightsDrawn = 0;

  /** Rungs of the last hidden layer by power, the earliest first. */
  private readonly rungs: Rung[][];
  private readonly draw;
  private readonly words = new Float64Array(4);

  constructor(source: ColumnsTask['source'], private readonly block: Block, levels: number, private readonly column: number, private readonly sign: 1 | -1) {
    this.draw = columnDrawer(source).draw;
    this.rungs = [this.first()];
    for (let t = 1; t <= levels; t++) this.rungs = this.next(t, this.rungs);
  }

  /** The earliest rung of power t whose edge to output `row` has the wanted sign. */
  rungFor(t: number, row: number, wanted: number): Rung | undefined {
    const layer = this.block.firstLayer + this.rungs.length;
    return this.rungs[t].find((rung) => this.weight(layer, row, rung.row) === wanted);
  }

  /** Keeps the scaffold of a rung of hidden layer `level`, once. */
  keep(rung: Rung, level: number, layers: readonly Edges[]): void {
    if (rung.kept) return;
    rung.kept = true;
    if (level === 0) layers[0].push(rung.row, this.column);
    for (const parent of rung.parents) {
      layers[level].push(rung.row, parent.row);
      this.keep(parent, level - 1, layers);
    }
  }

  private first(): Rung[] {
    const { n, inputs, firstLayer } = this.block, rungs: Rung[] = [];
    for (let j = 0; j < FIRST * n; j++) {
      const row = j * inputs + this.column;
      if (this.weight(firstLayer, row, this.column) === this.sign) rungs.push({ row, since: Math.floor(j / FIRST) + 1, parents: [], kept: false });
    }
    return rungs;
  }

  /** Level t from the level below: powers 0 .. t - 1 pass through, power t doubles t - 1. */
  private next(t: number, below: readonly Rung[][]): Rung[][] {
    const { n, inputs, firstLayer } = this.block;
    return Array.from({ length: t + 1 }, (_, power) => {
      const wanted = power === t ? 2 : 1, rungs: Rung[] = [];
      for (let i = 0; i < n; i++) {
        const row = ((i * (t + 1) + power) * 2 + (this.sign > 0 ? 0 : 1)) * inputs + this.column, parents: Rung[] = [];
        for (const parent of below[Math.min(power, t - 1)]) {
          if (this.weight(firstLayer + t, row, parent.row) === 1) parents.push(parent);
          if (parents.length === wanted) break;
        }
        if (parents.length === wanted) rungs.push({ row, since: Math.max(i + 1, ...parents.map((p) => p.since)), parents, kept: false });
      }
      return rungs.sort((a, b) => a.since - b.since);
    });
  }

  private weight(layer: number, row: number, column: number): number {
    this.weightsDrawn++;
    this.draw(layer, Math.floor(row / 4), column, this.words);
    return this.words[row & 3];
  }
}
