import { forward } from '../../src/network/index.js';
import { philox } from '../../src/numeric/philox.js';
import { normal, sparseTeacher, spiralPoint, type Random } from '../../src/tensor/index.js';

/** The uniform stream of a seed and a purpose. */
export function randomOf(seed: number, purpose: number): Random {
  const words = new Uint32Array(4);
  let k = 0;
  return () => {
    if (k % 4 === 0) philox(seed, purpose, k / 4, 0, 0, 0, words);
    return words[k++ % 4] / 4294967296;
  };
}

/** One example: an input, and a class or a vector to regress on. */
export interface Example {
  readonly x: Float64Array;
  readonly y: number | Float64Array;
}

/** A point of one of two interleaved spirals, in [-1, 1]^2. */
export function spiral(random: Random): Example {
  const { x, y, arm } = spiralPoint(random);
  return { x: Float64Array.of(x, y), y: arm };
}

/** A fixed teacher, relu of 24 random sparse features summed to 4 outputs, at a random point of the unit ball of R^16. */
export function teacherExample(): (random: Random) => Example {
  const run = forward(sparseTeacher(16, 24, 4, 0.25, randomOf(7, 99)));
  return (random) => {
    const x = Float64Array.from({ length: 16 }, () => normal(random));
    const length = Math.sqrt(x.reduce((s, v) => s + v * v, 0)) / Math.exp(Math.log(random()) / 16);
    for (let c = 0; c < 16; c++) x[c] /= length;
    return { x, y: run(x).slice() };
  };
}

/** Strokes of the ten digits in the unit square, y downwards: polylines of points. */
const STROKES: readonly (readonly (readonly [number, number])[])[][] = [
  [[[0.5, 0.1], [0.75, 0.3], [0.75, 0.7], [0.5, 0.9], [0.25, 0.7], [0.25, 0.3], [0.5, 0.1]]],
  [[[0.35, 0.25], [0.55, 0.1], [0.55, 0.9]]],
  [[[0.25, 0.3], [0.45, 0.1], [0.72, 0.25], [0.65, 0.5], [0.25, 0.9], [0.77, 0.9]]],
  [[[0.27, 0.15], [0.7, 0.15], [0.47, 0.42], [0.73, 0.65], [0.5, 0.9], [0.25, 0.8]]],
  [[[0.65, 0.9], [0.65, 0.1], [0.22, 0.62], [0.8, 0.62]]],
  [[[0.72, 0.12], [0.33, 0.12], [0.3, 0.45], [0.62, 0.45], [0.72, 0.68], [0.52, 0.9], [0.25, 0.82]]],
  [[[0.68, 0.15], [0.38, 0.35], [0.27, 0.68], [0.5, 0.9], [0.72, 0.7], [0.52, 0.52], [0.3, 0.62]]],
  [[[0.23, 0.12], [0.76, 0.12], [0.45, 0.9]]],
  [[[0.5, 0.48], [0.72, 0.3], [0.5, 0.1], [0.28, 0.3], [0.5, 0.48], [0.75, 0.7], [0.5, 0.9], [0.25, 0.7], [0.5, 0.48]]],
  [[[0.7, 0.38], [0.48, 0.5], [0.28, 0.3], [0.48, 0.1], [0.7, 0.3], [0.68, 0.65], [0.52, 0.9]]],
];

/** Side of a drawn digit in pixels. */
export const SIDE = 14;

/** A digit drawn by strokes with random slant, turn, size, place, thickness and noise; pixels in [0, 1]. */
export function digit(random: Random): Example {
  const y = Math.floor(10 * random());
  const turn = 0.25 * (random() - 0.5), slant = 0.4 * (random() - 0.5), size = 0.8 + 0.3 * random();
  const shift = [0.16 * (random() - 0.5), 0.16 * (random() - 0.5)], thick = 0.035 + 0.03 * random();
  const place = ([px, py]: readonly [number, number]): [number, number] => {
    const u = (px - 0.5 + slant * (0.5 - py)) * size, v = (py - 0.5) * size;
    return [0.5 + u * Math.cos(turn) - v * Math.sin(turn) + shift[0], 0.5 + u * Math.sin(turn) + v * Math.cos(turn) + shift[1]];
  };
  const lines = STROKES[y].flatMap((stroke) => stroke.slice(1).map((p, k) => [place(stroke[k]), place(p)] as const));
  const x = new Float64Array(SIDE * SIDE);
  for (let k = 0; k < x.length; k++) {
    const px = ((k % SIDE) + 0.5) / SIDE, py = (Math.floor(k / SIDE) + 0.5) / SIDE;
    const distance = Math.min(...lines.map(([a, b]) => distanceToSegment(px, py, a, b)));
    const ink = Math.max(0, Math.min(1, 1 - (distance - thick) * SIDE));
    x[k] = Math.max(0, Math.min(1, ink + 0.08 * (random() - 0.5)));
  }
  return { x, y };
}

function distanceToSegment(x: number, y: number, [ax, ay]: [number, number], [bx, by]: [number, number]): number {
  const dx = bx - ax, dy = by - ay;
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  const ex = x - ax - t * dx, ey = y - ay - t * dy;
  return Math.sqrt(ex * ex + ey * ey);
}
