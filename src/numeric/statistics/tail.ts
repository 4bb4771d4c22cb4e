import { seedWords } from '../seed-words.js';
import { uniforms } from '../uniforms.js';
import type { Interval } from './binomial.js';
import { leastSquaresMapOrNull } from './least-squares.js';
import { percentileInterval } from './percentile.js';

export interface TailFitOptions {
  /** Per cell ln(1/eps) and hitting times of independent draws (Infinity: beyond all that was tried). */
  readonly cells: readonly { readonly x: number; readonly times: ArrayLike<number> }[];
  /** An integer in [0, 2^53). */
  readonly seed: number;
  readonly confidence: number;
  /** 2000 unless given. */
  readonly resamples?: number;
  /** Draws that must lie beyond n for n to be used: 5 unless given. */
  readonly least?: number;
  /** The greatest P(T > n) that counts as tail: 1/2 unless given. */
  readonly most?: number;
}

/** ln P(T > n) = ln A + b x + n ln rho. */
export interface TailFit {
  /** `open`: there are too few points, or these do not tell n from x. */
  readonly verdict: 'fitted' | 'open';
  readonly logConstant: Interval;
  readonly exponent: Interval;
  readonly rho: Interval;
  /** -1 / ln rho: what one nat of 1/delta costs in n, extrapolated beyond the draws too; infinite where rho may be 1. */
  readonly perNat: Interval;
  /** How many (cell, n) were used. */
  readonly points: number;
}

/**
 * The tail P(T > n) = A eps^-b rho^n that the proofs suggest, by regression of ln P on ln(1/eps) and n over the integers n where enough
 * draws are left, weighted by N P / (1 - P); intervals by resampled weights of draws inside each cell. What it says of deltas below
 * 1 / draws is extrapolated by the form. Source: Rubin (1981) for the resampling.
 */
export function tailFit({ cells, seed, confidence, resamples = 2000, least = 5, most = 0.5 }: TailFitOptions): TailFit {
  const points = cells.flatMap(({ x, times }, cell) => {
    const sorted = Float64Array.from(times).sort(), count = sorted.length, out: { cell: number; x: number; n: number; above: number; weight: number }[] = [];
    for (let above = count, n = Math.floor(sorted[0] ?? Infinity); n < Infinity; n++) {
      while (above > 0 && sorted[count - above] <= n) above--;
      // Past the greatest finite draw the share stays what it is for lack of trying.
      if (above < Math.max(least, 1) || sorted[count - above] === Infinity) break;
      if (above <= most * count) out.push({ cell, x, n, above, weight: (above * count) / (count - above) });
    }
    return out;
  });
  const unknown: Interval = { estimate: NaN, lower: -Infinity, upper: Infinity };
  const map = points.length < 4 ? null : leastSquaresMapOrNull(points.map((p) => [1, p.x, p.n]), points.map((p) => p.weight));
  if (!map) return { verdict: 'open', logConstant: unknown, exponent: unknown, rho: unknown, perNat: unknown, points: points.length };

  const coefficients = (logs: ArrayLike<number>): number[] => map.map((row) => row.reduce((s, w, i) => s + w * logs[i], 0));
  const estimate = coefficients(points.map((p) => Math.log(p.above / cells[p.cell].times.length)));
  const [k0, k1] = seedWords(seed), orders = cells.map(({ times }) => Float64Array.from(times).sort().reverse());
  const rows = Array.from({ length: resamples }, (_, r) => {
    const shares = orders.map((order, c) => {
      const weights = new Float64Array(order.length), sums = new Float64Array(order.length + 1);
      uniforms(k0, k1, r, c, 0x7a11, order.length, weights);
      for (let i = 0; i < weights.length; i++) sums[i + 1] = sums[i] - Math.log(1 - weights[i]);
      return sums;
    });
    return coefficients(points.map((p) => Math.log(shares[p.cell][p.above] / shares[p.cell][orders[p.cell].length])));
  });
  const of = (functional: (c: readonly number[]) => number): Interval => percentileInterval(functional(estimate), rows.map(functional), confidence);
  const perNat = (slope: number): number => (slope < 0 ? -1 / slope : Infinity);
  return { verdict: 'fitted', logConstant: of((c) => c[0]), exponent: of((c) => c[1]), rho: of((c) => Math.exp(c[2])), perNat: of((c) => perNat(c[2])), points: points.length };
}
