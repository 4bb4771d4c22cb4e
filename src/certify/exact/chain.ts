import type { Network } from '../../network/network.js';
import type { Pairing } from '../record.js';
import { placesOf, scaled } from './dyadic.js';

/** A matrix or column of exact numbers: entry = value * 2^-places, row-major. */
export interface ExactMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly bigint[];
  readonly places: number;
}

/** A layer in exact numbers: plus a + bias, or, two-sided, plus relu(x) - minus relu(-x) + bias. */
export interface ExactLayer {
  readonly plus: ExactMatrix;
  readonly minus: ExactMatrix | null;
  readonly bias: ExactMatrix;
}

/** What two networks are side by side, in exact numbers; see `PairLayer` for the meaning of each. */
export interface ExactPairLayer {
  readonly weights: ExactMatrix;
  readonly bias: ExactMatrix;
  readonly plus: ExactMatrix;
  readonly ticketBias: ExactMatrix;
  readonly imitates: readonly number[];
  readonly difference: ExactMatrix;
  readonly differenceMinus: ExactMatrix | null;
  readonly biasDifference: ExactMatrix;
}

/** Puts two networks side by side by the recorded recipe, exactly. Throws a RangeError where a step of it is not allowed. */
export function exactPair(a: Network, b: Network, { swapped, constants, merged, imitates, shifts }: Pairing): ExactPairLayer[] {
  let f = exactLayers(swapped ? b : a), g = exactLayers(swapped ? a : b);
  if (constants) g = foldConstants(g);
  for (const i of merged) g = mergeCarriers(g, i);
  const depth = Math.max(f.length, g.length);
  [f, g] = [deepen(f, depth), deepen(g, depth)];
  need(shifts.length === depth - 1, `as many lists of shifts as hidden layers, ${depth - 1}`, shifts.length);
  shifts.forEach((list, i) => (g = shift(g, i, list)));
  need(imitates.length === depth, `as many lists of imitated units as layers, ${depth}`, imitates.length);
  const outputs = f[depth - 1].plus.rows;
  need(outputs === g[depth - 1].plus.rows && imitates[depth - 1].every((r, k) => r === k), 'outputs compared one by one', 'others');
  let before: readonly number[] = f[0].plus.columns === g[0].plus.columns ? Array.from({ length: f[0].plus.columns }, (_, c) => c) : [];
  return f.map((layer, i): ExactPairLayer => {
    const own = imitates[i], { plus, minus, bias } = g[i];
    need(own.length === plus.rows && own.every((r) => Number.isInteger(r) && r >= -1 && r < layer.plus.rows), `for each of ${plus.rows} units a unit from -1 to ${layer.plus.rows - 1}`, own.length);
    need(before.length === plus.columns, `${plus.columns} units before layer ${i + 1}`, before.length);
    const result = {
      weights: layer.plus, bias: layer.bias, plus, ticketBias: bias, imitates: own,
      difference: differenceOf(plus, layer.plus, before, own),
      differenceMinus: minus && differenceOf(minus, layer.plus, before, own),
      biasDifference: differenceOf(bias, layer.bias, [0], own),
    };
    before = own;
    return result;
  });
}

const need = (holds: boolean, what: string, came: unknown): void => {
  if (!holds) throw new RangeError(`certificate: needed ${what}, got ${came}`);
};

const matrix = (rows: number, columns: number, places: number, entry: (r: number, c: number) => bigint): ExactMatrix => ({
  rows, columns, places, values: Array.from({ length: rows * columns }, (_, i) => entry(Math.floor(i / columns), i % columns)),
});

const exactMatrix = (rows: number, columns: number, data: ArrayLike<number>): ExactMatrix => {
  const places = placesOf(data);
  return { rows, columns, places, values: Array.from(data, (x) => scaled(x, places)) };
};

const exactLayers = ({ layers }: Network): ExactLayer[] =>
  layers.map(({ weights: { rows, columns, data }, bias }) => ({ plus: exactMatrix(rows, columns, data), minus: null, bias: exactMatrix(rows, 1, bias ?? new Float64Array(rows)) }));

/** Units that nothing feeds become biases of the next layer; of a layer of nothing else one unit stays and feeds nothing. */
function foldConstants(chain: ExactLayer[]): ExactLayer[] {
  const layers = [...chain];
  for (let i = 0; i + 1 < layers.length; i++) {
    const { plus, bias } = layers[i], next = layers[i + 1], n = next.plus.columns;
    const isConstant = Array.from({ length: plus.rows }, (_, k) => plus.values.slice(k * plus.columns, (k + 1) * plus.columns).every((w) => w === 0n));
    const all = isConstant.map((_, k) => k), constants = all.filter((k) => isConstant[k]);
    if (constants.length === 0) continue;
    const kept = constants.length < all.length ? all.filter((k) => !isConstant[k]) : [0];
    const places = Math.max(next.bias.places, next.plus.places + bias.places);
    const folded = matrix(next.plus.rows, 1, places, (r) => {
      let sum = next.bias.values[r] << BigInt(places - next.bias.places);
      for (const k of constants) if (bias.values[k] > 0n) sum += (next.plus.values[r * n + k] * bias.values[k]) << BigInt(places - next.plus.places - bias.places);
      return sum;
    });
    layers[i] = {
      plus: matrix(kept.length, plus.columns, plus.places, (r, c) => plus.values[kept[r] * plus.columns + c]), minus: null,
      bias: matrix(kept.length, 1, bias.places, (r) => bias.values[kept[r]]),
    };
    layers[i + 1] = { plus: matrix(next.plus.rows, kept.length, next.plus.places, (r, c) => (isConstant[kept[c]] ? 0n : next.plus.values[r * n + kept[c]])), minus: null, bias: folded };
  }
  return layers;
}

