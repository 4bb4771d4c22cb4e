import type { Interval } from './binomial.js';
import { leastSquaresMap } from './least-squares.js';
import { percentileInterval } from './percentile.js';
import type { QuantileCell } from './quantile-fit.js';
import { weightedQuantiles, type BeyondQuantile } from './weighted-quantiles.js';

export interface CompareCurvesOptions {
  /** As for `quantileFit`, with one feature per response: x > 0 itself, no logarithm of it. */
  readonly cells: readonly QuantileCell[];
  /** An integer in [0, 2^53). */
  readonly seed: number;
  readonly confidence: number;
  /** 2000 unless given. */
  readonly resamples?: number;
  /** The lattice of the times: n = step, 2 step, ...; 0 for times of a continuous law. 1 unless given. */
  readonly step?: number;
}

export interface CurveComparison {
  /**
   * By the interval of the free exponent: `power` if it lies above 0 (a logarithm is refuted); `logarithmic` if it holds 0 and lies below
   * `SMALL_POWER` (every larger power is refuted, whatever constant is added to it); `open` else. On a decade and a half it mostly is.
   */
  readonly verdict: 'logarithmic' | 'power' | 'open';
  /** c of n = a + b ln x + c (ln x)^2. */
  readonly curvature: Interval;
  /** p of n = A x^p. */
  readonly exponent: Interval;
  /** p of n = a + b (x^p - 1) / p, which is a + b ln x at p = 0; between -2 and 6. */
  readonly freeExponent: Interval;
  readonly beyond: readonly BeyondQuantile[];
}

/** The least exponent that is called a power: smaller ones and a logarithm differ too little over the widths of networks. */
export const SMALL_POWER = 0.1;

const STEP = 0.02, EXPONENTS = Array.from({ length: 401 }, (_, k) => -2 + STEP * k);

/** Whether quantiles grow as a logarithm of x or as a power of it: the verdict names a wrong one with probability about 1 - confidence at most, as far as resamples tell (simulated in docs/statistics.md). */
export function compareCurves({ cells, seed, confidence, resamples = 2000, step = 1 }: CompareCurvesOptions): CurveComparison {
  const wrong = cells.flatMap((c) => c.responses).find((r) => r.features.length !== 1 || !(r.features[0] > 0));
  if (wrong) throw new RangeError(`compareCurves: needed one feature above 0 per response, got ${wrong.features.join(', ') || 'none'}`);
  const { used, beyond, estimates, rows, weights } = weightedQuantiles(cells, { seed, confidence, resamples, step });
  const logs = used.map((p) => Math.log(p.features[0])), unknown = { estimate: NaN, lower: -Infinity, upper: Infinity };
  if (used.length < 4 || new Set(logs).size < 4) return { verdict: 'open', curvature: unknown, exponent: unknown, freeExponent: unknown, beyond };

  const of = (functional: (y: ArrayLike<number>) => number): Interval => percentileInterval(functional(estimates), rows.map((row) => (row.every(Number.isFinite) ? functional(row) : NaN)), confidence);
  const bend = leastSquaresMap(logs.map((l) => [1, l, l * l]), weights)[2];
  // The weight of ln n: its variance is that of n over n^2.
  const slope = leastSquaresMap(logs.map((l) => [1, l]), weights.map((w, i) => w * estimates[i] * estimates[i]))[1];
  const freeExponent = of(freeExponentOf(logs, weights));
  const verdict = freeExponent.lower > 0 ? 'power' : freeExponent.upper < SMALL_POWER && freeExponent.upper >= 0 ? 'logarithmic' : 'open';
  return {
    verdict,
    curvature: of((y) => bend.reduce((s, w, i) => s + w * y[i], 0)),
    exponent: of((y) => slope.reduce((s, w, i) => s + w * Math.log(y[i]), 0)),
    freeExponent,
    beyond,
  };
}

/** The exponent of least weighted squares, on a grid and by a parabola through the three best neighbours. */
function freeExponentOf(logs: readonly number[], weights: readonly number[]): (y: ArrayLike<number>) => number {
  const total = weights.reduce((a, b) => a + b, 0);
  // Per exponent the weighted feature, centred and of length 1: what it explains of y is the square of one scalar product.
  const directions = EXPONENTS.map((p) => {
    const g = logs.map((l) => (Math.abs(p) < 1e-9 ? l : Math.expm1(p * l) / p)), mean = g.reduce((s, v, i) => s + weights[i] * v, 0) / total;
    const length = Math.sqrt(g.reduce((s, v, i) => s + weights[i] * (v - mean) * (v - mean), 0));
    return g.map((v, i) => (weights[i] * (v - mean)) / length);
  });
  return (y) => {
    const explained = (k: number): number => {
      const d = directions[k];
      let s = 0;
      for (let i = 0; i < d.length; i++) s += d[i] * y[i];
      return s * s;
    };
    // Every tenth exponent, then those about the best of these.
    let k = 0, most = -1;
    const visit = (j: number): void => {
      const value = explained(j);
      if (value > most) [k, most] = [j, value];
    };
    for (let j = 0; j < EXPONENTS.length; j += 10) visit(j);
    for (let j = Math.max(0, k - 10), end = Math.min(EXPONENTS.length - 1, k + 10); j <= end; j++) visit(j);
    if (k === 0 || k === EXPONENTS.length - 1) return EXPONENTS[k];
    const [a, b, c] = [explained(k - 1), most, explained(k + 1)], bow = a - 2 * b + c;
    return EXPONENTS[k] + (bow < 0 ? (STEP * (a - c)) / (2 * bow) : 0);
  };
}
