import { transpose, type Matrix } from '../numeric/matrix.js';
import type { Network } from './network.js';

/** A function of many inputs in float64, prepared once. `x` has d_0 entries, the result d_l; the result is reused. */
export type Forward = (x: ArrayLike<number>) => Float64Array;

/**
 * The network's forward pass in float64, column by column. Inputs that are 0 are skipped, and in sparse layers weights that
 * are 0, so sparse images, dead units and pruned weights cost nothing.
 */
export function forward(network: Network): Forward {
  const layers = network.layers.map(({ weights, bias }) => ({ add: product(weights), bias, out: new Float64Array(weights.rows) }));
  return (x) => {
    let h: ArrayLike<number> = x;
    layers.forEach(({ add, bias, out }, i) => {
      if (bias) out.set(bias);
      else out.fill(0);
      add(h, out);
      if (i < layers.length - 1) for (let k = 0; k < out.length; k++) if (out[k] < 0) out[k] = 0;
      h = out;
    });
    return h as Float64Array;
  };
}

/** out += A x as a function of x and out: by compressed columns where fewer than a quarter of A's entries are not 0. */
export function product(a: Matrix): (x: ArrayLike<number>, out: Float64Array) => void {
  const used = a.data.reduce((n, w) => n + +(w !== 0), 0);
  const transposed = transpose(a);
  if (used >= a.data.length / 4) return (x, out) => addProduct(transposed, x, out);
  const rows = new Uint32Array(used), values = new Float64Array(used), start = new Uint32Array(a.columns + 1);
  let at = 0;
  for (let c = 0; c < a.columns; c++) {
    for (let r = 0; r < a.rows; r++) {
      const w = transposed.data[c * a.rows + r];
      if (w === 0) continue;
      rows[at] = r;
      values[at++] = w;
    }
    start[c + 1] = at;
  }
  return (x, out) => {
    for (let c = 0; c < a.columns; c++) {
      const factor = x[c];
      if (factor === 0) continue;
      for (let e = start[c]; e < start[c + 1]; e++) out[rows[e]] += factor * values[e];
    }
  };
}

/** out += A x, for A given by its transpose. */
function addProduct(transposed: Matrix, x: ArrayLike<number>, out: Float64Array): void {
  const { rows, columns, data } = transposed;
  for (let c = 0; c < rows; c++) {
    const factor = x[c];
    if (factor === 0) continue;
    const from = c * columns;
    for (let r = 0; r < columns; r++) out[r] += factor * data[from + r];
  }
}
