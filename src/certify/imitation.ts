import { mapMatrix, type Matrix } from '../numeric/matrix.js';
import { exponent, powerOfTwo } from '../numeric/rounding.js';
import type { Signs } from '../network/domain.js';
import type { Chain, ChainLayer } from './chain.js';

/** Row k of V R: what unit k of G makes of each imitated unit of F. */
export function imitatedRow(v: Matrix, k: number, before: Int32Array, into: Float64Array): Float64Array {
  into.fill(0);
  for (let c = 0; c < v.columns; c++) if (before[c] >= 0) into[before[c]] += v.data[k * v.columns + c];
  return into;
}

/** A layer of one side, which is what the domain sees of one of two: of an input that takes both signs, the mean of both. */
export function seenOn(signs: readonly Signs[], layer: ChainLayer): ChainLayer {
  const { plus, minus } = layer;
  if (!minus) return layer;
  const seen = (p: number, m: number, { positive, negative }: Signs): number => (positive && negative ? (p + m) / 2 : negative ? m : p);
  return { ...layer, plus: mapMatrix(plus, (w, e) => seen(w, minus.data[e], signs[e % plus.columns])), minus: null };
}

/** A squared distance from the unit of the same number, in squares of its size, at which no other is looked at: each would take a pass over the layer. */
const NEAR = 2 ** -10;

/**
 * For each unit of G the unit of F that a power of two times it is nearest to, by rows of weights, and that power's exponent;
 * the unit of the same number if that is very near; -1 where 0 is nearer.
 */
export function imitation(f: ChainLayer, g: ChainLayer, before: Int32Array): { imitates: Int32Array; shifts: Int32Array } {
  const { rows, columns, data } = f.plus, units = g.plus.rows;
  const row = new Float64Array(columns), imitates = new Int32Array(units), shifts = new Int32Array(units);
  const squares = Float64Array.from({ length: rows }, (_, r) => data.subarray(r * columns, (r + 1) * columns).reduce((s, w) => s + w * w, f.bias[r] * f.bias[r]));
  for (let k = 0; k < units; k++) {
    imitatedRow(g.plus, k, before, row);
    const size = row.reduce((s, w) => s + w * w, g.bias[k] * g.bias[k]);
    const compared = (r: number): { distance: number; shift: number } => {
      let product = g.bias[k] * f.bias[r];
      for (let c = 0; c < columns; c++) product += row[c] * data[r * columns + c];
      const shift = product > 0 && size > 1e-290 ? nearestPower(product / size) : 0, back = powerOfTwo(-shift);
      return { distance: size - 2 * back * product + back * back * squares[r], shift };
    };
    let best = -1, least = size, shift = 0;
    const own = k < rows ? compared(k) : undefined;
    if (own && own.distance <= size) [best, least, shift] = [k, own.distance, own.shift];
    // Where it is not as good as the same, another one may be.
    if (!(least <= size * NEAR)) {
      for (let r = 0; r < rows; r++) {
        const other = compared(r);
        if (other.distance < least) [best, least, shift] = [r, other.distance, other.shift];
      }
    }
    [imitates[k], shifts[k]] = [best, shift];
  }
  return { imitates, shifts };
}

/** The exponent of the power of two nearest to x > 0 by ratio, 0 where that is extreme. */
function nearestPower(x: number): number {
  if (!(x > 1e-60 && x < 1e60)) return 0;
  const below = exponent(x);
  return x > Math.SQRT2 * powerOfTwo(below) ? below + 1 : below;
}

/**
 * The same function with unit k of layer i 2^shifts[k] times as large and the next layer's weights on it smaller by as much:
 * exact. A shift that would take a number out of the normal range is set to 0.
 */
export function shifted(g: Chain, i: number, shifts: Int32Array): Chain {
  const here = g[i], next = g[i + 1], n = here.plus.columns, outputs = next.plus.rows;
  const normal = (x: number): boolean => x === 0 || (Math.abs(x) > 1e-290 && Math.abs(x) < 1e290);
  shifts.forEach((shift, k) => {
    const power = powerOfTwo(shift), at = (m: Matrix): Float64Array => m.data.subarray(k * n, (k + 1) * n);
    const own = [here.plus, ...(here.minus ? [here.minus] : [])].flatMap((m) => Array.from(at(m))).concat(here.bias[k], here.radius[k]);
    const onward = Array.from({ length: outputs }, (_, r) => next.plus.data[r * units(here) + k]);
    if (!own.every((x) => normal(x * power) && normal(x)) || !onward.every((x) => normal(x / power) && normal(x))) shifts[k] = 0;
  });
  if (shifts.every((s) => s === 0)) return g;
  const powers = Float64Array.from(shifts, powerOfTwo);
  const byRow = (m: Matrix): Matrix => mapMatrix(m, (w, e) => w * powers[Math.floor(e / n)]);
  return g.map((layer, j) => {
    if (j === i) return { plus: byRow(here.plus), minus: here.minus && byRow(here.minus), bias: here.bias.map((b, k) => b * powers[k]), radius: here.radius.map((b, k) => b * powers[k]) };
    return j === i + 1 ? { ...next, plus: mapMatrix(next.plus, (w, e) => w / powers[e % units(here)]) } : layer;
  });
}

const units = (layer: ChainLayer): number => layer.plus.rows;
