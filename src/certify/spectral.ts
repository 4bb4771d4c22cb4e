import { matrixOf, normUp, type Matrix } from '../numeric/matrix.js';
import { gamma, UNIT_ROUNDOFF, up } from '../numeric/rounding.js';
import { spectralNormUp } from '../numeric/spectral-norm.js';
import { radiusUp, type Domain } from '../network/domain.js';
import { biasDifferenceUp, differenceOf, type Pair, type PairLayer } from './pair.js';

/**
 * Upper bound of sup ||F - G||_2 over the domain, layer by layer with verified spectral norms:
 * e_i <= min(||A_i|| e_{i-1} + ||E_i|| P_{i-1}, ||W_i|| e_{i-1} + ||E_i|| Q_{i-1}) + ||Db_i||, with P_i, Q_i bounds of
 * the activations of F and G. Infinity where a number overflows or is NaN.
 */
export function spectralBound(pair: Pair, domain: Domain): number {
  const first = firstLayer(pair, domain);
  let { error, target: p } = first;
  let q = up(p + error);
  for (const layer of pair.layers.slice(1)) {
    const { plus, weights, bias, ticketBias, biasRadius } = layer;
    const difference = normOf(differenceOf(plus, weights)), target = spectralNormUp(weights), ticket = spectralNormUp(plus);
    const before = error;
    error = up(Math.min(up(up(ticket * before) + up(difference * p)), up(up(target * before) + up(difference * q))) + normUp(biasDifferenceUp(layer)));
    p = up(up(target * p) + normUp(bias));
    q = Math.min(up(up(ticket * q) + up(normUp(ticketBias) + normUp(biasRadius))), up(p + error));
  }
  return error >= 0 ? error : Infinity;
}

/** Bounds of ||delta_1|| and of ||W_1 x + b_1|| over the domain. */
function firstLayer(pair: Pair, domain: Domain): { error: number; target: number } {
  const layer = pair.layers[0];
  const { weights, bias } = layer;
  const radius = radiusUp(domain);
  const halves = twoSided(pair, layer);
  const biasError = normUp(biasDifferenceUp(layer));
  const stacked = normOf(halves.stacked);
  const both = pair.signs.some((s) => s.positive && s.negative);
  const eta = both ? Math.min(stacked, normOf(halves.largest)) : stacked;
  let error = up(up(eta * radius) + biasError);
  let target = up(up(spectralNormUp(weights) * radius) + normUp(bias));
  if (domain.kind === 'box') {
    // x = centre + diag(radii) xi with ||xi||_2 <= sqrt(d); for E on the doubled input (relu(x), relu(-x)), itself a box.
    const { lower, upper } = domain;
    const biasDifference = bias.map((b, k) => layer.ticketBias[k] - b), radius = layer.biasRadius;
    error = Math.min(error, centredUp(halves.stacked, halves.interval(lower, upper), biasDifference, radius));
    target = Math.min(target, centredUp(weights, (c) => [lower[c], upper[c]], bias, new Float64Array(bias.length)));
  }
  return { error, target };
}

/** ||M centre + b|| + sqrt(d) ||M diag(radii)||, with the entries of M and b known to unit roundoff, b besides to `radius`. */
function centredUp(m: Matrix, interval: (c: number) => readonly [number, number], b: Float64Array, radius: Float64Array): number {
  const { rows, columns } = m;
  const centre = Array.from({ length: columns }, (_, c) => (interval(c)[0] + interval(c)[1]) / 2);
  const radii = centre.map((x, c) => up(up(Math.max(interval(c)[1] - x, x - interval(c)[0]))));
  const rounding = gamma(columns + 4);
  const at = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    let sum = b[r], size = Math.abs(b[r]);
    for (let c = 0; c < columns; c++) {
      const term = m.data[r * columns + c] * centre[c];
      sum += term;
      size += Math.abs(term);
    }
    at[r] = up(up(Math.abs(sum) + up(rounding * up(size * (1 + rounding)))) + radius[r]);
  }
  const used = radii.filter((x) => x > 0).length;
  const scaled = matrixOf(rows, columns, (r, c) => m.data[r * columns + c] * radii[c]);
  return up(normUp(at) + up(up(Math.sqrt(used)) * normOf(scaled)));
}

/** A verified norm of a matrix each of whose entries is known to two unit roundoffs. */
const normOf = (m: Matrix): number => up(spectralNormUp(m) + up(4 * UNIT_ROUNDOFF * normUp(m.data)));

/** The difference of the first layers as a linear map of (relu(x), relu(-x)), without the halves that the domain excludes. */
function twoSided(pair: Pair, layer: PairLayer) {
  const { weights, plus, minus } = layer;
  const { rows, columns } = weights;
  const ePlus = differenceOf(plus, weights), eMinus = differenceOf(minus!, weights);
  const halves = pair.signs.flatMap((s, c) => [...(s.positive ? [{ c, e: ePlus, sign: 1 }] : []), ...(s.negative ? [{ c, e: eMinus, sign: -1 }] : [])]);
  return {
    /** [E+, -E-]. */
    stacked: matrixOf(rows, halves.length, (r, h) => halves[h].sign * halves[h].e.data[r * columns + halves[h].c]),
    /** max(|E+|, |E-|): |E+ relu(x) - E- relu(-x)| <= max(|E+|, |E-|) |x|, since the halves never act together. */
    largest: matrixOf(rows, columns, (r, c) => {
      const i = r * columns + c, s = pair.signs[c];
      return Math.max(s.positive ? Math.abs(ePlus.data[i]) : 0, s.negative ? Math.abs(eMinus.data[i]) : 0);
    }),
    /** The interval of each column of `stacked`. */
    interval: (lower: readonly number[], upper: readonly number[]) => (h: number): readonly [number, number] => {
      const { c, sign } = halves[h];
      return sign === 1 ? [Math.max(lower[c], 0), Math.max(upper[c], 0)] : [Math.max(-upper[c], 0), Math.max(-lower[c], 0)];
    },
  };
}
