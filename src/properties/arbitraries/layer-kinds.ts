import { matrixOf, type Matrix } from '../../numeric/matrix.js';
import type { Dice } from './dice.js';
import { pivots } from './pivots.js';
import { isTrainedWindow, trainedWindow } from './trained-layers.js';

/** A kind of layer on which constructions and bounds have gone wrong. */
export interface LayerKind {
  readonly name: string;
  /** The fewest rows and columns that can show it. */
  readonly least: readonly [rows: number, columns: number];
  /** Entries in [-1, 1]. */
  draw(rows: number, columns: number, dice: Dice): Matrix;
  /** Whether a layer is of this kind, whatever its scale. */
  shows(weights: Matrix): boolean;
}

/** Evenly over [-1, 1]: doubles of all sizes would mostly be tiny. Of 21, 24 or 53 bits, or a number that is a special case somewhere. */
export const anyWeight = (dice: Dice): number => {
  const even = 2 * dice.unit() - 1, kind = dice.whole(0, 7);
  return kind < 4 ? Math.round(even * 2 ** 20) / 2 ** 20 : kind === 4 ? Math.fround(even) : kind === 5 ? even : dice.pick([0, 1, -1, 0.5, -0.5, 0.25, 2 ** -24]);
};

const absolute = ({ data }: Matrix): Float64Array => data.map(Math.abs), largest = (a: Matrix): number => absolute(a).reduce((x, y) => Math.max(x, y), 0);
const rowOf = ({ columns, data }: Matrix, r: number): Float64Array => data.subarray(r * columns, (r + 1) * columns);
const columnOf = ({ columns, data }: Matrix, c: number): Float64Array => data.filter((_, e) => e % columns === c);
const isZero = (numbers: Float64Array): boolean => numbers.every((w) => w === 0);
const anyLayer = (rows: number, columns: number, dice: Dice): Matrix => matrixOf(rows, columns, () => anyWeight(dice));

/** The kinds, `any` first. */
export const layerKinds: readonly LayerKind[] = [
  { name: 'any layer', least: [1, 1], draw: anyLayer, shows: () => true },
  {
    name: "weights at the range's edge, all of one size",
    least: [2, 1],
    draw: (rows, columns, dice) => matrixOf(rows, columns, () => dice.sign()),
    shows: (a) => a.data.length > 1 && a.data[0] !== 0 && new Set(absolute(a)).size === 1,
  },
  { name: 'a layer of zeros', least: [1, 1], draw: (rows, columns) => matrixOf(rows, columns, () => 0), shows: (a) => isZero(a.data) },
  {
    name: 'a row of zeros',
    least: [2, 1],
    draw(rows, columns, dice) {
      const a = anyLayer(rows, columns, dice);
      rowOf(a, dice.whole(0, rows - 1)).fill(0);
      return a;
    },
    shows: (a) => !isZero(a.data) && Array.from({ length: a.rows }, (_, r) => isZero(rowOf(a, r))).includes(true),
  },
  {
    name: 'a column of zeros',
    least: [1, 2],
    draw(rows, columns, dice) {
      const zero = dice.whole(0, columns - 1);
      return matrixOf(rows, columns, (_, c) => (c === zero ? 0 : anyWeight(dice)));
    },
    shows: (a) => !isZero(a.data) && Array.from({ length: a.columns }, (_, c) => isZero(columnOf(a, c))).includes(true),
  },
  {
    name: 'one large weight among tiny ones',
    least: [2, 1],
    draw(rows, columns, dice) {
      const large = dice.whole(0, rows * columns - 1);
      return matrixOf(rows, columns, (r, c) => (r * columns + c === large ? dice.sign() : dice.sign() * 2 ** -dice.whole(11, 30)));
    },
    shows: (a) => a.data.length > 1 && absolute(a).filter((w) => w > largest(a) * 2 ** -10).length === 1 && !a.data.includes(0),
  },
  {
    name: 'identical rows',
    least: [2, 1],
    draw(rows, columns, dice) {
      const row = anyLayer(1, columns, dice).data;
      return matrixOf(rows, columns, (_, c) => row[c]);
    },
    shows: (a) => a.rows > 1 && !isZero(a.data) && a.data.every((w, e) => w === a.data[e % a.columns]),
  },
  {
    name: 'rank one',
    least: [2, 2],
    // Twelve bits each: products are float32s.
    draw(rows, columns, dice) {
      const [left, right] = [rows, columns].map((n) => Array.from({ length: n }, () => (dice.sign() * dice.whole(1, 4096)) / 4096));
      return matrixOf(rows, columns, (r, c) => left[r] * right[c]);
    },
    shows(a) {
      const [first, second] = pivots(a);
      return second !== undefined && first > 0 && second <= 1e-6 * first;
    },
  },
  {
    name: 'ill-conditioned',
    least: [2, 2],
    // Each row 2^-9 times the one before: so are the singular values, about.
    draw: (rows, columns, dice) => matrixOf(rows, columns, (r) => 2 ** (-9 * Math.min(r, columns - 1)) * dice.sign() * (1 - dice.unit() / 4)),
    shows(a) {
      const found = pivots(a), last = found[found.length - 1];
      return found.length > 1 && last > 2 ** -40 * found[0] && last <= 2 ** -6 * found[0];
    },
  },
  { name: 'cut from a trained network', least: [2, 2], draw: trainedWindow, shows: isTrainedWindow },
];
