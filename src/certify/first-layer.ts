import { down, gamma, up } from '../numeric/rounding.js';
import { TINY, type FormArithmetic, type Forms } from './forms.js';
import type { PairLayer } from './pair.js';

/** z_1 and delta_1 over the arithmetic's region: affine in x, but for inputs of both signs under a two-sided layer. */
export function firstLayer(arithmetic: FormArithmetic, layer: PairLayer, a: Forms, delta: Forms): void {
  const { region, width } = arithmetic, d = region.lower.length, hull = region.kind === 'hull';
  const { weights, bias, biasDifference, biasDifferenceRadius } = layer;
  const rounding = gamma(2 * d + 16);
  const centre = new Float64Array(d), half = new Float64Array(d), reach = new Float64Array(d);
  for (let c = 0; c < d; c++) {
    const lo = region.lower[c], hi = region.upper[c];
    centre[c] = region.kind === 'ball' ? 0 : (lo + hi) / 2;
    half[c] = region.kind === 'ball' ? region.radius : up(up(Math.max(hi - centre[c], centre[c] - lo)));
    reach[c] = hull ? Math.max(Math.abs(lo), Math.abs(hi)) : Math.abs(centre[c]) + half[c];
  }
  const affine = (row: Float64Array, from: number, constant: number, out: Float64Array, at: number): void => {
    if (hull) {
      for (let v = 0; v < width; v++) {
        let sum = constant;
        for (let c = 0; c < d; c++) sum += row[from + c] * region.points[v * d + c];
        out[at + v] = sum;
      }
      return;
    }
    let sum = constant;
    for (let c = 0; c < d; c++) {
      sum += row[from + c] * centre[c];
      out[at + 1 + c] = row[from + c] * half[c];
    }
    out[at] = sum;
  };
  const spreadBy = (forms: Forms, k: number, error: number): void => {
    forms.spread.fill(0, k * width, (k + 1) * width);
    arithmetic.widen(forms, k, error);
    arithmetic.measure(forms, k);
  };
  for (let r = 0; r < weights.rows; r++) {
    affine(weights.data, r * d, bias[r], a.middle, r * width);
    let size = Math.abs(bias[r]);
    for (let c = 0; c < d; c++) size += Math.abs(weights.data[r * d + c]) * reach[c];
    spreadBy(a, r, up(rounding * size) + TINY * (4 * d + 16));
  }
  const { difference: m, differenceMinus } = layer;
  const row = new Float64Array(d);
  for (let k = 0; k < m.rows; k++) {
    let constant = biasDifference[k], bend = 0;
    // Products may vanish below the smallest number: a difference of anything is not 0 though its error is.
    let error = biasDifferenceRadius[k] + rounding * Math.abs(constant), any = error !== 0 || constant !== 0;
    for (let c = 0; c < d; c++) {
      const i = k * d + c, lo = region.lower[c], hi = region.upper[c];
      let slack = m.slack[i];
      row[c] = m.data[i];
      if (differenceMinus) {
        if (hi <= 0) [row[c], slack] = [differenceMinus.data[i], differenceMinus.slack[i]];
        else if (lo < 0) {
          // M relu(x) - M' relu(-x) = M' x + (M - M') relu(x), and relu(x) = s (x - lo/2) -+ s |lo|/2 with s = hi / (hi - lo).
          const step = m.data[i] - differenceMinus.data[i], s = Math.min(1, up(hi / down(hi - lo))), offset = up((s * -lo) / 2);
          row[c] = differenceMinus.data[i] + step * s;
          constant += step * offset;
          bend += Math.abs(step) * offset;
          slack = m.slack[i] + 2 * differenceMinus.slack[i] + rounding * (Math.abs(step) * 2 + Math.abs(differenceMinus.data[i]));
          error += (rounding * Math.abs(step) + m.slack[i] + differenceMinus.slack[i]) * 2 * offset;
        }
      }
      error += (rounding * Math.abs(row[c]) + slack) * reach[c];
      any ||= row[c] !== 0 || slack !== 0;
    }
    affine(row, 0, constant, delta.middle, k * width);
    error += bend * (1 + rounding) + rounding * Math.abs(constant);
    spreadBy(delta, k, error * (1 + rounding) + (any ? TINY * (8 * d + 16) : 0));
  }
}
