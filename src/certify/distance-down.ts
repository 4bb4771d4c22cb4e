import type { Matrix } from '../numeric/matrix.js';
import { down, gamma, up } from '../numeric/rounding.js';
import { contains, type Domain } from '../network/domain.js';
import type { Pair } from './pair.js';

/**
 * A proven lower bound of sup ||F - G||_2 over the domain: the distance at x, less every rounding error of its evaluation.
 * Throws a RangeError if x lies outside the domain.
 */
export function distanceDown(pair: Pair, domain: Domain, x: Float64Array): number {
  if (!contains(domain, x)) throw new RangeError('certify: needed a witness inside the domain, got one outside');
  const f = enclose(pair, x, (l) => ({ plus: l.weights, minus: l.weights, bias: l.bias, radius: null }));
  const g = enclose(pair, x, (l) => ({ plus: l.plus, minus: l.minus ?? l.plus, bias: l.ticketBias, radius: l.biasRadius }));
  let sum = 0, largest = 0;
  f.value.forEach((v, k) => {
    const sure = Math.max(0, down(down(Math.abs(g.value[k] - v)) - up(f.radius[k] + g.radius[k])));
    sum += sure * sure;
    largest = Math.max(largest, sure);
  });
  // Squares near the subnormal range may have been rounded up: there the largest coordinate speaks alone.
  const bound = sum > 1e-280 ? down(down(Math.sqrt(sum)) * (1 - gamma(f.value.length + 4))) : largest;
  return bound > 0 ? bound : 0;
}

type Row = { plus: Matrix; minus: Matrix; bias: Float64Array; radius: Float64Array | null };

/** Values and error radii of one network's outputs at x, in float64 with a-priori bounds for any order of summation. */
function enclose(pair: Pair, x: Float64Array, pick: (layer: Pair['layers'][number]) => Row): { value: Float64Array; radius: Float64Array } {
  let value = x, radius = new Float64Array(x.length);
  pair.layers.forEach((layer, i) => {
    const { plus, minus, bias, radius: biasRadius } = pick(layer);
    const { rows, columns } = plus;
    const rounding = gamma(columns + 2), inflate = 1 + gamma(3 * columns + 10);
    const nextValue = new Float64Array(rows), nextRadius = new Float64Array(rows);
    for (let r = 0; r < rows; r++) {
      let sum = bias[r], size = Math.abs(bias[r]), carried = biasRadius?.[r] ?? 0;
      for (let c = 0, e = r * columns; c < columns; c++, e++) {
        const w = value[c] < 0 ? minus.data[e] : plus.data[e];
        sum += w * value[c];
        size += Math.abs(w) * (Math.abs(value[c]) + radius[c]);
        carried += Math.abs(w) * radius[c];
      }
      nextRadius[r] = up(up(carried + rounding * size) * inflate) + columns * 5e-324;
      nextValue[r] = i < pair.layers.length - 1 ? Math.max(0, sum) : sum;
    }
    value = nextValue;
    radius = nextRadius;
  });
  return { value, radius };
}
