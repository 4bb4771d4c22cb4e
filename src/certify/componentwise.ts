import { normUp } from '../numeric/matrix.js';
import { down, gamma, up } from '../numeric/rounding.js';
import type { Domain } from '../network/domain.js';
import { biasDifferenceUp, differenceOf, type Pair } from './pair.js';

/**
 * Upper bound of sup ||F - G||_2 over the domain, neuron by neuron: dbar_i = |A_i| dbar_{i-1} + |E_i| abar_{i-1} + |Db_i|,
 * with abar_i the upper end of each activation of F. Infinity where a number overflows or is NaN.
 */
export function componentwiseBound(pair: Pair, domain: Domain): number {
  let { error, lower, upper } = firstLayer(pair, domain);
  for (const layer of pair.layers.slice(1)) {
    const { weights, plus, bias } = layer;
    const { rows, columns } = weights;
    const difference = differenceOf(plus, weights), biasError = biasDifferenceUp(layer);
    const rounding = gamma(2 * columns + 8);
    const nextError = new Float64Array(rows), nextLower = new Float64Array(rows), nextUpper = new Float64Array(rows);
    for (let r = 0; r < rows; r++) {
      let e = biasError[r], low = bias[r], high = bias[r], size = Math.abs(bias[r]);
      for (let c = 0, i = r * columns; c < columns; c++, i++) {
        e += Math.abs(plus.data[i]) * error[c] + Math.abs(difference.data[i]) * upper[c];
        const w = weights.data[i];
        if (w > 0) {
          high += w * upper[c];
          low += w * lower[c];
        } else {
          high += w * lower[c];
          low += w * upper[c];
        }
        size += Math.abs(w) * upper[c];
      }
      nextError[r] = up(e * (1 + rounding)) + lost(columns);
      const slack = up(rounding * up(size)) + lost(columns);
      nextUpper[r] = Math.max(0, up(high + slack));
      nextLower[r] = Math.max(0, down(low - slack));
    }
    error = nextError;
    lower = nextLower;
    upper = nextUpper;
  }
  return normUp(error);
}

/** More than what products below the smallest float64 can lose in one row. */
const lost = (columns: number): number => (4 * columns + 4) * Number.MIN_VALUE;

/** Per neuron of layer 1: a bound of |delta|, and the interval of F's activation (relu applied). */
function firstLayer(pair: Pair, domain: Domain): { error: Float64Array; lower: Float64Array; upper: Float64Array } {
  const layer = pair.layers[0];
  const { weights, bias, plus, minus } = layer;
  const { rows, columns } = weights;
  const ePlus = differenceOf(plus, weights), eMinus = differenceOf(minus!, weights);
  const biasError = biasDifferenceUp(layer);
  const rounding = gamma(2 * columns + 8);
  const error = new Float64Array(rows), lower = new Float64Array(rows), upper = new Float64Array(rows);
  const rising = new Float64Array(columns), falling = new Float64Array(columns);
  for (let r = 0; r < rows; r++) {
    let low: number, high: number;
    const from = r * columns;
    if (domain.kind === 'ball') {
      // sup of E+ relu(x) - E- relu(-x) over the ball: per coordinate the better of the two halves, then Cauchy-Schwarz.
      for (let c = 0; c < columns; c++) {
        const p = ePlus.data[from + c], m = eMinus.data[from + c];
        rising[c] = Math.max(0, p, -m);
        falling[c] = Math.max(0, -p, m);
      }
      const reach = up(domain.radius * Math.max(normUp(rising), normUp(falling)));
      error[r] = up(up(reach * (1 + rounding)) + biasError[r]) + lost(columns);
      const size = up(domain.radius * normUp(weights.data.subarray(from, from + columns)));
      low = down(bias[r] - size);
      high = up(bias[r] + size);
    } else {
      let e = biasError[r], size = Math.abs(bias[r]);
      low = high = bias[r];
      for (let c = 0; c < columns; c++) {
        const lo = domain.lower[c], hi = domain.upper[c], w = weights.data[from + c];
        e += Math.max(Math.abs(ePlus.data[from + c]) * Math.max(hi, 0), Math.abs(eMinus.data[from + c]) * Math.max(-lo, 0));
        high += w > 0 ? w * hi : w * lo;
        low += w > 0 ? w * lo : w * hi;
        size += Math.abs(w) * Math.max(Math.abs(lo), Math.abs(hi));
      }
      error[r] = up(e * (1 + rounding)) + lost(columns);
      const slack = up(rounding * up(size)) + lost(columns);
      low = down(low - slack);
      high = up(high + slack);
    }
    lower[r] = Math.max(0, low);
    upper[r] = Math.max(0, high);
  }
  return { error, lower, upper };
}
