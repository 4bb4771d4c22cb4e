import type { DataSet } from './data/data-set.js';
import { evaluate } from './evaluate.js';
import type { Model } from './model.js';
import { recalibrated, type Recalibration } from './recalibrate.js';
import { interpolate, type Values } from './values.js';

/** Points of a line in Frankle et al. (2020), both ends included. */
const POINTS = 30;

/** How a line is walked. */
export interface LineOptions {
  /** At least 2, both ends included; default 30. */
  readonly points?: number;
  /** Statistics of batch normalisation are taken anew at every point, the ends too; default: they are interpolated like all other numbers. */
  readonly recalibrate?: Recalibration;
}

/** The share alpha of the second end at each point: 0, ..., 1, evenly. */
export const lineShares = (points = POINTS): number[] => Array.from({ length: points }, (_, k) => k / (points - 1));

/**
 * Errors (shares of examples) on each data set along the straight line (1 - alpha) a + alpha b, by the data sets' names, point by point from a to b. From b to a they
 * are the same in reverse, to the bit. Throws a RangeError on fewer than 2 points, or ends of different shapes.
 */
export function errorsAlong(model: Model, a: Values, b: Values, sets: Readonly<Record<string, DataSet>>, { points = POINTS, recalibrate }: LineOptions = {}): Record<string, number[]> {
  if (!(Number.isInteger(points) && points >= 2)) throw new RangeError(`errorsAlong: needed at least 2 points, got ${points}`);
  const shares = lineShares(points), errors: Record<string, number[]> = Object.fromEntries(Object.keys(sets).map((name) => [name, []]));
  for (let k = 0; k < points; k++) {
    // From the nearer end, so that both directions round alike.
    const at = 2 * k < points ? interpolate(a, b, shares[k]) : interpolate(b, a, shares[points - 1 - k]), values = recalibrate ? recalibrated(model, at, recalibrate) : at;
    for (const [name, set] of Object.entries(sets)) {
      const { right, count } = evaluate(model, values, set);
      errors[name].push((count - right) / count);
    }
  }
  return errors;
}

/** Errors at the points of a line, from end to end -> the largest less the mean of the two ends, at least 0: the instability of Frankle et al. (2020), here called barrier. */
export const barrierOf = (errors: readonly number[]): number => errors.reduce((a, b) => Math.max(a, b)) - (errors[0] + errors[errors.length - 1]) / 2;
