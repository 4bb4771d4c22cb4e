import { mapMatrix, type Matrix } from '../numeric/matrix.js';
import { exponent, gamma, powerOfTwo, UNIT_ROUNDOFF, up } from '../numeric/rounding.js';
import { signsOf, type Domain, type Signs } from '../network/domain.js';
import { requireSameShape, widths, type Network } from '../network/network.js';
import type { Pairing } from './record.js';
import { chainOf, collapsed, deepened, withoutConstants, type Chain, type ChainLayer } from './chain.js';

/**
 * One layer of two networks of equal depth. F: W a + b. G: V g + b', or in a two-sided first layer V relu(x) - V' relu(-x) + b'.
 * Unit k of G imitates unit imitates[k] of F, or the constant 0 where that is -1; with R its 0/1 matrix, the errors
 * Delta = g - R a obey delta = V Delta + M a + (b' - R b), M = V R_before - R W.
 */
export interface PairLayer {
  readonly weights: Matrix;
  readonly bias: Float64Array;
  readonly plus: Matrix;
  /** V' of a two-sided first layer, else null. */
  readonly minus: Matrix | null;
  readonly imitates: Int32Array;
  /** Whether R is the identity. */
  readonly same: boolean;
  /** M, and M' = V' - R W of a two-sided first layer, else null; each entry is known to its `slack`. */
  readonly difference: Enclosed;
  readonly differenceMinus: Enclosed | null;
  /** b', known to `ticketBiasRadius`, and b' - R b, known to `biasDifferenceRadius`. */
  readonly ticketBias: Float64Array;
  readonly ticketBiasRadius: Float64Array;
  readonly biasDifference: Float64Array;
  readonly biasDifferenceRadius: Float64Array;
}

/** A matrix whose true entries are within `slack` of those stored. */
export interface Enclosed extends Matrix {
  readonly slack: Float64Array;
}

/** Two networks side by side on a domain. */
export interface Pair {
  readonly layers: readonly PairLayer[];
  /** For each input, whether the domain lets it be positive, and negative. */
  readonly signs: readonly Signs[];
  /** How they came to lie so. */
  readonly pairing: Pairing;
}

/**
 * Puts two networks side by side, the deeper (then the wider) as G. G's constants are moved into biases and its layers of
 * carriers collapsed while it is deeper than F; F gets layers of identities where it is shallower still; each hidden unit of
 * G is said to imitate the unit of F that computes most nearly the same from what is imitated before, a power of two times as
 * large, which is moved from G's unit to the weights on it. Every step is exact or enclosed, and any imitation is sound. Throws a RangeError unless inputs and outputs are equally many.
 */
export function pairOf(a: Network, b: Network, domain: Domain): Pair {
  const inputs = a.layers[0].weights.columns, outputs = a.layers[a.layers.length - 1].weights.rows;
  requireSameShape(a, b, 'certify');
  const swapped = isLarger(a, b), constants = widths(a).join() !== widths(b).join();
  let f = chainOf(swapped ? b : a), g = chainOf(swapped ? a : b), merged: number[] = [];
  if (constants) ({ chain: g, merged } = collapsed(withoutConstants(g), f.length));
  f = deepened(f, g.length);
  g = deepened(g, f.length);
  let before: Int32Array = Int32Array.from({ length: inputs }, (_, c) => c);
  const signs = Array.from({ length: inputs }, (_, c) => signsOf(domain, c)), shifts: Int32Array[] = [];
  const layers = f.map((layer, i): PairLayer => {
    let imitates: Int32Array = Int32Array.from({ length: outputs }, (_, k) => k);
    if (i < f.length - 1) {
      const found = imitation(layer, seenOn(signs, g[i]), before);
      imitates = found.imitates;
      shifts.push(found.shifts);
      g = shifted(g, i, found.shifts);
    }
    const result = besides(layer, g[i], before, imitates);
    before = imitates;
    return result;
  });
  const pairing = { swapped, constants, merged, imitates: layers.map((l) => Array.from(l.imitates)), shifts: shifts.map((s) => Array.from(s)) };
  return { layers, signs, pairing };
}

