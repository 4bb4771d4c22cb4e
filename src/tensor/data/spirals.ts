import { normal, stream, type Random } from '../random.js';
import { dataSet, type DataSet } from './data-set.js';

/** A point of one of two interleaved spirals of one and an eighth turns, with normal noise of deviation 0.02, and its arm, 0 or 1. */
export function spiralPoint(random: Random): { readonly x: number; readonly y: number; readonly arm: 0 | 1 } {
  const arm = random() < 0.5 ? 0 : 1, t = 0.25 + 2.25 * random(), angle = Math.PI * t + Math.PI * arm, radius = t / 2.6;
  return { x: radius * Math.cos(angle) + 0.02 * normal(random), y: radius * Math.sin(angle) + 0.02 * normal(random), arm };
}

/** Points of the two spirals, around the square [-1, 1]^2; the class is the arm. */
export function spirals(count: number, seed: number): DataSet {
  const random = stream(seed, 'data'), points = Array.from({ length: count }, () => spiralPoint(random));
  return dataSet({ name: 'spirals', inputShape: [2], count, inputs: Float32Array.from(points.flatMap(({ x, y }) => [x, y])), labels: Int32Array.from(points, (p) => p.arm), classes: 2 });
}
