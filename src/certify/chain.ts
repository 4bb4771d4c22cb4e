import { matrixOf, zeros, type Matrix } from '../numeric/matrix.js';
import { gamma, twoProductError, twoSumError, up } from '../numeric/rounding.js';
import type { Network } from '../network/network.js';

/** One layer of a chain: plus a + bias, or in a two-sided first layer plus relu(x) - minus relu(-x) + bias; each bias is known to `radius`. */
export interface ChainLayer {
  /** Shape [d_i, d_{i-1}]. */
  readonly plus: Matrix;
  /** Null where it equals plus. */
  readonly minus: Matrix | null;
  readonly bias: Float64Array;
  readonly radius: Float64Array;
}

/** A ReLU network with enclosed biases, whose first layer may be two-sided. */
export type Chain = readonly ChainLayer[];

/** A network as a chain, nothing changed. */
export const chainOf = ({ layers }: Network): Chain =>
  layers.map(({ weights, bias }) => ({ plus: weights, minus: null, bias: bias ?? new Float64Array(weights.rows), radius: new Float64Array(weights.rows) }));

/** The same function with hidden units that no input reaches moved into the biases of the next layer; rounding is enclosed. */
export function withoutConstants(chain: Chain): Chain {
  const layers = [...chain];
  for (let i = 0; i + 1 < layers.length; i++) {
    const layer = layers[i], next = layers[i + 1], { columns, data } = next.plus;
    const constants: number[] = [], varying: number[] = [];
    for (let k = 0; k < layer.plus.rows; k++) (isZeroRow(layer.plus, k) && (!layer.minus || isZeroRow(layer.minus, k)) ? constants : varying).push(k);
    if (constants.length === 0) continue;
    const bias = next.bias.slice(), radius = next.radius.slice(), rounding = gamma(2 * constants.length + 3);
    for (let r = 0; r < next.plus.rows; r++) {
      let size = Math.abs(bias[r]), carried = radius[r], terms = 0;
      for (const k of constants) {
        const w = data[r * columns + k], value = Math.max(0, layer.bias[k]);
        if (w === 0) continue;
        bias[r] += w * value;
        size += Math.abs(w * value);
        carried += Math.abs(w) * layer.radius[k];
        terms++;
      }
      if (terms > 0) radius[r] = up(up(carried * (1 + rounding)) + up(rounding * size)) + (2 * terms + 2) * Number.MIN_VALUE;
    }
    // A layer of no units would be no layer: one stays, of weights 0.
    const kept = varying.length > 0 ? varying : [constants[0]];
    layers[i] = { plus: rowsOf(layer.plus, kept), minus: layer.minus && rowsOf(layer.minus, kept), bias: Float64Array.from(kept, (k) => layer.bias[k]), radius: Float64Array.from(kept, (k) => layer.radius[k]) };
    layers[i + 1] = { plus: varying.length > 0 ? columnsOf(next.plus, kept) : zeros(next.plus.rows, 1), minus: null, bias, radius };
  }
  return layers;
}

/**
 * The same function with fewer layers, where a layer's units are all carriers (fed by one unit each, without bias) and the
 * merged weights are float64 numbers; at least `depth` layers stay. A unit u x_c with outgoing v gives v u to the slope of
 * x_c on its side of 0. `merged` lists the layers merged with the next. Source: Pensia et al. (2020), Lemma 1.
 */
export function collapsed(chain: Chain, depth: number): { chain: Chain; merged: number[] } {
  let layers = chain;
  const merged: number[] = [];
  for (let i = 0; i + 1 < layers.length && layers.length > depth; ) {
    const one = merge(layers[i], layers[i + 1], i === 0);
    if (one) {
      layers = [...layers.slice(0, i), one, ...layers.slice(i + 2)];
      merged.push(i);
    }
    // What was merged has many inputs a unit: the next carriers lie above it.
    i++;
  }
  return { chain: layers, merged };
}

/** Two layers as one, the lower of carriers; undefined where it is not, or where a merged weight is no float64 number. */
function merge(lower: ChainLayer, upper: ChainLayer, first: boolean): ChainLayer | undefined {
  const { rows: units, columns: inputs, data } = lower.plus;
  if (lower.minus || lower.bias.some((b) => b !== 0) || lower.radius.some((r) => r !== 0)) return undefined;
  const input = new Int32Array(units).fill(-1);
  for (let k = 0; k < units; k++) {
    for (let c = 0; c < inputs; c++) {
      if (data[k * inputs + c] === 0) continue;
      if (input[k] >= 0) return undefined;
      input[k] = c;
    }
  }
  const outputs = upper.plus.rows;
  const plus = zeros(outputs, inputs), minus = zeros(outputs, inputs);
  for (let r = 0; r < outputs; r++) {
    for (let k = 0; k < units; k++) {
      const v = upper.plus.data[r * units + k];
      if (v === 0 || input[k] < 0) continue;
      const u = data[k * inputs + input[k]], at = r * inputs + input[k];
      // Above the first layer inputs are not negative: u < 0 is a dead unit.
      if (u < 0 && !first) continue;
      const side = u > 0 ? plus : minus, term = v * u;
      if (!(Math.abs(term) > 1e-280) || twoProductError(v, u) !== 0 || twoSumError(side.data[at], term) !== 0) return undefined;
      side.data[at] += term;
    }
  }
  return { plus, minus: first ? minus : null, bias: upper.bias, radius: upper.radius };
}

/** The same function with `depth` layers: identities are put before the last one, where values are not negative. */
export function deepened(chain: Chain, depth: number): Chain {
  if (chain.length === depth) return chain;
  let layers = chain;
  if (layers.length === 1) {
    // A linear map has no place of that kind: x = relu(x) - relu(-x) makes one.
    const [{ plus, minus, bias, radius }] = layers, { rows, columns } = plus;
    const sides = matrixOf(2 * columns, columns, (r, c) => (r === c ? 1 : r - columns === c ? -1 : 0));
    const joined = matrixOf(rows, 2 * columns, (r, c) => (c < columns ? plus.data[r * columns + c] : -(minus ?? plus).data[r * columns + c - columns]));
    layers = [plain(sides), { plus: joined, minus: null, bias, radius }];
  }
  const last = layers[layers.length - 1], width = last.plus.columns;
  const identity = plain(matrixOf(width, width, (r, c) => +(r === c)));
  return [...layers.slice(0, -1), ...Array<ChainLayer>(depth - layers.length).fill(identity), last];
}

const plain = (plus: Matrix): ChainLayer => ({ plus, minus: null, bias: new Float64Array(plus.rows), radius: new Float64Array(plus.rows) });

const isZeroRow = ({ columns, data }: Matrix, k: number): boolean => data.subarray(k * columns, (k + 1) * columns).every((w) => w === 0);
const rowsOf = (m: Matrix, rows: readonly number[]): Matrix => matrixOf(rows.length, m.columns, (r, c) => m.data[rows[r] * m.columns + c]);
const columnsOf = (m: Matrix, columns: readonly number[]): Matrix => matrixOf(m.rows, columns.length, (r, c) => m.data[r * m.columns + columns[c]]);
