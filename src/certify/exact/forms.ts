import { absolute } from './evaluate.js';
import { squareRootUp } from './square-root.js';

/**
 * A region in exact numbers, all multiples of 2^-places. An affine function over a box or ball is its value at the centre,
 * then its slopes times the half-widths; over the hull of points, its value at each.
 */
export type ExactRegion =
  | { readonly kind: 'box' | 'ball'; readonly places: number; readonly lower: readonly bigint[]; readonly upper: readonly bigint[] }
  | { readonly kind: 'hull'; readonly places: number; readonly points: readonly (readonly bigint[])[] };

/**
 * A function between low - slack and high + slack, two affine functions; multiples of 2^-P for the P of the computation.
 * Where low and high are one array, they are the same function.
 */
export interface Form {
  readonly low: readonly bigint[];
  readonly high: readonly bigint[];
  readonly slack: bigint;
}

/** Bounds of an affine function over a region of that kind. */
export function rangeOf(kind: ExactRegion['kind'], f: readonly bigint[]): { min: bigint; max: bigint } {
  if (kind === 'hull') return { min: f.reduce((a, b) => (b < a ? b : a)), max: f.reduce((a, b) => (b > a ? b : a)) };
  let reach = 0n;
  if (kind === 'box') for (let j = 1; j < f.length; j++) reach += absolute(f[j]);
  else reach = squareRootUp(f.slice(1).reduce((sum, c) => sum + c * c, 0n));
  return { min: f[0] - reach, max: f[0] + reach };
}

/** f + by. */
export const shifted = (kind: ExactRegion['kind'], f: readonly bigint[], by: bigint): bigint[] => (kind === 'hull' ? f.map((v) => v + by) : f.map((v, j) => (j === 0 ? v + by : v)));

/** Both bounds of a form. */
export function boundsOf(kind: ExactRegion['kind'], { low, high, slack }: Form): { lowMin: bigint; lowMax: bigint; highMin: bigint; highMax: bigint } {
  const l = rangeOf(kind, low), h = low === high ? l : rangeOf(kind, high);
  return { lowMin: l.min - slack, lowMax: l.max - slack, highMin: h.min + slack, highMax: h.max + slack };
}

/** Slopes are multiples of 2^-64. */
const SLOPE = 64n, ONE = 1n << SLOPE;

/** high / (high - low) rounded up, at most 1: the slope of a chord of relu over low < 0 < high. */
export const chord = (low: bigint, high: bigint): bigint => {
  const slope = ((high << SLOPE) + (high - low) - 1n) / (high - low);
  return slope > ONE ? ONE : slope;
};

/** The band from below * (low - slack) + belowOffset to above * (high + slack) + aboveOffset, slopes times 2^64; each rounded outward. */
export function band(kind: ExactRegion['kind'], form: Form, below: bigint, belowOffset: bigint, above: bigint, aboveOffset: bigint): Form {
  const scale = (f: readonly bigint[], slope: bigint): readonly bigint[] => (slope === ONE ? f : f.map((v) => (v * slope) >> SLOPE));
  const low = scale(form.low, below), high = below === above && form.low === form.high ? low : scale(form.high, above);
  // Rounding down took less than a unit from each number; slopes in [0, 1] do not enlarge the slack.
  const lost = below === ONE && above === ONE ? 0n : BigInt(form.low.length);
  const same = low === high && belowOffset === 0n && aboveOffset === 0n;
  return { low: same ? low : shifted(kind, low, belowOffset), high: same ? low : shifted(kind, high, aboveOffset), slack: form.slack + lost };
}

/** a / 2^64 rounded up. */
export const upFromSlope = (a: bigint): bigint => -(-a >> SLOPE);

export { ONE };
