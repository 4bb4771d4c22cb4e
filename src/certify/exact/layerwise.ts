import type { Domain } from '../../network/domain.js';
import type { ExactMatrix, ExactPairLayer } from './chain.js';
import { placesOf, scaled } from './dyadic.js';
import { absolute } from './evaluate.js';
import { normBound } from './norm-bound.js';
import { squareRootUp } from './square-root.js';

/** All bounds are multiples of 2^-places, rounded up. */
interface Ends {
  readonly lower: readonly bigint[];
  readonly upper: readonly bigint[];
  /** Of a ball, else null. */
  readonly radius: bigint | null;
}

function endsOf(domain: Domain, dimension: number, places: number): Ends {
  const floor = (x: number): bigint => fixed(x, places, false), ceil = (x: number): bigint => fixed(x, places, true);
  if (domain.kind === 'box') return { lower: domain.lower.map(floor), upper: domain.upper.map(ceil), radius: null };
  const radius = ceil(domain.radius), least = domain.nonnegative ? 0n : -radius;
  return { lower: Array<bigint>(dimension).fill(least), upper: Array<bigint>(dimension).fill(radius), radius };
}

/** x as a multiple of 2^-places, rounded up or down. */
function fixed(x: number, places: number, up: boolean): bigint {
  const own = placesOf([x]), value = scaled(x, own);
  if (own <= places) return value << BigInt(places - own);
  return up ? -(-value >> BigInt(own - places)) : value >> BigInt(own - places);
}

const up = (value: bigint, by: number): bigint => (by >= 0 ? -(-value >> BigInt(by)) : value << BigInt(-by));
const norm = (values: readonly bigint[]): bigint => squareRootUp(values.reduce((sum, v) => sum + v * v, 0n));
/** The norm of multiples of 2^-p as a multiple of 2^-(p + FINE): numbers of few places have roots of many. */
const FINE = 64;
const fineNorm = (values: readonly bigint[]): bigint => squareRootUp(values.reduce((sum, v) => sum + v * v, 0n) << BigInt(2 * FINE));
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const positive = (a: bigint): bigint => (a > 0n ? a : 0n);
const row = (m: ExactMatrix, r: number): readonly bigint[] => m.values.slice(r * m.columns, (r + 1) * m.columns);
/** Entries of a column of numbers, rounded up in size, with their sign. */
const column = (m: ExactMatrix, places: number): bigint[] => m.values.map((v) => (v < 0n ? -up(-v, m.places - places) : up(v, m.places - places)));

/** Upper bounds of |F_k - G_k| over the domain, unit by unit; see `componentwiseBounds`. */
export function exactComponentwise(layers: readonly ExactPairLayer[], domain: Domain, places: number): bigint[] {
  const dimension = layers[0].weights.columns, { lower: lo, upper: hi, radius } = endsOf(domain, dimension, places);
  let error: bigint[] = [], low: bigint[] = lo.slice(), high: bigint[] = hi.slice();
  layers.forEach(({ weights, bias, plus, difference, differenceMinus, biasDifference }, i) => {
    const offsets = column(biasDifference, places).map(absolute), biases = column(bias, places);
    const nextError = Array.from({ length: plus.rows }, (_, k) => {
      const m = row(difference, k);
      if (i > 0) {
        const v = row(plus, k);
        return offsets[k] + up(v.reduce((s, w, c) => s + absolute(w) * error[c], 0n), plus.places) + up(m.reduce((s, w, c) => s + absolute(w) * high[c], 0n), difference.places);
      }
      const minus = differenceMinus ?? difference, other = row(minus, k), common = Math.max(difference.places, minus.places);
      const p = m.map((w) => w << BigInt(common - difference.places)), q = other.map((w) => w << BigInt(common - minus.places));
      if (radius !== null) {
        const rising = p.map((w, c) => larger(hi[c] > 0n ? positive(w) : 0n, lo[c] < 0n ? positive(-q[c]) : 0n));
        const falling = p.map((w, c) => larger(hi[c] > 0n ? positive(-w) : 0n, lo[c] < 0n ? positive(q[c]) : 0n));
        return offsets[k] + up(radius * larger(fineNorm(rising), fineNorm(falling)), common + FINE);
      }
      return offsets[k] + up(p.reduce((s, w, c) => s + larger(absolute(w) * positive(hi[c]), absolute(q[c]) * positive(-lo[c])), 0n), common);
    });
    const ends = Array.from({ length: weights.rows }, (_, r) => {
      const w = row(weights, r);
      let most = 0n, least = 0n;
      if (i === 0 && radius !== null) {
        most = up(radius * fineNorm(w), FINE);
        least = -most;
      } else {
        w.forEach((x, c) => {
          most += x > 0n ? x * high[c] : x * low[c];
          least += x > 0n ? x * low[c] : x * high[c];
        });
      }
      return { most: positive(up(most, weights.places) + biases[r] + 1n), least: positive(-up(-least, weights.places) + biases[r] - 1n) };
    });
    error = nextError;
    low = ends.map((e) => e.least);
    high = ends.map((e) => e.most);
  });
  return error;
}

