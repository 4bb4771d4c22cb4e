import type { Interval } from './binomial.js';
import { leastSquaresMap, leastSquaresMapOrNull } from './least-squares.js';
import { percentileInterval } from './percentile.js';
import { quantileInterval } from './quantiles.js';
import { spread } from './resampled-quantiles.js';
import { weightedQuantiles, type BeyondQuantile } from './weighted-quantiles.js';

/** What a cell's draws say at one probability: the q-quantile of its times is one response, explained by these features. */
export interface QuantileResponse {
  /** In (0, 1): 1 - delta. */
  readonly q: number;
  /** One number per coefficient, the constant's 1 among them. */
  readonly features: readonly number[];
}

/** A cell of an experiment: hitting times of independent draws (Infinity: beyond all that was tried), and the responses made of them. */
export interface QuantileCell {
  readonly times: ArrayLike<number>;
  readonly responses: readonly QuantileResponse[];
}

export interface QuantileFitOptions {
  readonly cells: readonly QuantileCell[];
  /** Of the coefficients, in the order of the features. */
  readonly names: readonly string[];
  /** An integer in [0, 2^53). */
  readonly seed: number;
  readonly confidence: number;
  /** 2000 unless given. */
  readonly resamples?: number;
  /** `log n` fits the natural logarithm of the quantile: coefficients of logarithmic features are exponents then. `n` unless given. */
  readonly response?: 'n' | 'log n';
  /** The lattice of the times: n = step, 2 step, ...; 0 for times of a continuous law. 1 unless given. */
  readonly step?: number;
}

/** One response that was fitted, in units of n whatever the response. */
export interface FittedQuantile {
  /** Places in `cells` and in its `responses`. */
  readonly cell: number;
  readonly response: number;
  readonly q: number;
  readonly observed: Interval;
  readonly fitted: number;
  /** observed - fitted. */
  readonly residual: number;
}

export interface QuantileFit {
  /** `open`: too few quantiles are known to fit the coefficients; then there are none. */
  readonly verdict: 'fitted' | 'open';
  readonly coefficients: readonly (Interval & { readonly name: string })[];
  readonly fitted: readonly FittedQuantile[];
  /** Responses left out because their draws do not bound the quantile from above, at this confidence. */
  readonly beyond: readonly BeyondQuantile[];
  /** The fitted n at these features, with its interval (in n whatever the response): NaN and no limits when `open`. */
  predict(features: readonly number[]): Interval;
}

/**
 * Fits quantiles of hitting times by a line in given features, n_q = sum of coefficient * feature, by least squares over the quantiles of
 * all cells; intervals are by resampling draws inside each cell, one resample for all quantiles of a cell (`resampledQuantiles`: a quantile
 * lies between integers, where the line through the points (n, P(T <= n)) crosses q). They are of the least-squares line through the true
 * quantiles, whether these lie on a line or not. A quantile that cannot be bounded from above is left out and listed; one that is infinite
 * in some resamples makes limits infinite if these are too many. Throws a RangeError on features that are linearly dependent.
 */
export function quantileFit({ cells, names, seed, confidence, resamples = 2000, response = 'n', step = 1 }: QuantileFitOptions): QuantileFit {
  const wrong = cells.flatMap((c) => c.responses).find((r) => r.features.length !== names.length);
  if (wrong) throw new RangeError(`quantileFit: needed ${names.length} features (${names.join(', ')}), got ${wrong.features.length}`);
  const { used, beyond, estimates, rows } = weightedQuantiles(cells, { seed, confidence, resamples, step });
  const open: QuantileFit = { verdict: 'open', coefficients: [], fitted: [], beyond, predict: () => ({ estimate: NaN, lower: -Infinity, upper: Infinity }) };
  // Features may have become dependent by leaving cells out; else they are asked wrongly.
  const map = used.length >= names.length ? (beyond.length > 0 ? leastSquaresMapOrNull : leastSquaresMap)(used.map((p) => p.features)) : null;
  if (!map) return open;

  const forward = response === 'n' ? (x: number): number => x : (x: number): number => (x > 0 ? Math.log(x) : -Infinity);
  const back = response === 'n' ? (x: number): number => x : Math.exp;
  const y = estimates.map(forward), ys = rows.map((row) => row.map(forward));
  const functional = (weights: readonly number[]): Interval => percentileInterval(dot(weights, y), ys.map((row) => dot(weights, row)), confidence);
  const predict = (features: readonly number[]): Interval => {
    const { estimate, lower, upper } = functional(y.map((_, i) => features.reduce((sum, f, j) => sum + f * map[j][i], 0)));
    return { estimate: back(estimate), lower: back(lower), upper: back(upper) };
  };
  const coefficients = names.map((name, j) => ({ name, ...functional(map[j]) }));
  const fitted = used.map(({ cell, response: k, q, features }, i) => {
    const { lower, upper } = quantileInterval(spread(cells[cell].times, step), q, confidence);
    const value = back(features.reduce((sum, f, j) => sum + f * coefficients[j].estimate, 0));
    return { cell, response: k, q, observed: { estimate: estimates[i], lower, upper }, fitted: value, residual: estimates[i] - value };
  });
  return { verdict: 'fitted', coefficients, fitted, beyond, predict };
}

/** A sum in which a weight of nothing (rounding apart) takes no part, so that 0 * Infinity does not become NaN. */
function dot(weights: readonly number[], values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) if (Math.abs(weights[i]) > 1e-12) sum += weights[i] * values[i];
  return sum;
}
