import type { Matrix } from '../numeric/matrix.js';
import { gamma, UNIT_ROUNDOFF, up } from '../numeric/rounding.js';
import { signsOf, type Domain, type Signs } from '../network/domain.js';
import { requireSameShape, widths, type Network } from '../network/network.js';
import type { Pairing } from './record.js';
import { chainOf, collapsed, deepened, withoutConstants, type ChainLayer } from './chain.js';
import { imitatedRow, imitation, seenOn, shifted } from './imitation.js';

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
 * large, which is moved from G's unit to the weights on it. Every step is exact or enclosed, and any imitation is sound.
 * Throws a RangeError unless inputs and outputs are equally many.
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
