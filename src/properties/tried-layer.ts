import { effectiveBlocks, type EffectiveBlock } from '../certify/index.js';
import { assemble, type Block, type ColumnsTask, type Construction, type PrunedBlock } from '../constructions/index.js';
import { lawText, type Law } from '../numeric/law.js';
import { columnDrawer } from '../network/source.js';
import { selectorNamed, type Selector } from '../subset-sum/index.js';
import type { LayerCase } from './arbitraries/index.js';
import { showLayer, showMatrix } from './show.js';

/** What a construction is tried with. */
export interface ConstructionCases {
  /** The law of a source for tolerances of at least tau; default U[-1, 1]. */
  law(tau: number): Law;
  /** Name of a selector at tolerance tau; empty where the construction decides by itself. */
  select(tau: number): string;
  /** Tolerances; default from 1/4 to 1/64. */
  readonly tolerances?: readonly number[];
  /** Largest n; default 400. */
  readonly most?: number;
  /** Threads of which the result must not depend, of a construction that other threads can load; default: not tried. */
  readonly workers?: number;
}

/** One problem and what a checker sees of its solution, in the layer's units. */
export interface Realised {
  readonly row: number;
  readonly column: number;
  readonly sign: 1 | -1;
  /** The weight that is wanted: 0 where the input does not take this sign. */
  readonly w: number;
  readonly found: number;
  /** Kept last edges. */
  readonly selected: number;
}

/** Source weights up to which a counterexample shows all of them. */
const FEW = 60;

/** How a construction does on one layer, seen as a checker sees it: from the seed and the kept edges alone. */
export class TriedLayer {
  constructor(private readonly construction: Construction, private readonly given: ConstructionCases, readonly layer: LayerCase) {}

  get block(): Block {
    const { columns: inputs, rows: outputs, n, tolerance } = this.layer;
    return { firstLayer: 1, inputs, outputs, n, tolerance };
  }

  get source(): ColumnsTask['source'] {
    return { seed: this.layer.seed, attempt: this.layer.attempt, law: this.given.law(this.layer.tolerance) };
  }

  get widths(): number[] {
    return [this.block.inputs, ...this.construction.hiddenWidths(this.block), this.block.outputs];
  }

  get scale(): number {
    return this.construction.scale(this.layer.tolerance);
  }

  /** Null where the construction decides by itself. */
  get selector(): Selector | null {
    return this.construction.selectors?.length === 0 ? null : selectorNamed(this.given.select(this.layer.tolerance));
  }

  /** Pruned, the columns asked for in shares. */
  pruned(shares: readonly (readonly number[])[] = [Array.from({ length: this.layer.columns }, (_, c) => c)], selector = this.selector?.name ?? ''): PrunedBlock {
    return assemble(this.construction, this.block, shares.map((columns) => this.construction.pruneColumns(this.task(columns, selector))));
  }

  /** What the construction is told, a copy of all of it. */
  task(columns: readonly number[], selector = this.selector?.name ?? ''): ColumnsTask {
    const { construction, block, source, layer: { weights, signs } } = this;
    return { source, construction: construction.name, selector, block, weights: Float64Array.from(weights), signs: Uint8Array.from(signs), columns };
  }

  /** The same layer with something changed. */
  with(change: Partial<LayerCase>): TriedLayer {
    return new TriedLayer(this.construction, this.given, { ...this.layer, ...change });
  }

  effective({ layers }: PrunedBlock): EffectiveBlock {
    return effectiveBlocks({ ...this.source, widths: this.widths, depths: [layers.length], layers })[0];
  }

  /** Every weight and sign, the positive ones first. */
  realised(pruned: PrunedBlock): Realised[] {
    const { plus, minus, selectedPlus, selectedMinus } = this.effective(pruned), { weights, signs, columns } = this.layer;
    return ([[1, plus, selectedPlus], [-1, minus, selectedMinus]] as const).flatMap(([sign, matrix, selected]) => Array.from(weights, (w, e) => {
      const column = e % columns, taken = signs[column] & (sign === 1 ? 1 : 2);
      return { row: Math.floor(e / columns), column, sign, w: taken && w !== 0 ? w : 0, found: matrix.data[e] / this.scale, selected: selected[e] };
    }));
  }

  /** The layer, its source and what was kept, as a person reads it; untried: the layer and its seed, without a call of the construction. */
  show(untried = false): string {
    const lines = [showLayer(this.layer)];
    if (untried) return lines[0];
    try {
      const { source, widths } = this;
      lines.push(`source: widths ${widths.join('-')}, law ${lawText(source.law)}, seed ${source.seed}, attempt ${source.attempt}`);
      if (widths.slice(1).reduce((sum, w, j) => sum + w * widths[j], 0) <= FEW) widths.slice(1).forEach((rows, j) => lines.push(`drawn layer ${j + 1}: ${showMatrix(rows, widths[j], this.drawn(j + 1, rows, widths[j]))}`));
      const pruned = this.pruned();
      pruned.layers.forEach(({ rows, columns }, j) => lines.push(`kept in layer ${j + 1}: ${Array.from(rows, (r, e) => `(${r}, ${columns[e]})`).join(' ') || 'nothing'}`));
      lines.push(`misses: ${pruned.misses.map((m) => `(${m.row}, ${m.column}) ${m.sign > 0 ? '+' : '-'} by ${m.regime}`).join(', ') || 'none'}; sufficient n ${pruned.sufficient ?? 'none'}`);
      const { plus, minus } = this.effective(pruned);
      lines.push(`realised: ${showMatrix(plus.rows, plus.columns, plus.data.map((x) => x / this.scale))} on relu(x), ${showMatrix(minus.rows, minus.columns, minus.data.map((x) => x / this.scale))} on -relu(-x)`);
    } catch {
      // Whatever throws here throws where the property is tested too, which says why.
    }
    return lines.join('\n');
  }

  private drawn(layer: number, rows: number, columns: number): number[] {
    const { draw } = columnDrawer(this.source), four = new Float64Array(4);
    return Array.from({ length: rows * columns }, (_, e) => {
      const row = Math.floor(e / columns);
      draw(layer, row >>> 2, e % columns, four);
      return four[row & 3];
    });
  }
}