/** Layer i, whose units are fed by one unit each, multiplied into layer i + 1. */
function mergeCarriers(chain: ExactLayer[], i: number): ExactLayer[] {
  need(Number.isInteger(i) && i >= 0 && i + 1 < chain.length, `a hidden layer to merge, from 0 to ${chain.length - 2}`, i);
  const { plus: lower, minus, bias } = chain[i], { plus: upper, bias: above } = chain[i + 1];
  need(minus === null && bias.values.every((b) => b === 0n), `carriers without biases in layer ${i + 1}`, 'biases or two sides');
  const feeder = Array.from({ length: lower.rows }, (_, k) => {
    const inputs = Array.from({ length: lower.columns }, (_, c) => c).filter((c) => lower.values[k * lower.columns + c] !== 0n);
    need(inputs.length <= 1, `one input per carrier in layer ${i + 1}`, inputs.length);
    return inputs[0] ?? -1;
  });
  const side = (sign: 1n | -1n): ExactMatrix => {
    const values = Array<bigint>(upper.rows * lower.columns).fill(0n);
    feeder.forEach((c, k) => {
      if (c < 0) return;
      const u = lower.values[k * lower.columns + c];
      if (u * sign < 0n) return;
      for (let r = 0; r < upper.rows; r++) values[r * lower.columns + c] += upper.values[r * upper.columns + k] * u;
    });
    return { rows: upper.rows, columns: lower.columns, values, places: upper.places + lower.places };
  };
  return [...chain.slice(0, i), { plus: side(1n), minus: i === 0 ? side(-1n) : null, bias: above }, ...chain.slice(i + 2)];
}

/** Identities put before the last layer; a single layer gets x -> (relu(x), relu(-x)) first. */
function deepen(chain: ExactLayer[], depth: number): ExactLayer[] {
  let layers = chain;
  if (layers.length < depth && layers.length === 1) {
    const { plus, minus, bias } = layers[0], n = plus.columns, other = minus ?? plus;
    const places = Math.max(plus.places, other.places);
    layers = [
      bare(matrix(2 * n, n, 0, (r, c) => (r === c ? 1n : r - n === c ? -1n : 0n))),
      {
        plus: matrix(plus.rows, 2 * n, places, (r, c) => (c < n ? plus.values[r * n + c] << BigInt(places - plus.places) : -(other.values[r * n + c - n] << BigInt(places - other.places)))),
        minus: null, bias,
      },
    ];
  }
  const width = layers[layers.length - 1].plus.columns;
  while (layers.length < depth) layers = [...layers.slice(0, -1), bare(matrix(width, width, 0, (r, c) => (r === c ? 1n : 0n))), layers[layers.length - 1]];
  return layers;
}

/** The same function with unit k of layer i 2^list[k] times as large, and the next layer's weights on it smaller by as much. */
function shift(chain: ExactLayer[], i: number, list: readonly number[]): ExactLayer[] {
  const { plus, minus, bias } = chain[i], next = chain[i + 1];
  need(list.length === plus.rows && list.every((e) => Number.isInteger(e) && Math.abs(e) < 1100), `${plus.rows} whole exponents below 1100 in size of hidden layer ${i + 1}`, list.length === plus.rows ? 'others' : list.length);
  const times = (m: ExactMatrix, exponent: (e: number) => number): ExactMatrix => {
    const least = m.values.reduce((low, _, e) => Math.min(low, exponent(e)), 0);
    return { ...m, places: m.places - least, values: m.values.map((v, e) => v << BigInt(exponent(e) - least)) };
  };
  const byRow = (m: ExactMatrix): ExactMatrix => times(m, (e) => list[Math.floor(e / m.columns)]);
  const layers = [...chain];
  layers[i] = { plus: byRow(plus), minus: minus && byRow(minus), bias: byRow(bias) };
  layers[i + 1] = { ...next, plus: times(next.plus, (e) => -list[e % next.plus.columns]) };
  return layers;
}

const bare = (plus: ExactMatrix): ExactLayer => ({ plus, minus: null, bias: matrix(plus.rows, 1, 0, () => 0n) });

/** V R - R' W. */
function differenceOf(v: ExactMatrix, w: ExactMatrix, before: readonly number[], imitates: readonly number[]): ExactMatrix {
  const places = Math.max(v.places, w.places), liftV = BigInt(places - v.places), liftW = BigInt(places - w.places);
  const values = Array<bigint>(v.rows * w.columns).fill(0n);
  for (let k = 0; k < v.rows; k++) {
    for (let c = 0; c < v.columns; c++) if (before[c] >= 0) values[k * w.columns + before[c]] += v.values[k * v.columns + c] << liftV;
    if (imitates[k] >= 0) for (let c = 0; c < w.columns; c++) values[k * w.columns + c] -= w.values[imitates[k] * w.columns + c] << liftW;
  }
  return { rows: v.rows, columns: w.columns, values, places };
}
