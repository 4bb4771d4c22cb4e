import { validNetwork, widths as widthsOf, type Layer, type Network } from '../../network/network.js';
import type { Matrix } from '../../numeric/matrix.js';
import { fewer } from './fewer.js';
import { scaledTo } from './place.js';
import { simplerArrays } from './simple-number.js';
import { places, submatrix } from './submatrix.js';

/** Smaller targets to try, the most telling first; each also with one layer or all scaled to the norm `size`; a layer of zeros gets one weight. */
export function* smallerTargets(target: Network, size: number): Generator<Network> {
  for (const layers of smallerLayers(target)) {
    yield validNetwork(layers, 'targets');
    for (const at of [null, ...(layers.length > 1 ? places(layers.length) : [])]) yield validNetwork(layers.map((l, i) => (at === null || i === at ? { ...l, weights: grown(l.weights, size) } : l)), 'targets');
  }
}

const grown = (a: Matrix, size: number): Matrix => (a.data.some((w) => w !== 0) ? scaledTo(a, size) : { ...a, data: a.data.map((_, e) => (e === 0 ? size : 0)) });

function* smallerLayers(target: Network): Generator<readonly Layer[]> {
  const { layers } = target, widths = widthsOf(target), depth = layers.length;
  for (let count = 1; count < depth; count++) for (let from = 0; from + count <= depth; from++) yield layers.slice(from, from + count);
  for (let i = 1; i < depth - 1; i++) yield without(layers, i);
  if (depth === 1) for (const r of places(widths[1])) for (const c of places(widths[0])) yield kept(kept(layers, 1, [r]), 0, [c]);
  else if (widths.some((w) => w > 1)) yield widths.reduce((left, _, level) => kept(left, level, [0]), layers);
  for (const level of places(depth + 1)) for (const units of fewer(widths[level])) yield kept(layers, level, units);
  if (layers.some((l) => l.bias)) yield layers.map((l) => ({ ...l, bias: null }));
  for (let i = 0; i < depth; i++) if (layers[i].bias) yield layers.map((l, k) => (k === i ? { ...l, bias: null } : l));
  for (const numbers of simplerArrays(numbersOf(layers))) yield withNumbers(layers, numbers);
}

/** Only some units of a level, 0 the inputs. */
const kept = (layers: readonly Layer[], level: number, units: readonly number[]): Layer[] =>
  layers.map((l, i) =>
    i === level - 1 ? { weights: submatrix(l.weights, units), bias: l.bias && Float64Array.from(units, (u) => l.bias![u]) } : i === level ? { ...l, weights: submatrix(l.weights, undefined, units) } : l,
  );

/** Without layer i, which is neither first nor last; those beside it as wide as the narrower. */
function without(layers: readonly Layer[], i: number): Layer[] {
  const units = places(Math.min(layers[i].weights.columns, layers[i].weights.rows)), both = kept(kept(layers, i, units), i + 1, units);
  return both.filter((_, k) => k !== i);
}

const numbersOf = (layers: readonly Layer[]): Float64Array => Float64Array.from(layers.flatMap((l) => [...l.weights.data, ...(l.bias ?? [])]));

function withNumbers(layers: readonly Layer[], numbers: Float64Array): Layer[] {
  let at = 0;
  const take = (count: number): Float64Array => numbers.slice(at, (at += count));
  return layers.map(({ weights, bias }) => ({ weights: { ...weights, data: take(weights.data.length) }, bias: bias && take(bias.length) }));
}
