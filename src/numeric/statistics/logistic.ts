import type { Interval } from './binomial.js';
import { leastSquares } from './least-squares.js';
import { normalQuantile } from './normal.js';

/** Attempts at one n. */
export interface GroupedCount {
  readonly n: number;
  readonly successes: number;
  readonly attempts: number;
}

/** Of success on n: the fitted curve, or, where no finite slope is the likeliest, the gap in which success begins. */
export type LogisticFit =
  | {
      readonly verdict: 'fitted';
      /** logit P = intercept + slope n. */
      readonly intercept: number;
      readonly slope: number;
      /** The n at which the success probability is p, with its profile-likelihood interval; a side that the data do not bound is infinite. */
      quantile(p: number, confidence: number): Interval;
    }
  | {
      readonly verdict: 'separated';
      /** Every failure lies at or below, every success at or above: -Infinity without a failure, Infinity without a success. The wrong way round where success ends with n. */
      readonly lastFailure: number;
      readonly firstSuccess: number;
    };

/**
 * Logistic regression of success on n from grouped counts, by iteratively reweighted least squares on centred n. For use where hitting
 * times are not known: these need no form of the curve, and a quantile far from the data is the form's, not the data's. Throws a
 * RangeError unless there are two n with attempts. Source: for separation Albert & Anderson (1984).
 */
export function logisticFit(counts: readonly GroupedCount[]): LogisticFit {
  const wrong = counts.find((c) => !Number.isInteger(c.attempts) || !Number.isInteger(c.successes) || c.successes < 0 || c.successes > c.attempts);
  if (wrong) throw new RangeError(`logisticFit: needed integers 0 <= successes <= attempts, got ${wrong.successes} of ${wrong.attempts}`);
  const groups = counts.filter((c) => c.attempts > 0);
  if (new Set(groups.map((c) => c.n)).size < 2) throw new RangeError(`logisticFit: needed attempts at two n, got ${groups.length} groups`);
  const lastFailure = Math.max(...groups.filter((c) => c.successes < c.attempts).map((c) => c.n)), firstSuccess = Math.min(...groups.filter((c) => c.successes > 0).map((c) => c.n));
  if (lastFailure <= firstSuccess) return { verdict: 'separated', lastFailure, firstSuccess };
  // Success that ends where failure begins has no finite slope either.
  const firstFailure = Math.min(...groups.filter((c) => c.successes < c.attempts).map((c) => c.n)), lastSuccess = Math.max(...groups.filter((c) => c.successes > 0).map((c) => c.n));
  if (lastSuccess <= firstFailure) return { verdict: 'separated', lastFailure, firstSuccess };

  const total = groups.reduce((s, c) => s + c.attempts, 0), centre = groups.reduce((s, c) => s + c.attempts * c.n, 0) / total;
  const scale = Math.sqrt(groups.reduce((s, c) => s + c.attempts * (c.n - centre) * (c.n - centre), 0) / total);
  const x = groups.map((c) => (c.n - centre) / scale);
  const likelihood = (eta: (i: number) => number): number => groups.reduce((s, c, i) => s + c.successes * eta(i) - c.attempts * softplus(eta(i)), 0);
  let [a, b] = [0, 0], best = likelihood(() => 0);
  for (let round = 0; round < 100; round++) {
    const p = x.map((v) => logistic(a + b * v)), weights = p.map((v, i) => Math.max(groups[i].attempts * v * (1 - v), 1e-12));
    const step = leastSquares(x.map((v) => [1, v]), groups.map((c, i) => (c.successes - c.attempts * p[i]) / weights[i]), weights).coefficients;
    // A step that would make the data less likely is halved.
    let size = 1, next = best;
    for (; size > 1e-10; size /= 2) {
      next = likelihood((i) => a + size * step[0] + (b + size * step[1]) * x[i]);
      if (next >= best) break;
    }
    if (size <= 1e-10) break;
    [a, b] = [a + size * step[0], b + size * step[1]];
    const gain = next - best;
    best = next;
    if (gain < 1e-13 * (1 + Math.abs(best))) break;
  }

  const quantile = (p: number, confidence: number): Interval => {
    if (!(p > 0 && p < 1)) throw new RangeError(`quantile: needed 0 < p < 1, got ${p}`);
    const z = normalQuantile((1 + confidence) / 2), least = best - (z * z) / 2, height = Math.log(p / (1 - p));
    const estimate = (height - a) / b;
    const inside = (at: number): boolean => profile(at, height) >= least;
    const limit = (direction: number): number => {
      let far = 1;
      while (inside(estimate + direction * far)) if ((far *= 2) > 1e6) return direction * Infinity;
      let near = far === 1 ? 0 : far / 2;
      for (let k = 0; k < 60; k++) {
        const middle = (near + far) / 2;
        if (inside(estimate + direction * middle)) near = middle;
        else far = middle;
      }
      return centre + scale * (estimate + direction * far);
    };
    return { estimate: b > 0 ? centre + scale * estimate : NaN, lower: b > 0 ? limit(-1) : -Infinity, upper: b > 0 ? limit(1) : Infinity };
  };
  /** The likelihood of the best slope through `height` at `at`: concave in the slope, by Newton steps. */
  const profile = (at: number, height: number): number => {
    // From the fitted slope or, where the point is far, from the line that meets the fitted one at the centre; whichever is likelier.
    const from = (s: number): number => likelihood((i) => height + s * (x[i] - at)), far = (height - a) / at;
    let slope = Number.isFinite(far) && from(far) > from(b) ? far : b, value = from(slope);
    for (let round = 0; round < 100; round++) {
      let gradient = 0, bend = 0;
      x.forEach((v, i) => {
        const p = logistic(height + slope * (v - at)), u = v - at;
        gradient += u * (groups[i].successes - groups[i].attempts * p);
        bend += u * u * groups[i].attempts * p * (1 - p);
      });
      let step = gradient / Math.max(bend, 1e-300), next = value;
      for (let k = 0; k < 60; k++, step /= 2) {
        next = from(slope + step);
        if (next >= value) break;
      }
      if (!(next > value)) break;
      slope += step;
      const gain = next - value;
      value = next;
      if (gain < 1e-12 * (1 + Math.abs(value))) break;
    }
    return value;
  };
  return { verdict: 'fitted', intercept: a - (b * centre) / scale, slope: b / scale, quantile };
}

const logistic = (t: number): number => (t >= 0 ? 1 / (1 + Math.exp(-t)) : Math.exp(t) / (1 + Math.exp(t)));
/** ln(1 + e^t). */
const softplus = (t: number): number => Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));