/** An upper bound of sup ||F - G||_2 over the domain by norms, layer by layer; see `spectralBound`. */
export function exactSpectral(layers: readonly ExactPairLayer[], domain: Domain, places: number): bigint {
  const { weights, bias, difference, differenceMinus, biasDifference } = layers[0], dimension = weights.columns;
  const { lower: lo, upper: hi, radius } = endsOf(domain, dimension, places);
  const rho = radius ?? norm(lo.map((l, c) => larger(absolute(l), absolute(hi[c]))));
  const sizeOf = (m: ExactMatrix): bigint => normBound(m, places), length = (m: ExactMatrix): bigint => norm(column(m, places));
  const times = (a: bigint, b: bigint): bigint => up(a * b, places);
  // The map of the first layer's difference, as columns with the interval each multiplies.
  const all = lo.map((_, c) => c);
  const sides = !differenceMinus
    ? all.map((c) => ({ c, m: difference, sign: 1n, from: lo[c], to: hi[c] }))
    : all.flatMap((c) => [
      ...(hi[c] > 0n ? [{ c, m: difference, sign: 1n, from: positive(lo[c]), to: hi[c] }] : []),
      ...(lo[c] < 0n ? [{ c, m: differenceMinus, sign: -1n, from: positive(-hi[c]), to: -lo[c] }] : []),
    ]);
  const common = Math.max(difference.places, differenceMinus?.places ?? 0);
  const entry = ({ c, m, sign }: (typeof sides)[number], r: number): bigint => (sign * m.values[r * dimension + c]) << BigInt(common - m.places);
  const build = (columns: number, value: (r: number, c: number) => bigint, p: number): ExactMatrix => ({ rows: difference.rows, columns, places: p, values: Array.from({ length: difference.rows * columns }, (_, i) => value(Math.floor(i / columns), i % columns)) });
  const stacked = build(sides.length, (r, s) => entry(sides[s], r), common);
  const eta = differenceMinus && all.some((c) => lo[c] < 0n && hi[c] > 0n)
    ? smaller(sizeOf(stacked), sizeOf(build(dimension, (r, c) => sides.filter((s) => s.c === c).reduce((m, s) => larger(m, absolute(entry(s, r))), 0n), common)))
    : sizeOf(stacked);
  let error = times(eta, rho) + length(biasDifference);
  let p = times(sizeOf(weights), rho) + length(bias);
  if (radius === null) {
    error = smaller(error, centred(stacked, sides.map((s) => s.from), sides.map((s) => s.to), biasDifference, places));
    p = smaller(p, centred(weights, lo, hi, bias, places));
  }
  let q = p + error, same = isSame(layers[0]);
  for (const layer of layers.slice(1)) {
    const v = sizeOf(layer.plus), w = sizeOf(layer.weights), m = sizeOf(layer.difference), before = error;
    const byTicket = times(v, before) + times(m, p);
    same &&= isSame(layer);
    error = (same ? smaller(byTicket, times(w, before) + times(m, q)) : byTicket) + length(layer.biasDifference);
    p = times(w, p) + length(layer.bias);
    q = times(v, q) + length(layer.ticketBias);
    if (same) q = smaller(q, p + error);
  }
  return error;
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const isSame = ({ imitates, weights }: ExactPairLayer): boolean => imitates.length === weights.rows && imitates.every((r, k) => r === k);

/** ||M centre + b|| + sqrt(d) ||M diag(half-widths)||, d counting the half-widths that are not 0. */
function centred(m: ExactMatrix, from: readonly bigint[], to: readonly bigint[], b: ExactMatrix, places: number): bigint {
  const offset = column(b, places);
  // Doubled, so that centres are integers.
  const at = Array.from({ length: m.rows }, (_, r) => {
    const sum = row(m, r).reduce((s, w, c) => s + w * (from[c] + to[c]), 0n);
    return up(absolute(sum + ((2n * offset[r]) << BigInt(m.places))), m.places) + 2n;
  });
  const half = from.map((f, c) => to[c] - f), used = half.filter((h) => h > 0n).length;
  const spread: ExactMatrix = { ...m, places: m.places + places, values: m.values.map((w, i) => w * half[i % m.columns]) };
  return up(norm(at), 1) + up(squareRootUp(BigInt(used) << BigInt(2 * places)) * normBound(spread, places), places + 1);
}
