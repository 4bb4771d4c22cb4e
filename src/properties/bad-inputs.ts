import type { Norm } from '../certify/index.js';
import { forward, sampleInside, type Domain, type Network } from '../network/index.js';
import { exact } from './exact.js';
import { isInside } from './exact-error.js';
import { pieceCorners } from './piece-corners.js';

/** The error at an input, in plain float64; Infinity where it is no number. */
export function errorOf(a: Network, b: Network, norm: Norm): (x: ArrayLike<number>) => number {
  const f = forward(a), g = forward(b), only = norm.startsWith('output:') ? Number(norm.slice(7)) : undefined;
  return (x) => {
    const p = f(x), q = g(x);
    let sum = 0, largest = 0;
    for (let k = 0; k < p.length; k++) {
      const d = Math.abs(p[k] - q[k]);
      if (Number.isNaN(d)) return Infinity;
      sum += d * d;
      if ((only === undefined || only === k) && d > largest) largest = d;
    }
    return norm === 'l2' ? Math.sqrt(sum) : largest;
  };
}

/** The point of the domain nearest to x, about. It lies in the domain, exactly. */
export function movedInside(domain: Domain, x: Float64Array): Float64Array {
  if (domain.kind === 'box') return x.map((v, c) => Math.min(domain.upper[c], Math.max(domain.lower[c], v)));
  let inside = domain.nonnegative ? x.map((v) => Math.max(0, v)) : x;
  const length = Math.sqrt(inside.reduce((s, v) => s + v * v, 0));
  if (length > domain.radius) inside = inside.map((v) => (v / length) * domain.radius);
  while (!isInside(domain, Array.from(inside, exact))) inside = inside.map((v) => v * (1 - 4e-16));
  return inside;
}

/** How long to look. */
export interface Search {
  /** Random points; default 100. */
  readonly samples?: number;
  /** Number of the first of them. */
  readonly from?: number;
  /** Points returned, at most; default 12. */
  readonly most?: number;
}

interface Point {
  readonly x: Float64Array;
  readonly value: number;
}

const best = (points: readonly Point[], count: number): Point[] => [...points].sort((p, q) => q.value - p.value).slice(0, count);

/**
 * Inputs of the domain at which the error is large, the worst first: of corners, random points, places where units of both networks bend, those
 * half way between two such, and ascents from the best of all by small random steps. It knows nothing of what certifies.
 */
export function badInputs(a: Network, b: Network, domain: Domain, norm: Norm, { samples = 100, from = 100_000, most = 12 }: Search = {}): Float64Array[] {
  const d = a.layers[0].weights.columns, error = errorOf(a, b, norm), seen = new Set<string>(), points: Point[] = [];
  const look = (x: Float64Array): Point | undefined => {
    if (!x.every(Number.isFinite)) return undefined;
    const inside = movedInside(domain, x), key = inside.join();
    if (seen.has(key)) return undefined;
    seen.add(key);
    const point = { x: inside, value: error(inside) };
    points.push(point);
    return point;
  };
  const lookAll = (list: readonly Float64Array[]): Point[] => list.flatMap((x) => look(x) ?? []);
  lookAll(cornersOf(domain, d));
  let random: Point[] = [];
  for (let k = 0; k < samples; k++) {
    const x = sampleInside(domain, d, from + k);
    random.push({ x, value: error(x) });
    if (random.length === 64) random = best(random, 8);
  }
  lookAll(best(random, 8).map((p) => p.x));
  for (const count of [3, 2]) {
    const found = best(points, count).flatMap(({ x }) => lookAll(pieceCorners([a, b], domain, x)));
    const near = best(found, 6), others = found.slice(0, 12);
    lookAll(near.flatMap((p) => others.map((q) => p.x.map((v, c) => (v + q.x[c]) / 2))).map((x) => onSphere(domain, x)));
  }
  for (const start of best(points, 3)) climb(start);
  return best(points, most).map((p) => p.x);

  function climb(start: Point): void {
    let at = start, step = 0.25;
    for (let k = 0; k < Math.min(200, samples / 2) && step > 1e-9; k++) {
      const towards = sampleInside(domain, d, from + samples + k), sign = k % 3 === 0 ? -1 : 1;
      const next = movedInside(domain, onSphere(domain, at.x.map((v, c) => v + sign * step * (towards[c] - v)))), value = error(next);
      if (value > at.value) at = { x: next, value };
      else step *= 0.9;
    }
    points.push(at);
  }
}

/** A point of a ball, moved out to its sphere; of a box, as it is. */
function onSphere(domain: Domain, x: Float64Array): Float64Array {
  const length = Math.sqrt(x.reduce((s, v) => s + v * v, 0));
  return domain.kind === 'ball' && length > 0 ? x.map((v) => (v / length) * domain.radius) : x;
}

/** The corners and the middle of a box of at most 6 sides; of a ball its ends along the axes, and 0. */
function cornersOf(domain: Domain, d: number): Float64Array[] {
  if (domain.kind === 'ball') {
    return [new Float64Array(d), ...Array.from({ length: 2 * d }, (_, k) => Float64Array.from({ length: d }, (__, c) => (c === k >> 1 ? (k % 2 ? -1 : 1) * domain.radius : 0)))];
  }
  const { lower, upper } = domain, corners = d > 6 ? [Float64Array.from(lower), Float64Array.from(upper)] : Array.from({ length: 2 ** d }, (_, v) => Float64Array.from(lower, (lo, c) => ((v >>> c) & 1 ? upper[c] : lo)));
  return [...corners, Float64Array.from(lower, (lo, c) => lo / 2 + upper[c] / 2), new Float64Array(d)];
}
