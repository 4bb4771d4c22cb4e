import { normUp } from '../numeric/matrix.js';
import { down, gamma, twoSumError, up } from '../numeric/rounding.js';
import { completesCholesky } from '../numeric/spectral-norm.js';

/** A cell of cones: d generators of d coordinates, one after another. All lie in one orthant. */
export type Cone = Float64Array;

/** The orthants as cones, -e_c where bit c of the number is set; only the first of a domain without negative coordinates. */
export const orthants = (dimension: number, nonnegative: boolean): Cone[] =>
  Array.from({ length: nonnegative ? 1 : 2 ** dimension }, (_, o) => {
    const cone = new Float64Array(dimension * dimension);
    for (let c = 0; c < dimension; c++) cone[c * dimension + c] = (o >>> c) & 1 ? -1 : 1;
    return cone;
  });

/** The edge i * d + j, i < j, to bisect: the one of the largest angle times what is said of it, 1 by default. -1 for d = 1. */
export function edgeToBisect(cone: Cone, d: number, weight: (i: number, j: number, li: number, lj: number) => number = () => 1): number {
  const lengths = lengthsOf(cone, d);
  let best = -1, most = -1;
  for (let i = 0; i < d; i++) {
    for (let j = i + 1; j < d; j++) {
      let apart = 0;
      for (let c = 0; c < d; c++) apart += (cone[i * d + c] / lengths[i] - cone[j * d + c] / lengths[j]) ** 2;
      const score = Math.sqrt(apart) * weight(i, j, lengths[i], lengths[j]);
      if (score > most) [best, most] = [i * d + j, score];
    }
  }
  return best < 0 && d > 1 ? 1 : best;
}

/** The lengths of the generators. */
export const lengthsOf = (cone: Cone, d: number): Float64Array => Float64Array.from({ length: d }, (_, v) => Math.sqrt(dot(cone, v, v, d)));

/** The two cones with the middle of an edge in place of one of its ends; undefined where the middle is no float64 point. */
export function bisected(cone: Cone, d: number, edge: number): [Cone, Cone] | undefined {
  const i = Math.floor(edge / d), j = edge % d;
  const first = cone.slice(), second = cone.slice();
  for (let c = 0; c < d; c++) {
    const a = cone[i * d + c], b = cone[j * d + c];
    if (twoSumError(a, b) !== 0 || (a + b !== 0 && Math.abs(a + b) < 1e-300)) return undefined;
    first[i * d + c] = second[j * d + c] = (a + b) / 2;
  }
  return [first, second];
}

const dot = (cone: Cone, i: number, j: number, d: number): number => {
  let sum = 0;
  for (let c = 0; c < d; c++) sum += cone[i * d + c] * cone[j * d + c];
  return sum;
};

/** What is needed of a cone's generators to bound linear maps on it. */
export interface ConeShape {
  readonly d: number;
  /** G_vw = <v, w>. */
  readonly gram: Float64Array;
  /** Upper bounds of |c| / <v, c> for c the sum of the generators; Infinity where <v, c> may be 0. */
  readonly stretch: Float64Array;
}

/** A cone's shape. */
export function shapeOf(cone: Cone, d: number): ConeShape {
  const gram = new Float64Array(d * d), stretch = new Float64Array(d), centre = new Float64Array(d);
  for (let v = 0; v < d; v++) for (let c = 0; c < d; c++) centre[c] += cone[v * d + c];
  const length = up(normUp(centre) * (1 + gamma(d + 2)));
  for (let v = 0; v < d; v++) {
    let along = 0, size = 0;
    for (let c = 0; c < d; c++) {
      along += cone[v * d + c] * centre[c];
      size += Math.abs(cone[v * d + c] * centre[c]);
    }
    const sure = down(along - up(gamma(3 * d + 4) * size));
    stretch[v] = sure > 0 ? up(length / sure) : Infinity;
    for (let w = 0; w < d; w++) gram[v * d + w] = dot(cone, v, w, d);
  }
  return { d, gram, stretch };
}

/** A stray of its own: sum_v t_v radius[v] times direction number `source`, at most, at x = sum_v t_v v. */
export interface Noise {
  readonly source: number;
  /** One entry per generator, none negative. */
  readonly radius: Float64Array;
}

/**
 * Bounds ||delta(x)|| / ||x|| over cones, the norm being the Euclidean one of the listed outputs, for delta_k(x) between
 * sum_v t_v (middle_kv -+ spread_kv) at x = sum_v t_v v, t >= 0, and, the same said more finely, delta(x) =
 * sum_v t_v middle_v + sum_c e_c (radius_c . t) u_c + r, |e_c| <= 1, |r_k| <= sum_v t_v rest_kv, with u_c = directions[c].
 */
export class ConeNorm {
  private readonly along: readonly Float64Array[];
  /** |<u_c, u_b>|. */
  private readonly gram: Float64Array;
  /** sum_k |u_ck|. */
  private readonly size: Float64Array;

  constructor(
    private readonly outputs: readonly number[],
    directions: readonly Float64Array[],
  ) {
    const n = directions.length;
    this.along = directions.map((u) => Float64Array.from(outputs, (k) => u[k]));
    this.size = Float64Array.from(this.along, (u) => u.reduce((sum, x) => sum + Math.abs(x), 0));
    this.gram = new Float64Array(n * n);
    this.along.forEach((u, c) => this.along.forEach((w, b) => (this.gram[c * n + b] = Math.abs(u.reduce((sum, x, e) => sum + x * w[e], 0)))));
  }

