// The diamond as one writes it first, right as it stands: units of one input each, and for each weight a choice among the products of their two edges.
import { columnDrawer, diamond, first, known, regimeOf, type ColumnsTask, type Construction, type Miss } from 'slth';

/** The weight of the block's source layer 1 or 2 at (row, column). */
export type Weight = (layer: number, row: number, column: number) => number;

export interface Parts {
  readonly name: string;
  readonly module: string;
  /** Default: as the source draws them. */
  weights?(task: ColumnsTask): Weight;
  /** Positions to keep among the samples of one weight, and whether they are said to be within the tolerance. Default: the first subset that is. */
  decide?(samples: readonly number[], w: number, tolerance: number): { readonly kept: readonly number[]; readonly hit: boolean };
  /** The gain of a unit with first weight u. Default: u. */
  gain?(u: number): number;
}

export const drawnWeights = ({ source, block: { firstLayer } }: ColumnsTask): Weight => {
  const { draw } = columnDrawer(source), four = new Float64Array(4);
  return (layer, row, column) => (draw(firstLayer + layer - 1, row >>> 2, column, four), four[row & 3]);
};

export const firstSubset = (samples: readonly number[], w: number, tolerance: number) => {
  const { chosen, outcome } = first.select(known(samples), w, tolerance);
  return { kept: chosen, hit: outcome === 'hit' };
};

export const diamondByHand = ({ name, module, weights = drawnWeights, decide = firstSubset, gain = (u) => u }: Parts): Construction => ({
  ...diamond, name, module,
  selectors: ['first'],
  coverColumns: undefined,
  pruneColumns(task) {
    const { block: { inputs, outputs, n, tolerance }, signs, columns } = task, weight = weights(task), edges = new Map<string, readonly [number, number]>(), last: [number, number][] = [], misses: Miss[] = [];
    let problems = 0;
    for (const column of columns) {
      for (const sign of [1, -1] as const) {
        if (!(signs[column] & (sign === 1 ? 1 : 2))) continue;
        const units = Array.from({ length: n }, (_, i) => i * inputs + column).map((row) => ({ row, u: weight(1, row, column) })).filter(({ u }) => u * sign > 0);
        for (let row = 0; row < outputs; row++) {
          const w = task.weights[row * inputs + column];
          if (w === 0) continue;
          const samples = units.map(({ row: unit, u }) => weight(2, row, unit) * gain(u)), { kept, hit } = decide(samples, w, tolerance);
          problems++;
          for (const k of kept) {
            edges.set(`${units[k].row}`, [units[k].row, column]);
            last.push([row, units[k].row]);
          }
          if (!hit) misses.push({ row, column, sign, regime: regimeOf(first, known(samples), w, tolerance, first.select(known(samples), w, tolerance).outcome === 'unreachable' ? 'unreachable' : 'gave-up') });
        }
      }
    }
    const list = (all: readonly (readonly [number, number])[]) => ({ rows: Uint32Array.from(all, ([r]) => r), columns: Uint32Array.from(all, ([, c]) => c) });
    return { layers: [list([...edges.values()]), list(last)], problems, misses, sufficient: n, sufficientExact: false, weightsDrawn: columns.length * n * (outputs + 1), unproven: 0 };
  },
});
