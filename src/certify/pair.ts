import type { Matrix } from '../numeric/matrix.js';
import { gamma, UNIT_ROUNDOFF, up } from '../numeric/rounding.js';
import { signsOf, type Domain, type Signs } from '../network/domain.js';
import { widths, type Network } from '../network/network.js';
import type { Pairing } from './record.js';
import { chainOf, collapsed, deepened, withoutConstants, type ChainLayer } from './chain.js';

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
 * G is said to imitate the unit of F that computes most nearly the same from what is imitated before. Every step is exact or
 * enclosed, and any imitation is sound. Throws a RangeError unless inputs and outputs are equally many.
 */
export function pairOf(a: Network, b: Network, domain: Domain): Pair {
  const inputs = a.layers[0].weights.columns, outputs = a.layers[a.layers.length - 1].weights.rows;
  const inputsB = b.layers[0].weights.columns, outputsB = b.layers[b.layers.length - 1].weights.rows;
  if (inputs !== inputsB || outputs !== outputsB) {
    throw new RangeError(`certify: needed two networks of equally many inputs and outputs, got ${inputs} to ${outputs} and ${inputsB} to ${outputsB}`);
  }
  const swapped = isLarger(a, b), constants = widths(a).join() !== widths(b).join();
  let f = chainOf(swapped ? b : a), g = chainOf(swapped ? a : b), merged: number[] = [];
  if (constants) ({ chain: g, merged } = collapsed(withoutConstants(g), f.length));
  f = deepened(f, g.length);
  g = deepened(g, f.length);
  let before: Int32Array = Int32Array.from({ length: inputs }, (_, c) => c);
  const layers = f.map((layer, i): PairLayer => {
    const imitates = i === f.length - 1 ? Int32Array.from({ length: outputs }, (_, k) => k) : imitation(layer, g[i], before);
    const result = besides(layer, g[i], before, imitates);
    before = imitates;
    return result;
  });
  const pairing = { swapped, constants, merged, imitates: layers.map((l) => Array.from(l.imitates)) };
  return { layers, signs: Array.from({ length: inputs }, (_, c) => signsOf(domain, c)), pairing };
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

/** For each unit of G the unit of F with the nearest row of weights; the one of the same number if that is near; -1 where 0 is nearer. */
function imitation(f: ChainLayer, g: ChainLayer, before: Int32Array): Int32Array {
  const { rows, columns, data } = f.plus;
  const row = new Float64Array(columns);
  const distance = (k: number, r: number): number => {
    let sum = (g.bias[k] - f.bias[r]) ** 2;
    for (let c = 0; c < columns; c++) sum += (row[c] - data[r * columns + c]) ** 2;
    return sum;
  };
  return Int32Array.from({ length: g.plus.rows }, (_, k) => {
    imitatedRow(g.plus, k, before, row);
    let size = g.bias[k] ** 2;
    for (const v of row) size += v * v;
    let best = -1, least = size;
    if (k < rows) {
      const own = distance(k, k);
      if (own <= size / 4) return k;
      if (own <= least) [best, least] = [k, own];
    }
    for (let r = 0; r < rows; r++) {
      const d = distance(k, r);
      if (d < least) [best, least] = [r, d];
    }
    return best;
  });
}

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
    biasDifferenceRadius: biasDifference.map((d, k) => up(g.radius[k] + up(UNIT_ROUNDOFF * Math.abs(d)))),
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