  /**
   * The least of two bounds: generator by generator, max_v ||max |delta_v||| |c| / <v, c>; and sqrt(s) + max_v ||rest_v|| |c| / <v, c>,
   * where t^T (s G - K) t >= 0 for all t >= 0 because s G - K, or it without its positive entries off the diagonal, is positive
   * semidefinite. K bounds the square of the fine form: K_vw = <m_v, m_w> + sum_c (|<u_c, m_v>| r_cw + r_cv |<u_c, m_w>|)
   * + sum_cb |<u_c, u_b>| r_cv r_bw. Below `enough` no effort is spent on a tighter bound.
   */
  bound(shape: ConeShape, middle: Float64Array, spread: Float64Array, noise: readonly Noise[], enough: number): number {
    const { d, gram } = shape, { outputs, along } = this, m = outputs.length, n = along.length;
    const simple = stretched(shape, m, (e, v) => up(Math.abs(middle[outputs[e] * d + v]) + Math.abs(spread[outputs[e] * d + v])));
    if (!(simple > enough && simple < Infinity)) return simple;
    // What the noise does not explain of the spreads: rounding, and what is known of biases only.
    const slack = 4 * gamma(noise.length + 4);
    const remainder = stretched(shape, m, (e, v) => {
      let explained = 0;
      for (const { source, radius } of noise) explained += Math.abs(along[source][e]) * radius[v];
      const all = spread[outputs[e] * d + v];
      return up(Math.max(0, all - explained) + slack * (explained + Math.abs(all)));
    });
    const square = new Float64Array(d * d), mids = new Float64Array(m * d), own = new Float64Array(d), reach = new Float64Array(d);
    outputs.forEach((k, e) => mids.set(middle.subarray(k * d, (k + 1) * d), e * d));
    for (let v = 0; v < d; v++) {
      for (let w = 0; w <= v; w++) {
        let sum = 0;
        for (let e = 0; e < m * d; e += d) sum += mids[e + v] * mids[e + w];
        square[v * d + w] = square[w * d + v] = sum;
      }
    }
    for (const { source, radius } of noise) {
      const u = along[source], row = source * n;
      for (let v = 0; v < d; v++) {
        let sum = 0;
        for (let e = 0; e < m; e++) sum += u[e] * mids[e * d + v];
        own[v] = Math.abs(sum);
      }
      reach.fill(0);
      for (const other of noise) {
        const factor = this.gram[row + other.source];
        for (let v = 0; v < d; v++) reach[v] += factor * other.radius[v];
      }
      for (let v = 0; v < d; v++) for (let w = 0; w < d; w++) square[v * d + w] += own[v] * radius[w] + radius[v] * own[w] + radius[v] * reach[w];
    }
    // Sizes of all that was added up: every entry of K is known to `rounding` times the largest possible of them.
    let largestG = 0, low = 0, sizes = 0;
    for (let v = 0; v < d; v++) {
      let size = 0;
      for (let e = 0; e < m; e++) size += Math.abs(mids[e * d + v]);
      for (const { source, radius } of noise) size += this.size[source] * radius[v];
      sizes = Math.max(sizes, size);
      largestG = Math.max(largestG, gram[v * d + v]);
      low = Math.max(low, square[v * d + v] / gram[v * d + v]);
    }
    const largestK = up(sizes * sizes * 1.01), rounding = gamma(d + m + 2 * noise.length + 12);
    const q = new Float64Array(d * d), z = new Float64Array(d * d);
    const holds = (s: number): boolean => {
      for (let i = 0; i < d * d; i++) q[i] = s * gram[i] - square[i];
      for (let v = 0; v < d; v++) for (let w = 0; w < d; w++) z[v * d + w] = v === w ? q[v * d + w] : Math.min(0, q[v * d + w]);
      // Rounding in each entry of s G - K, in the shift, and Demmel's backward error of the factorisation.
      const margin = up(8 * rounding * d * up(s * largestG + largestK)) + 1e-290;
      return completesCholesky(q, d, -margin) || completesCholesky(z, d, -margin);
    };
    const bound = (s: number): number => up(up(Math.sqrt(up(s))) + remainder);
    // First what would be enough, then bisection.
    const wanted = enough > remainder ? down((enough - remainder) * (1 - 1e-12)) : 0;
    if (wanted * wanted > low && holds(down(wanted * wanted))) return Math.min(simple, bound(down(wanted * wanted)));
    let best = simple, high = simple * simple;
    low = Math.max(low, wanted * wanted);
    for (let step = 0; step < 7 && low < high; step++) {
      const s = (low + high) / 2;
      if (holds(s)) {
        high = s;
        best = Math.min(best, bound(s));
      } else low = s;
    }
    return best;
  }
}

/** max_v ||value(., v)|| |c| / <v, c>, rounded up; Infinity if a value is NaN. */
function stretched({ d, stretch }: ConeShape, outputs: number, value: (e: number, v: number) => number): number {
  const values = new Float64Array(outputs);
  let largest = 0;
  for (let v = 0; v < d; v++) {
    for (let e = 0; e < values.length; e++) values[e] = value(e, v);
    largest = larger(largest, up(normUp(values) * stretch[v]));
  }
  return largest;
}

/** The larger of two, NaN counted as Infinity. */
const larger = (a: number, b: number): number => (b <= a ? a : b >= a ? b : Infinity);
