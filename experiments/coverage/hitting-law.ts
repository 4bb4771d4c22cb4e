import { uniforms } from '../../src/numeric/index.js';

/** A law of hitting times on the positive integers whose truth is known: P(T <= n). */
export type HittingLaw = (n: number) => number;

/** T = n0 + m + s X, rounded up, X exponential: a quantile is n0 + m + s ln(1/delta) but for rounding. */
export const exponentialLaw = (start: number, scale: number): HittingLaw => (n) => (n <= start ? 0 : 1 - Math.exp(-(n - start) / scale));

/** The greater of a fixed n and an exponential: T = max(range, start + s X), with range spread over a few n as a logistic is. */
export const maxLaw = (range: number, start: number, scale: number): HittingLaw => (n) => exponentialLaw(start, scale)(n) / (1 + Math.exp(-4 * (n - range)));

/** The least n with P(T <= n) >= u. */
export function hittingTime(law: HittingLaw, u: number): number {
  let high = 1;
  while (law(high) < u) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (law(middle) >= u) high = middle;
    else low = middle;
  }
  return high;
}

/** The true quantile between integers, where the line through the points (n, P(T <= n)) crosses q. */
export function trueQuantile(law: HittingLaw, q: number): number {
  const n = hittingTime(law, q), before = n > 1 ? law(n - 1) : 0;
  return n - 1 + (q - before) / (law(n) - before);
}

/** Uniform numbers of a place: simulation k of experiment `experiment`, group `group`. */
export function drawn(experiment: number, k: number, group: number, count: number): Float64Array {
  const out = new Float64Array(count);
  uniforms(SEED, experiment, k, group, 0xc0fe, count, out);
  return out;
}

/** Times of independent draws, those above `most` being Infinity. */
export const times = (law: HittingLaw, u: Float64Array, most = Infinity): number[] =>
  Array.from(u, (v) => hittingTime(law, v)).map((t) => (t > most ? Infinity : t));

/** The seed of every simulation. */
export const SEED = 20;
