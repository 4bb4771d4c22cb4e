import type { ExactMatrix } from './chain.js';
import { absolute } from './evaluate.js';
import type { Form } from './forms.js';
import { squareRootUp } from './square-root.js';

/** A cone's generators, multiples of 2^-places, with <v, w> for each two, <v, c> and |c|^2 for c their sum, multiples of 2^-(2 places). */
export interface ExactCone {
  readonly places: number;
  readonly gram: readonly (readonly bigint[])[];
  readonly along: readonly bigint[];
  readonly centre: bigint;
}

/** A cone by its generators. */
export function exactCone(points: readonly (readonly bigint[])[], places: number): ExactCone {
  const dot = (a: readonly bigint[], b: readonly bigint[]): bigint => a.reduce((sum, x, c) => sum + x * b[c], 0n);
  const sum = points[0].map((_, c) => points.reduce((s, p) => s + p[c], 0n));
  return { places, gram: points.map((p) => points.map((q) => dot(p, q))), along: points.map((p) => dot(p, sum)), centre: dot(sum, sum) };
}

/** How outputs stray on their own: `directions` [outputs, n], with a form for each of the n columns whose spread it scales. */
export interface Strays {
  readonly directions: ExactMatrix;
  readonly forms: readonly Form[];
}

/**
 * Whether ||delta(x)|| <= limit ||x|| is proven on the cone, for the Euclidean norm of the listed outputs: generator by
 * generator, or by a quadratic form that is positive semidefinite once its positive entries off the diagonal are dropped, or as
 * it is. See `ConeNorm`. `limit` and forms are multiples of 2^-P; `rounding` is what the forms' own rounding is at most.
 */
export function coneHolds(cone: ExactCone, outputs: readonly number[], forms: readonly Form[], strays: readonly Strays[], limit: bigint, rounding: bigint): boolean {
  const { gram, along, centre, places } = cone, d = gram.length;
  if (limit < 0n || along.some((a) => a <= 0n)) return false;
  const simple = (value: (k: number, v: number) => bigint): readonly bigint[] => gram.map((_, v) => outputs.reduce((sum, k) => sum + value(k, v) ** 2n, 0n));
  const size = (k: number, v: number): bigint => {
    const low = absolute(forms[k].low[v] - forms[k].slack), high = absolute(forms[k].high[v] + forms[k].slack);
    return low > high ? low : high;
  };
  // |delta_v|^2 |c|^2 <= limit^2 <v, c>^2, with 2 places in |c|^2 and 4 in <v, c>^2.
  if (simple(size).every((square, v) => (square * centre) << BigInt(2 * places) <= limit * limit * along[v] * along[v])) return true;
  // Everything doubled from here on: middles are sums, spreads are differences.
  const middle = (form: Form, v: number): bigint => form.low[v] + form.high[v];
  const spread = (form: Form, v: number): bigint => form.high[v] - form.low[v] + 2n * form.slack;
  const terms = strays.flatMap(({ directions, forms: units }) => units.flatMap((unit, c) => {
    const radius = gram.map((_, v) => spread(unit, v));
    return radius.some((r) => r > 0n) ? [{ direction: outputs.map((k) => directions.values[k * directions.columns + c]), lift: directions.places, radius }] : [];
  }));
  const deepest = terms.reduce((p, t) => Math.max(p, t.lift), 0), lifted = terms.map((t) => ({ radius: t.radius, direction: t.direction.map((u) => u << BigInt(deepest - t.lift)) }));
  const q = BigInt(deepest), count = lifted.length;
  const own = lifted.map(({ direction }) => gram.map((_, v) => absolute(outputs.reduce((sum, k, e) => sum + direction[e] * middle(forms[k], v), 0n))));
  const reach = lifted.map(({ direction }) => {
    const sums = Array<bigint>(d).fill(0n);
    for (let b = 0; b < count; b++) {
      const factor = absolute(direction.reduce((sum, u, e) => sum + u * lifted[b].direction[e], 0n));
      if (factor !== 0n) for (let v = 0; v < d; v++) sums[v] += factor * lifted[b].radius[v];
    }
    return sums;
  });
  // 4 K, as multiples of 2^-(2 P + 2 q).
  const square = gram.map((_, v) => gram.map((__, w) => {
    let sum = outputs.reduce((s, k) => s + middle(forms[k], v) * middle(forms[k], w), 0n) << (2n * q);
    for (let c = 0; c < count; c++) {
      const { radius } = lifted[c];
      sum += (own[c][v] * radius[w] + radius[v] * own[c][w]) << q;
      sum += radius[v] * reach[c][w];
    }
    return sum;
  }));
  // The remainder: rounding of the outputs' forms, as large at every generator.
  const widest = along.reduce((least, a) => (a < least ? a : least)), all = squareRootUp(BigInt(outputs.length) * centre * 4n) * rounding;
  const remainder = (all << BigInt(places)) / widest + 1n;
  if (2n * limit <= remainder) return false;
  const s = (2n * limit - remainder) ** 2n << (2n * q);
  const form = gram.map((row, v) => row.map((g, w) => s * g - (square[v][w] << BigInt(2 * places))));
  return isPositive(form) || isPositive(form.map((row, v) => row.map((x, w) => (v !== w && x > 0n ? 0n : x))));
}

/** Whether a symmetric integer matrix is positive definite: Bareiss elimination, all leading minors positive. */
function isPositive(matrix: readonly (readonly bigint[])[]): boolean {
  const m = matrix.map((row) => row.slice());
  let before = 1n;
  for (let k = 0; k < m.length; k++) {
    if (m[k][k] <= 0n) return false;
    for (let i = k + 1; i < m.length; i++) for (let j = k + 1; j < m.length; j++) m[i][j] = (m[i][j] * m[k][k] - m[i][k] * m[k][j]) / before;
    before = m[k][k];
  }
  return true;
}
