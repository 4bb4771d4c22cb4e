import { uniformWeight } from '../numeric/law.js';
import { oneLine } from '../numeric/one-line.js';
import { norm, normUp } from '../numeric/matrix.js';
import { philox } from '../numeric/philox.js';

/**
 * Where an error is measured: the Euclidean ball of radius r around 0 or its part without negative coordinates, or a product of
 * intervals, in the network's input units.
 */
export type Domain =
  | { readonly kind: 'ball'; readonly radius: number; readonly nonnegative?: true }
  | { readonly kind: 'box'; readonly lower: readonly number[]; readonly upper: readonly number[] };

/** The ball of radius r in [1e-100, 1e100]. Throws a RangeError otherwise. */
export function ball(radius: number): Domain {
  if (!(radius >= 1e-100 && radius <= 1e100)) throw new RangeError(`ball: needed a radius in [1e-100, 1e100], got ${radius}`);
  return { kind: 'ball', radius };
}

/** The box of the intervals [lower[i], upper[i]], within [-1e100, 1e100]. Throws a RangeError on another or an empty interval. */
export function box(lower: readonly number[], upper: readonly number[]): Domain {
  if (lower.length !== upper.length) throw new RangeError(`box: needed as many lower as upper ends, got ${lower.length} and ${upper.length}`);
  lower.forEach((lo, i) => {
    if (!(lo >= -1e100 && upper[i] <= 1e100 && lo <= upper[i])) {
      throw new RangeError(`box: needed intervals within [-1e100, 1e100] with lower <= upper, got [${lo}, ${upper[i]}] for input ${i}`);
    }
  });
  return { kind: 'box', lower, upper };
}

/** The box [lower, upper]^dimension. */
export const cube = (lower: number, upper: number, dimension: number): Domain =>
  box(Array<number>(dimension).fill(lower), Array<number>(dimension).fill(upper));

/** The part of a domain without negative coordinates. Throws a RangeError where a box has none. */
export const nonnegativePart = (domain: Domain): Domain =>
  domain.kind === 'ball' ? { ...domain, nonnegative: true } : box(domain.lower.map((lo) => Math.max(0, lo)), domain.upper);

/** Reads a domain from JSON. Throws a RangeError on anything that `ball` or `box` would not make. */
export function parseDomain(value: unknown): Domain {
  const { kind, radius, nonnegative, lower, upper } = (value ?? {}) as { kind?: unknown; radius?: unknown; nonnegative?: unknown; lower?: unknown; upper?: unknown };
  const numbers = (x: unknown): x is number[] => Array.isArray(x) && x.every((v) => typeof v === 'number');
  if (kind === 'ball' && typeof radius === 'number' && nonnegative === undefined) return ball(radius);
  if (kind === 'ball' && typeof radius === 'number' && nonnegative === true) return nonnegativePart(ball(radius));
  if (kind === 'box' && numbers(lower) && numbers(upper)) return box(lower, upper);
  throw new RangeError(`domain: needed a ball with a radius or a box with lower and upper ends, got ${oneLine(JSON.stringify(value) ?? 'nothing', 80)}`);
}

/** Whether x lies in the domain, decided so that yes is certain. */
export const contains = (domain: Domain, x: ArrayLike<number>): boolean =>
  domain.kind === 'ball' ? normUp(x) <= domain.radius && (!domain.nonnegative || Array.prototype.every.call(x, (v: number) => v >= 0)) : x.length === domain.lower.length && domain.lower.every((lo, c) => x[c] >= lo && x[c] <= domain.upper[c]);

/** Throws a RangeError unless the domain is one of `dimension` inputs. */
export function requireDimension(domain: Domain, dimension: number): void {
  if (domain.kind === 'box' && domain.lower.length !== dimension) {
    throw new RangeError(`domain: needed ${dimension} intervals, one per input of the target, got ${domain.lower.length}`);
  }
}

/** A bound of ||x||_2 over the domain. */
export const radiusUp = (domain: Domain): number =>
  domain.kind === 'ball' ? domain.radius : normUp(domain.lower.map((lo, i) => Math.max(Math.abs(lo), Math.abs(domain.upper[i]))));

/** Whether a number takes positive, and whether it takes negative values. */
export interface Signs {
  readonly positive: boolean;
  readonly negative: boolean;
}

/** The signs of input c of the network over the domain. */
export function signsOf(domain: Domain, c: number): Signs {
  if (domain.kind === 'ball') return { positive: true, negative: !domain.nonnegative };
  return { positive: domain.upper[c] > 0, negative: domain.lower[c] < 0 };
}

/** The least box around a domain, as arrays of its ends. */
export function boxAround(domain: Domain, dimension: number): { lower: Float64Array; upper: Float64Array } {
  if (domain.kind === 'box') return { lower: Float64Array.from(domain.lower), upper: Float64Array.from(domain.upper) };
  return { lower: new Float64Array(dimension).fill(domain.nonnegative ? 0 : -domain.radius), upper: new Float64Array(dimension).fill(domain.radius) };
}

/** The domain in words: `ball:1`, `ball:1,nonnegative`, `box:0,1`, or `box of 5 intervals`. */
export function describeDomain(domain: Domain): string {
  if (domain.kind === 'ball') return `ball:${domain.radius}${domain.nonnegative ? ',nonnegative' : ''}`;
  const { lower, upper } = domain;
  return lower.every((lo, i) => lo === lower[0] && upper[i] === upper[0]) ? `box:${lower[0]},${upper[0]}` : `box of ${lower.length} intervals`;
}

/** The k-th of a fixed sequence of points: on the sphere; in a box, alternately inside and at a vertex. */
export function sampleInside(domain: Domain, dimension: number, k: number): Float64Array {
  const words = new Uint32Array(4), x = new Float64Array(dimension);
  for (let c = 0; c < dimension; c++) {
    if (c % 4 === 0) philox(0x6365, 0x7274, c, k, 0, 0, words);
    x[c] = uniformWeight(words[c & 3]);
  }
  if (domain.kind === 'box') {
    const { lower, upper } = domain;
    return x.map((t, c) => (k % 2 === 0 ? lower[c] + ((t + 1) / 2) * (upper[c] - lower[c]) : t > 0 ? upper[c] : lower[c]));
  }
  const length = norm(x);
  return x.map((t) => ((domain.nonnegative ? Math.abs(t) : t) / length) * domain.radius);
}
