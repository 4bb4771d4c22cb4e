import { signOfSum } from '../../numeric/exact-sign.js';
import { mapMatrix, type Matrix } from '../../numeric/matrix.js';
import { twoProductError } from '../../numeric/rounding.js';
import { spectralNormUp } from '../../numeric/spectral-norm.js';
import type { Network } from '../../network/network.js';

/**
 * Where a target is in the theorems' hypotheses, ||W_i||_2 <= 1 and no biases. `inside`: within them; `edge`: within them, a layer of norm 1 to
 * 2^-18; `outside`: not within them, by a little: norms up to 1.125, biases up to 0.125.
 */
export type Place = 'inside' | 'edge' | 'outside';

/** The largest norm, and entry, outside; and the largest bias there. */
export const MOST_OUTSIDE = 1.125;
const MOST_BIAS = 0.125;

const largest = ({ data }: Matrix): number => data.reduce((most, w) => Math.max(most, Math.abs(w)), 0);

/** Whether at most one entry of each row and column is not 0: then the norm is the largest. */
function isMonomial({ rows, columns, data }: Matrix): boolean {
  const inRow = new Uint8Array(rows), inColumn = new Uint8Array(columns);
  return data.every((w, e) => w === 0 || (inRow[Math.floor(e / columns)]++ === 0 && inColumn[e % columns]++ === 0));
}

/** Whether ||A||_2 <= 1 is certain: by a verified bound, or without rounding by the entries, or their squares' sum. */
export const hasNormWithin1 = (a: Matrix): boolean =>
  largest(a) <= 1 && (isMonomial(a) || spectralNormUp(a) <= 1 || signOfSum([...[...a.data].flatMap((w) => [w * w, twoProductError(w, w)]), -1]) <= 0);

/** Whether a target is at a place; `biased`: where biases, up to 1, are no way to be outside. */
export function isAt({ layers }: Network, place: Place, biased: boolean): boolean {
  const biases = layers.flatMap((l) => [...(l.bias ?? [])]), most = biased ? 1 : place === 'outside' ? MOST_BIAS : 0;
  if (biases.some((b) => Math.abs(b) > most)) return false;
  const within = layers.every((l) => hasNormWithin1(l.weights));
  if (place === 'inside') return within;
  const norms = layers.map((l) => spectralNormUp(l.weights));
  if (place === 'edge') return within && norms.some((s) => s >= 1 - 2 ** -18);
  return norms.every((s) => s <= MOST_OUTSIDE * (1 + 1e-8)) && (norms.some((s) => s > 1 + 2 ** -20) || (!biased && biases.length > 0));
}

/** A multiple of a matrix, in float32, whose norm is `size`: exactly where that is its largest entry, else a millionth below. Of zeros it is zeros. */
export function scaledTo(a: Matrix, size: number): Matrix {
  const most = largest(a);
  if (most === 0) return a;
  if (isMonomial(a)) return mapMatrix(a, (w) => Math.fround(size * (w / most)));
  const factor = size / (1.000001 * spectralNormUp(a));
  return mapMatrix(a, (w) => Math.fround(w * factor));
}
