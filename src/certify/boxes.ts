import { down } from '../numeric/rounding.js';
import { boxAround, type Domain } from '../network/domain.js';
import type { Pair } from './pair.js';

/** A cell of boxes: lower ends, then upper ends. */
export const lowerOf = (cell: Float64Array): Float64Array => cell.subarray(0, cell.length / 2);
export const upperOf = (cell: Float64Array): Float64Array => cell.subarray(cell.length / 2);

/** The box around the domain. */
export function rootBox(domain: Domain, dimension: number): Float64Array {
  const { lower, upper } = boxAround(domain, dimension);
  return Float64Array.of(...lower, ...upper);
}

/** Whether a box has no point of the domain; only balls leave some out. Yes is certain. */
export function isOutside(domain: Domain, cell: Float64Array): boolean {
  if (domain.kind === 'box') return false;
  let sum = 0;
  lowerOf(cell).forEach((lo, c) => {
    const nearest = Math.max(0, lo, -upperOf(cell)[c]);
    sum += nearest * nearest;
  });
  return down(sum * (1 - 2e-16 * (cell.length + 4))) > domain.radius * domain.radius * (1 + 4e-16);
}

/** Where a coordinate is cut: at 0 where G has two sides there, else in the middle. Undefined where no number lies between. */
export function cutOf(pair: Pair, cell: Float64Array, c: number): number | undefined {
  const lo = lowerOf(cell)[c], hi = upperOf(cell)[c];
  const at = pair.layers[0].minus && lo < 0 && hi > 0 ? 0 : lo / 2 + hi / 2;
  return lo < at && at < hi ? at : undefined;
}

/** The coordinate to cut by how much the bounds of the outputs change along it; -1 where none can be cut. */
export function coordinateToCut(pair: Pair, cell: Float64Array, influence: (c: number) => number): number {
  let best = -1, most = -1;
  const two = pair.layers[0].minus !== null;
  for (let c = 0; c < cell.length / 2; c++) {
    if (cutOf(pair, cell, c) === undefined) continue;
    // A bound that says nothing says nothing of influences either: then the widest side.
    const raw = influence(c), own = Number.isFinite(raw) ? raw : upperOf(cell)[c] - lowerOf(cell)[c];
    const value = two && lowerOf(cell)[c] < 0 && upperOf(cell)[c] > 0 ? own + 1e300 : own;
    if (value > most) [best, most] = [c, value];
  }
  return best;
}

/** The halves of a box. */
export function halvesOf(cell: Float64Array, c: number, at: number): [Float64Array, Float64Array] {
  const low = cell.slice(), high = cell.slice();
  low[cell.length / 2 + c] = at;
  high[c] = at;
  return [low, high];
}
