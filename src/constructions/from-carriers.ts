import { selectorNamed, type Candidates } from '../subset-sum/index.js';
import type { Block, Construction, CoverTask } from './construction.js';
import { CoverTally } from './cover-tally.js';
import { DrawnBlock } from './drawn-block.js';
import { Edges } from './edges.js';
import { Tally } from './tally.js';

/** A unit of a block's last hidden layer that computes |gain| relu(x_c) if gain > 0 and |gain| relu(-x_c) if gain < 0, once its scaffold is kept. */
export interface Carrier {
  /** Its row in the last hidden layer. */
  readonly unit: number;
  /** Product of the drawn weights of its scaffold, signed as drawn: what a kept last edge is multiplied by. */
  readonly gain: number;
  /** The edges that make it a carrier; `layer` counts the block's source layers from 1. */
  readonly scaffold: readonly { readonly layer: number; readonly row: number; readonly column: number }[];
  /** The least n at which it is there, from 1; carriers come in ascending order of it. */
  readonly since: number;
}

/** What a construction by carriers says. */
export interface CarrierRules extends Pick<Construction, 'name' | 'source' | 'module' | 'hiddenWidths' | 'mostKept'> {
  /**
   * The carriers of input `column` among n units, for all outputs (`row` null) or, where `pools` is 'each weight', for output `row` alone. Nested: those for
   * n - 1 are the first of those for n. No two carriers of different inputs, or pools, share a unit.
   */
  carriers(drawn: DrawnBlock, block: Block, column: number, row: number | null): readonly Carrier[];
  /** Whether all outputs share the carriers of an input (default), or each weight has its own. */
  readonly pools?: 'each input' | 'each weight';
  /** What a realised weight is the normalised one times, a power of two of at least 1; default 1. */
  scale?(tolerance: number): number;
  /** Names of the selectors that it works with; default null: any. */
  readonly selectors?: readonly string[] | null;
  /** The largest n; default 2^16. */
  readonly most?: number;
}

/**
 * A construction from its carriers alone: a candidate of weight (r, c) is a last edge from a carrier of input c to output r, its value the drawn weight times
 * the gain; a selector chooses, and what is kept is the chosen last edges and their carriers' scaffolds. Drawn one weight at a time: for widths up to some
 * thousand; the package's own constructions do the same faster. The selector is shown a weight's candidates lazily.
 */
export function fromCarriers({ carriers, pools = 'each input', scale = () => 1, selectors = null, most = 1 << 16, ...rest }: CarrierRules): Construction {
  const lastLayer = (block: Block): number => rest.hiddenWidths(block).length + 1;
  /** Visits the candidates of every weight and sign that is asked for, column by column. */
  const visit = (task: CoverTask, drawn: DrawnBlock, each: (row: number, column: number, sign: 1 | -1, candidates: Drawn) => boolean | void): void => {
    const { block, signs, columns } = task, last = lastLayer(block);
    for (const column of columns) {
      const shared = pools === 'each input' ? carriers(drawn, block, column, null) : undefined;
      for (const sign of [1, -1] as const) {
        if (!(signs[column] & (sign === 1 ? 1 : 2))) continue;
        for (let row = 0; row < block.outputs; row++) {
          const own = (shared ?? carriers(drawn, block, column, row)).filter(({ gain }) => gain !== 0 && gain > 0 === sign > 0);
          if (each(row, column, sign, new Drawn(own, drawn, last, row)) === false) return;
        }
      }
    }
  };
  return {
    ...rest,
    scale,
    selectors,
    most,
    mostCandidates(source, block) {
      let largest = 0;
      const columns = Array.from({ length: block.inputs }, (_, c) => c), signs = new Uint8Array(block.inputs).fill(3);
      visit({ source, construction: rest.name, selector: '', block, signs, columns }, new DrawnBlock(source, block), (_row, _column, _sign, { limit }) => void (largest = Math.max(largest, limit)));
      return largest;
    },
    pruneColumns(task) {
      const { source, block, weights } = task, unit = scale(block.tolerance), tolerance = block.tolerance * unit, selector = selectorNamed(task.selector);
      const drawn = new DrawnBlock(source, block), last = lastLayer(block), layers = Array.from({ length: last }, () => new Edges()), kept = new Set<string>(), tally = new Tally();
      const deadline = task.milliseconds === undefined ? Infinity : performance.now() + task.milliseconds;
      const keep = (layer: number, row: number, column: number): void => {
        const edge = `${layer} ${row} ${column}`;
        if (kept.has(edge)) return;
        kept.add(edge);
        layers[layer - 1].push(row, column);
      };
      visit(task, drawn, (row, column, sign, candidates) => {
        const target = weights[row * block.inputs + column] * unit;
        if (target === 0 || row >= (task.firstOutputs ?? block.outputs)) return;
        if (deadline < Infinity && performance.now() > deadline) return false;
        const found = selector.select(candidates, target, tolerance);
        for (const k of found.chosen) {
          const { unit: column, scaffold } = candidates.carriers[k];
          scaffold.forEach((e) => keep(e.layer, e.row, e.column));
          keep(last, row, column);
        }
        tally.addSelection(row, column, sign, selector, candidates, target, tolerance, found, (k) => candidates.carriers[k].since - 1);
      });
      return tally.result(layers.map((l) => l.list()), drawn.weightsDrawn);
    },
    coverColumns(task) {
      const unit = scale(task.block.tolerance), tally = new CoverTally(), selector = selectorNamed(task.selector);
      visit(task, new DrawnBlock(task.source, task.block), (_row, _column, _sign, candidates) => void tally.addPool(selector, candidates, unit, task.block.tolerance * unit, (k) => candidates.carriers[k].since - 1));
      return tally.result();
    },
  };
}

/** The candidates of one weight, drawn as they are asked for. */
class Drawn implements Candidates {
  readonly limit: number;
  readonly values: Float64Array;
  readonly gains: Float64Array;
  drawn = 0;

  constructor(readonly carriers: readonly Carrier[], private readonly block: DrawnBlock, private readonly layer: number, private readonly row: number) {
    this.limit = carriers.length;
    this.values = new Float64Array(carriers.length);
    this.gains = Float64Array.from(carriers, ({ gain }) => gain);
  }

  draw(count: number): void {
    for (const end = Math.min(count, this.limit); this.drawn < end; this.drawn++) {
      const { unit, gain } = this.carriers[this.drawn];
      this.values[this.drawn] = this.block.weight(this.layer, this.row, unit) * gain;
    }
  }
}
