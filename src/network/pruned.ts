import { columnDrawer } from './source.js';
import type { Ticket } from './ticket.js';

/** One affine map of an exported network. `weights` is row-major [rows, columns]; float32 or float64 as held. */
export interface DenseLayer {
  readonly rows: number;
  readonly columns: number;
  readonly weights: Float32Array | Float64Array;
  readonly bias: Float32Array | Float64Array | null;
}

/** A kept weight of a pruned network, in the numbering of living units. */
export interface KeptWeight {
  readonly row: number;
  readonly column: number;
  readonly weight: number;
}

/** A pruned network as it is: its source layers' kept weights, bit for bit as drawn, without its dead hidden units. */
export interface PrunedNetwork {
  readonly layers: readonly PrunedLayer[];
  /** A power of two that multiplies the output. */
  readonly gain: number;
}

/** One source layer after pruning; rows and columns count living units only. */
export interface PrunedLayer {
  readonly rows: number;
  readonly columns: number;
  readonly kept: readonly KeptWeight[];
  /** What each unit gets from the constant input 1 (first layer only), else null. */
  readonly bias: Float32Array | null;
}

/** Redraws a ticket's kept weights as a network of as many layers as the source. The carried constant is an input 1: its edges become biases. */
export function prunedNetwork(ticket: Ticket, inputs: number): PrunedNetwork {
  const { draw } = columnDrawer(ticket);
  const four = new Float64Array(4);
  const constant = ticket.widths[0] > inputs ? inputs : -1;
  const layers: PrunedLayer[] = [];
  const ends = new Set<number>();
  ticket.depths.reduce((sum, depth) => (ends.add(sum + depth - 1), sum + depth), 0);
  let living: Map<number, number> | null = null;
  ticket.layers.forEach(({ rows, columns }, j) => {
    const hidden = !ends.has(j);
    // Hidden units are numbered as they are met in ascending order; outputs keep their places.
    const units: Map<number, number> | null = hidden ? new Map([...new Set(rows)].sort((a, b) => a - b).map((h, k) => [h, k])) : null;
    // Where a whole layer is dead, one unit without edges stays: formats have no layers of width 0.
    const height = units ? Math.max(1, units.size) : ticket.widths[j + 1];
    const kept: KeptWeight[] = [];
    let bias: Float32Array | null = null;
    for (let e = 0; e < rows.length; e++) {
      draw(j + 1, rows[e] >>> 2, columns[e], four);
      const weight = four[rows[e] & 3], row = units ? units.get(rows[e])! : rows[e];
      if (j === 0 && columns[e] === constant) {
        bias ??= new Float32Array(height);
        bias[row] = weight;
      } else kept.push({ row, column: living ? living.get(columns[e])! : columns[e], weight });
    }
    layers.push({ rows: height, columns: j === 0 ? inputs : layers[j - 1].rows, kept, bias });
    living = units;
  });
  return { layers, gain: ticket.scales.reduce((product, s) => product * s, 1) };
}

/** A pruned layer with its zeros, in float32. */
export function denseLayer({ rows, columns, kept, bias }: PrunedLayer): DenseLayer {
  const weights = new Float32Array(rows * columns);
  for (const { row, column, weight } of kept) weights[row * columns + column] = weight;
  return { rows, columns, weights, bias };
}

/** The pruned network executed in float32, every operation rounded; terms are added in the order of kept edges. */
export function execute(network: PrunedNetwork): (x: ArrayLike<number>) => Float32Array {
  const f = Math.fround;
  return (x) => {
    let h: ArrayLike<number> = Float32Array.from(x);
    network.layers.forEach(({ rows, kept, bias }, j) => {
      const out = new Float32Array(rows);
      for (const { row, column, weight } of kept) out[row] = f(out[row] + f(weight * h[column]));
      if (bias) for (let r = 0; r < rows; r++) out[r] = f(out[r] + bias[r]);
      if (j < network.layers.length - 1) for (let r = 0; r < rows; r++) if (out[r] < 0) out[r] = 0;
      h = out;
    });
    return (h as Float32Array).map((v) => v * network.gain);
  };
}
