import { matrixOf, normUp, type Matrix } from '../numeric/matrix.js';
import { gamma, UNIT_ROUNDOFF, up } from '../numeric/rounding.js';
import { spectralNormUp } from '../numeric/spectral-norm.js';
import { radiusUp, type Domain } from '../network/domain.js';
import type { Enclosed, Pair, PairLayer } from './pair.js';

/**
 * Upper bound of sup ||F - G||_2 over the domain, layer by layer with verified spectral norms:
 * e_i <= min(||V_i|| e_{i-1} + ||M_i|| P_{i-1}, ||W_i|| e_{i-1} + ||M_i|| Q_{i-1}) + ||Db_i||, with P_i, Q_i bounds of
 * the activations of F and G; the second form exists only where units imitate their own number. Infinity where a number
 * overflows or is NaN.
 */
export function spectralBound(pair: Pair, domain: Domain): number {
  const first = firstLayer(pair, domain);
  let { error, target: p } = first;
  let q = up(p + error), same = pair.layers[0].same;
  for (const layer of pair.layers.slice(1)) {
    const { plus, weights, bias, ticketBias, ticketBiasRadius } = layer;
    const difference = normOf(layer.difference), target = spectralNormUp(weights), ticket = spectralNormUp(plus);
    const before = error, byTicket = up(up(ticket * before) + up(difference * p));
    same &&= layer.same;
    error = up((same ? Math.min(byTicket, up(up(target * before) + up(difference * q))) : byTicket) + normUp(biasErrorsUp(layer)));
    p = up(up(target * p) + normUp(bias));
    q = Math.min(up(up(ticket * q) + up(normUp(ticketBias) + normUp(ticketBiasRadius))), same ? up(p + error) : Infinity);
  }
  return error >= 0 ? error : Infinity;
}

/** Bounds of ||delta_1|| and of ||W_1 x + b_1|| over the domain. */
function firstLayer(pair: Pair, domain: Domain): { error: number; target: number } {
  const layer = pair.layers[0];
  const { weights, bias } = layer;
  const radius = radiusUp(domain);
  const halves = twoSided(pair, layer);
  const biasError = normUp(biasErrorsUp(layer));
  const stacked = normOf(halves.stacked);
  const both = layer.minus !== null && pair.signs.some((s) => s.positive && s.negative);
  const eta = both ? Math.min(stacked, normOf(halves.largest)) : stacked;
  let error = up(up(eta * radius) + biasError);
  let target = up(up(spectralNormUp(weights) * radius) + normUp(bias));
  if (domain.kind === 'box') {
    // x = centre + diag(radii) xi with ||xi||_2 <= sqrt(d); for E on the doubled input (relu(x), relu(-x)), itself a box.
    const { lower, upper } = domain;
    error = Math.min(error, centredUp(halves.stacked, halves.interval(lower, upper), layer.biasDifference, layer.biasDifferenceRadius));
    target = Math.min(target, centredUp(exactly(weights), (c) => [lower[c], upper[c]], bias, new Float64Array(bias.length)));
  }
  return { error, target };
}

/** ||M centre + b|| + sqrt(d) ||M diag(radii)||, with b known to `radius`. */
function centredUp(m: Enclosed, interval: (c: number) => readonly [number, number], b: Float64Array, radius: Float64Array): number {
  const { rows, columns } = m;
  const centre = Array.from({ length: columns }, (_, c) => (interval(c)[0] + interval(c)[1]) / 2);
  const radii = centre.map((x, c) => up(up(Math.max(interval(c)[1] - x, x - interval(c)[0]))));
  const rounding = gamma(columns + 4);
  const at = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    let sum = b[r], size = Math.abs(b[r]), slack = 0;
    for (let c = 0; c < columns; c++) {
      const term = m.data[r * columns + c] * centre[c];
      sum += term;
      size += Math.abs(term);
      slack += m.slack[r * columns + c] * Math.abs(centre[c]);
    }
    at[r] = up(up(Math.abs(sum) + up(up(rounding * up(size * (1 + rounding))) + up(slack * (1 + rounding)))) + radius[r]) + columns * 1e-323;
  }
  const used = radii.filter((_, c) => interval(c)[1] > interval(c)[0]).length;
  const scaled = matrixOf(rows, columns, (r, c) => m.data[r * columns + c] * radii[c]);
  // One rounding in each product, and one in each entry of the difference.
  const slack = matrixOf(rows, columns, (r, c) => up(up(m.slack[r * columns + c] * radii[c]) + up(2 * UNIT_ROUNDOFF * Math.abs(scaled.data[r * columns + c]))));
  return up(normUp(at) + up(up(Math.sqrt(used)) * normOf({ ...scaled, slack: slack.data })));
}

/** A verified norm of an enclosed matrix. */
const normOf = (m: Enclosed): number => up(spectralNormUp(m) + normUp(m.slack));

const exactly = (m: Matrix): Enclosed => ({ ...m, slack: new Float64Array(m.data.length) });

/** Upper bounds of |b' - R b|. */
const biasErrorsUp = ({ biasDifference, biasDifferenceRadius }: PairLayer): Float64Array => biasDifference.map((d, k) => up(Math.abs(d) + biasDifferenceRadius[k]));

/** The difference of the first layers as a linear map of (relu(x), relu(-x)), without the halves that the domain excludes. */
function twoSided(pair: Pair, { difference, differenceMinus }: PairLayer) {
  const { rows, columns } = difference, minus = differenceMinus ?? difference;
  const halves = !differenceMinus ? pair.signs.map((_, c) => ({ c, e: difference, sign: 0 })) : pair.signs.flatMap((s, c) => [...(s.positive ? [{ c, e: difference, sign: 1 }] : []), ...(s.negative ? [{ c, e: minus, sign: -1 }] : [])]);
  const at = (r: number, h: number): number => r * columns + halves[h].c;
  const sizeUp = (s: { positive: boolean; negative: boolean }, i: number): number =>
    Math.max(s.positive ? up(Math.abs(difference.data[i]) + difference.slack[i]) : 0, s.negative ? up(Math.abs(minus.data[i]) + minus.slack[i]) : 0);
  return {
    /** [M, -M'], or M where it is one map of x. */
    stacked: {
      ...matrixOf(rows, halves.length, (r, h) => (halves[h].sign || 1) * halves[h].e.data[at(r, h)]),
      slack: matrixOf(rows, halves.length, (r, h) => halves[h].e.slack[at(r, h)]).data,
    },
    /** max(|M|, |M'|): |M relu(x) - M' relu(-x)| <= max(|M|, |M'|) |x|, since the halves never act together. */
    largest: exactly(matrixOf(rows, columns, (r, c) => sizeUp(pair.signs[c], r * columns + c))),
    /** The interval of each column of `stacked`. */
    interval: (lower: readonly number[], upper: readonly number[]) => (h: number): readonly [number, number] => {
      const { c, sign } = halves[h];
      return sign === 0 ? [lower[c], upper[c]] : sign === 1 ? [Math.max(lower[c], 0), Math.max(upper[c], 0)] : [Math.max(-upper[c], 0), Math.max(-lower[c], 0)];
    },
  };
}
