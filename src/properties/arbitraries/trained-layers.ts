import { networkOfBase64 } from '../../network/builtin/of-base64.js';
import { digits } from '../../network/builtin/digits.js';
import { spirals } from '../../network/builtin/spirals.js';
import { teacher } from '../../network/builtin/teacher.js';
import type { Matrix } from '../../numeric/matrix.js';
import { powerOfTwoAbove } from '../../numeric/rounding.js';
import type { Dice } from './dice.js';
import { places, submatrix } from './submatrix.js';

let loaded: readonly Matrix[] | undefined;

/** The layers of the built-in targets, real trained networks; read on first use. */
export const trainedLayers = (): readonly Matrix[] => (loaded ??= [spirals, teacher, digits].flatMap((base64) => networkOfBase64(base64).layers.map((l) => l.weights)));

/** A window of a trained layer that has as many rows and columns, divided by the power of two that brings the layer into [-1, 1]. */
export function trainedWindow(rows: number, columns: number, dice: Dice): Matrix {
  const layer = dice.pick(trainedLayers().filter((l) => l.rows >= rows && l.columns >= columns));
  const top = dice.whole(0, layer.rows - rows), left = dice.whole(0, layer.columns - columns);
  const scale = Math.max(1, powerOfTwoAbove(layer.data.reduce((most, w) => Math.max(most, Math.abs(w)), 0)));
  const { data } = submatrix(layer, places(rows).map((r) => top + r), places(columns).map((c) => left + c));
  return { rows, columns, data: data.map((w) => w / scale) };
}

const known = new WeakMap<Float64Array, boolean>();

/** Whether a matrix of at least four entries is a multiple of a window of a trained layer, to float32 rounding; of zeros it is not. */
export function isTrainedWindow({ rows, columns, data }: Matrix): boolean {
  // Shrinking asks for the same weights again and again.
  const found = known.get(data) ?? isWindow(rows, columns, data);
  known.set(data, found);
  return found;
}

function isWindow(rows: number, columns: number, data: Float64Array): boolean {
  const first = data.findIndex((w) => w !== 0);
  if (first < 0 || data.length < 4) return false;
  return trainedLayers().some((layer) => {
    for (let top = 0; top + rows <= layer.rows; top++) for (let left = 0; left + columns <= layer.columns; left++) if (isMultiple(data, columns, layer, top, left, first)) return true;
    return false;
  });
}

function isMultiple(data: Float64Array, columns: number, layer: Matrix, top: number, left: number, first: number): boolean {
  const at = (e: number): number => layer.data[(top + Math.floor(e / columns)) * layer.columns + left + (e % columns)], ratio = at(first) / data[first];
  if (ratio === 0) return false;
  for (let e = 0; e < data.length; e++) if (!(Math.abs(data[e] * ratio - at(e)) <= 1e-6 * Math.abs(at(e)))) return false;
  return true;
}