function isLarger(a: Network, b: Network): boolean {
  const units = ({ layers }: Network): number => layers.reduce((n, l) => n + l.weights.rows, 0);
  return a.layers.length !== b.layers.length ? a.layers.length > b.layers.length : units(a) > units(b);
}

/** Row k of V R: what unit k of G makes of each imitated unit of F. */
function imitatedRow(v: Matrix, k: number, before: Int32Array, into: Float64Array): Float64Array {
  into.fill(0);
  for (let c = 0; c < v.columns; c++) if (before[c] >= 0) into[before[c]] += v.data[k * v.columns + c];
  return into;
}

/** A layer of one side, which is what the domain sees of one of two: of an input that takes both signs, the mean of both. */
function seenOn(signs: readonly Signs[], layer: ChainLayer): ChainLayer {
  const { plus, minus } = layer;
  if (!minus) return layer;
  const seen = (p: number, m: number, { positive, negative }: Signs): number => (positive && negative ? (p + m) / 2 : negative ? m : p);
  return { ...layer, plus: mapMatrix(plus, (w, e) => seen(w, minus.data[e], signs[e % plus.columns])), minus: null };
}

/**
 * For each unit of G the unit of F that a power of two times it is nearest to, by rows of weights, and that power's exponent;
 * the unit of the same number if that is very near; -1 where 0 is nearer.
 */
function imitation(f: ChainLayer, g: ChainLayer, before: Int32Array): { imitates: Int32Array; shifts: Int32Array } {
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
    if (!(least <= size * 2 ** -20)) {
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
function shifted(g: Chain, i: number, shifts: Int32Array): Chain {
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

function besides(f: ChainLayer, g: ChainLayer, before: Int32Array, imitates: Int32Array): PairLayer {
  const biasDifference = g.bias.map((b, k) => b - (imitates[k] >= 0 ? f.bias[imitates[k]] : 0));
  return {
    weights: f.plus,
    bias: f.bias,
    plus: g.plus,
    minus: g.minus,
    imitates,
    same: imitates.length === f.plus.rows && imitates.every((r, k) => r === k),
    difference: differenceOf(g.plus, f.plus, before, imitates),
    differenceMinus: g.minus && differenceOf(g.minus, f.plus, before, imitates),
    ticketBias: g.bias,
    ticketBiasRadius: g.radius,
    biasDifference,
    biasDifferenceRadius: biasDifference.map((d, k) => (d === 0 && g.radius[k] === 0 ? 0 : up(g.radius[k] + up(UNIT_ROUNDOFF * Math.abs(d))))),
  };
}

/** V R - R' W with what rounding may have done to each entry. */
function differenceOf(v: Matrix, w: Matrix, before: Int32Array, imitates: Int32Array): Enclosed {
  const { columns } = w;
  const data = new Float64Array(v.rows * columns), slack = new Float64Array(v.rows * columns);
  const row = new Float64Array(columns), size = new Float64Array(columns), terms = new Int32Array(columns);
  for (let k = 0; k < v.rows; k++) {
    imitatedRow(v, k, before, row);
    size.fill(0);
    terms.fill(0);
    for (let c = 0; c < v.columns; c++) {
      if (before[c] < 0) continue;
      size[before[c]] += Math.abs(v.data[k * v.columns + c]);
      terms[before[c]]++;
    }
    for (let c = 0, i = k * columns; c < columns; c++, i++) {
      const target = imitates[k] >= 0 ? w.data[imitates[k] * columns + c] : 0;
      data[i] = row[c] - target;
      // One subtraction, and a sum only where several units imitate the same one.
      slack[i] = up(UNIT_ROUNDOFF * Math.abs(data[i])) + (terms[c] > 1 ? up(2 * gamma(terms[c]) * size[c]) : 0);
      if (data[i] === 0 && terms[c] <= 1) slack[i] = 0;
    }
  }
  return { rows: v.rows, columns, data, slack };
}
