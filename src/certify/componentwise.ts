import { normUp } from '../numeric/matrix.js';
import { down, gamma, up } from '../numeric/rounding.js';
import type { Domain } from '../network/domain.js';
import type { Enclosed, Pair, PairLayer } from './pair.js';

/**
 * Upper bounds of sup |F_k - G_k| over the domain, neuron by neuron: dbar_i = |V_i| dbar_{i-1} + |M_i| abar_{i-1} + |Db_i|,
 * with abar_i the upper end of each activation of F. Infinity where a number overflows, NaN never.
 */
export function componentwiseBounds(pair: Pair, domain: Domain): Float64Array {
  let { error, lower, upper } = firstLayer(pair, domain);
  for (const layer of pair.layers.slice(1)) {
    const { weights, plus, bias, difference } = layer;
    const { rows, columns } = weights;
    const rounding = gamma(2 * (columns + plus.columns) + 8);
    const nextError = new Float64Array(plus.rows), nextLower = new Float64Array(rows), nextUpper = new Float64Array(rows);
    for (let k = 0; k < plus.rows; k++) {
      let e = biasErrorUp(layer, k), any = e !== 0;
      for (let c = 0, i = k * plus.columns; c < plus.columns; c++, i++) {
        e += Math.abs(plus.data[i]) * error[c];
        any ||= plus.data[i] !== 0 && error[c] !== 0;
      }
      for (let c = 0, i = k * columns; c < columns; c++, i++) {
        e += sizeUp(difference, i) * upper[c];
        any ||= sizeUp(difference, i) !== 0 && upper[c] !== 0;
      }
      // Of no terms at all the sum is 0, exactly.
      nextError[k] = any ? up(e * (1 + rounding)) + lost(columns + plus.columns) : 0;
    }
    for (let r = 0; r < rows; r++) {
      let low = bias[r], high = bias[r], size = Math.abs(bias[r]);
      for (let c = 0, i = r * columns; c < columns; c++, i++) {
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
      const slack = up(rounding * up(size)) + lost(columns);
      nextUpper[r] = Math.max(0, up(high + slack));
      nextLower[r] = Math.max(0, down(low - slack));
    }
    error = nextError;
    lower = nextLower;
    upper = nextUpper;
  }
  return error.map((e) => (e >= 0 ? e : Infinity));
}

/** An upper bound of an entry's size. */
const sizeUp = ({ data, slack }: Enclosed, i: number): number => Math.abs(data[i]) + slack[i];

/** An upper bound of |b' - R b| of unit k of G. */
const biasErrorUp = ({ biasDifference, biasDifferenceRadius }: PairLayer, k: number): number => (biasDifference[k] === 0 && biasDifferenceRadius[k] === 0 ? 0 : up(Math.abs(biasDifference[k]) + biasDifferenceRadius[k]));

/** More than what products below the smallest float64 can lose in one row. */
const lost = (columns: number): number => (4 * columns + 4) * Number.MIN_VALUE;

/** Per unit of G in layer 1 a bound of |delta|, and per unit of F the interval of its activation. */
function firstLayer(pair: Pair, domain: Domain): { error: Float64Array; lower: Float64Array; upper: Float64Array } {
  const layer = pair.layers[0];
  const { weights, bias, difference } = layer, differenceMinus = layer.differenceMinus ?? difference;
  const { rows, columns } = weights;
  const rounding = gamma(2 * columns + 8);
  const error = new Float64Array(difference.rows), lower = new Float64Array(rows), upper = new Float64Array(rows);
  const rising = new Float64Array(columns), falling = new Float64Array(columns);
  for (let k = 0; k < difference.rows; k++) {
    const from = k * columns;
    if (domain.kind === 'ball') {
      // sup of M relu(x) - M' relu(-x) over the ball: per coordinate the better of the two halves, then Cauchy-Schwarz.
      for (let c = 0; c < columns; c++) {
        const p = difference.data[from + c], ps = difference.slack[from + c];
        const m = differenceMinus.data[from + c], ms = differenceMinus.slack[from + c], { positive, negative } = pair.signs[c];
        rising[c] = Math.max(0, positive ? p + ps : 0, negative ? ms - m : 0);
        falling[c] = Math.max(0, positive ? ps - p : 0, negative ? m + ms : 0);
      }
      const reach = up(domain.radius * Math.max(normUp(rising), normUp(falling)));
      const none = biasErrorUp(layer, k) === 0 && rising.every((v) => v === 0) && falling.every((v) => v === 0);
      error[k] = none ? 0 : up(up(reach * (1 + rounding)) + biasErrorUp(layer, k)) + lost(columns);
    } else {
      let e = biasErrorUp(layer, k), any = e !== 0;
      for (let c = 0; c < columns; c++) {
        any ||= sizeUp(difference, from + c) !== 0 || sizeUp(differenceMinus, from + c) !== 0;
        e += Math.max(sizeUp(difference, from + c) * Math.max(domain.upper[c], 0), sizeUp(differenceMinus, from + c) * Math.max(-domain.lower[c], 0));
      }
      error[k] = any ? up(e * (1 + rounding)) + lost(columns) : 0;
    }
  }
  for (let r = 0; r < rows; r++) {
    let low = bias[r], high = bias[r];
    const from = r * columns;
    if (domain.kind === 'ball') {
      const size = up(domain.radius * normUp(weights.data.subarray(from, from + columns)));
      low = down(bias[r] - size);
      high = up(bias[r] + size);
    } else {
      let size = Math.abs(bias[r]);
      for (let c = 0; c < columns; c++) {
        const lo = domain.lower[c], hi = domain.upper[c], w = weights.data[from + c];
        high += w > 0 ? w * hi : w * lo;
        low += w > 0 ? w * lo : w * hi;
        size += Math.abs(w) * Math.max(Math.abs(lo), Math.abs(hi));
      }
      const slack = up(rounding * up(size)) + lost(columns);
      low = down(low - slack);
      high = up(high + slack);
    }
    lower[r] = Math.max(0, low);
    upper[r] = Math.max(0, high);
  }
  return { error, lower, upper };
}
