import { leastSquaresMap } from './least-squares.js';

/** How two features make n: additive a + c1 x1 + c2 x2; interaction the same + c12 x1 x2; max(a1 + c1 x1, a2 + c2 x2). */
export type Form = 'additive' | 'max' | 'interaction';

/** A fitted form. */
export interface FormFit {
  /** additive: a, c1, c2; interaction: a, c1, c2, c12; max: a1, c1, a2, c2, where a branch that no point needs is -Infinity, 0. */
  readonly coefficients: readonly number[];
  readonly fitted: readonly number[];
  /** Weighted sum of squared residuals. */
  readonly sum: number;
}

type Points = readonly (readonly number[])[];

/** The value of a form at x1, x2. */
export function formValue(form: Form, [a, b, c, d]: readonly number[], [x1, x2]: readonly number[]): number {
  if (form === 'max') return Math.max(a + b * x1, c + d * x2);
  return a + b * x1 + c * x2 + (form === 'interaction' ? d * x1 * x2 : 0);
}

/** A function that fits a form to responses at these points by weighted least squares. Throws a RangeError where an additive form or an interaction is not determined. */
export function formFitter(form: Form, points: Points, weights: readonly number[]): (responses: ArrayLike<number>) => FormFit {
  const done = (coefficients: readonly number[], y: ArrayLike<number>): FormFit => {
    const fitted = points.map((p) => formValue(form, coefficients, p));
    return { coefficients, fitted, sum: fitted.reduce((s, f, i) => s + weights[i] * (y[i] - f) * (y[i] - f), 0) };
  };
  if (form === 'max') {
    const starts = partitions(points);
    return (y) => starts.map((start) => done(alternate(points, weights, y, start), y)).reduce((best, fit) => (fit.sum < best.sum ? fit : best));
  }
  const map = leastSquaresMap(points.map(([x1, x2]) => (form === 'additive' ? [1, x1, x2] : [1, x1, x2, x1 * x2])), weights);
  return (y) => done(map.map((row) => row.reduce((s, w, i) => s + w * y[i], 0)), y);
}

/** Which points the first branch might explain: half-planes in five directions at three cuts, all, and none. */
function partitions(points: Points): boolean[][] {
  const range = (j: number): number => Math.max(...points.map((p) => p[j])) - Math.min(...points.map((p) => p[j])) || 1;
  const [r1, r2] = [range(0), range(1)], out = [points.map(() => true), points.map(() => false)];
  for (let k = 0; k <= 4; k++) {
    const heights = points.map(([x1, x2]) => ((4 - k) * x1) / r1 - (k * x2) / r2), sorted = heights.slice().sort((a, b) => a - b);
    for (const share of [0.25, 0.5, 0.75]) out.push(heights.map((h) => h > sorted[Math.floor(share * (sorted.length - 1))]));
  }
  return [...new Map(out.map((p) => [p.join(), p])).values()];
}

/** Fits each branch to its points, gives each point to the greater branch, and so on, at most twenty times; the best seen. Source: Magnani & Boyd (2009). */
function alternate(points: Points, weights: readonly number[], y: ArrayLike<number>, start: readonly boolean[]): number[] {
  let first = start, best: number[] = [], least = Infinity;
  for (let round = 0; round < 20; round++) {
    const coefficients = [...line(points, weights, y, 0, first, true), ...line(points, weights, y, 1, first, false)];
    let sum = 0, changed = false;
    const next = points.map(([x1, x2], i) => {
      const u = coefficients[0] + coefficients[1] * x1, v = coefficients[2] + coefficients[3] * x2, e = y[i] - Math.max(u, v);
      sum += weights[i] * e * e;
      if (u >= v !== first[i]) changed = true;
      return u >= v;
    });
    if (sum < least) [best, least] = [coefficients, sum];
    if (!changed) break;
    first = next;
  }
  return best;
}

/** Intercept and slope of y on one feature over the points of one branch; a constant where that feature does not vary. */
function line(points: Points, weights: readonly number[], y: ArrayLike<number>, feature: number, first: readonly boolean[], branch: boolean): [number, number] {
  let w = 0, sx = 0, sy = 0, xx = 0, xy = 0;
  for (let i = 0; i < points.length; i++) {
    if (first[i] !== branch) continue;
    w += weights[i];
    sx += weights[i] * points[i][feature];
    sy += weights[i] * y[i];
  }
  if (w === 0) return [-Infinity, 0];
  for (let i = 0; i < points.length; i++) {
    if (first[i] !== branch) continue;
    const x = points[i][feature] - sx / w;
    xx += weights[i] * x * x;
    xy += weights[i] * x * (y[i] - sy / w);
  }
  const slope = xx > 1e-18 * w ? xy / xx : 0;
  return [sy / w - (slope * sx) / w, slope];
}
