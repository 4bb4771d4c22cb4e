import { transpose, type Matrix } from '../numeric/matrix.js';
import type { Network } from './network.js';

/** A function of many inputs in float64, prepared once. `x` has d_0 entries, the result d_l; the result is reused. */
export type Forward = (x: ArrayLike<number>) => Float64Array;

/** The network's forward pass in float64. Columns of zero inputs are skipped, so sparse images and dead units cost nothing. */
export function forward(network: Network): Forward {
  const layers = network.layers.map(({ weights, bias }) => ({ columns: transpose(weights), bias, out: new Float64Array(weights.rows) }));
  return (x) => {
    let h: ArrayLike<number> = x;
    layers.forEach(({ columns, bias, out }, i) => {
      if (bias) out.set(bias);
      else out.fill(0);
      addProduct(columns, h, out);
      if (i < layers.length - 1) for (let k = 0; k < out.length; k++) if (out[k] < 0) out[k] = 0;
      h = out;
    });
    return h as Float64Array;
  };
}

/** out += A x, for A given by its transpose. */
export function addProduct(transposed: Matrix, x: ArrayLike<number>, out: Float64Array): void {
  const { rows, columns, data } = transposed;
  for (let c = 0; c < rows; c++) {
    const factor = x[c];
    if (factor === 0) continue;
    const from = c * columns;
    for (let r = 0; r < columns; r++) out[r] += factor * data[from + r];
  }
}
