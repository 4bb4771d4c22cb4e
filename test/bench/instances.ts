import { philox } from '../../src/numeric/philox.js';
import { uniformWeight } from '../../src/numeric/law.js';

/** One closest-subset-sum problem: products of two uniform weights, and a target uniform on [-1/2, 1/2]. */
export interface Instance {
  readonly values: Float64Array;
  readonly target: number;
}

/** `count` problems of n candidates, from a fixed seed. */
export function instances(n: number, count: number): Instance[] {
  const words = new Uint32Array(4);
  const draw = (k: number, i: number): [number, number] => {
    philox(2026, n, k, i, 0, 0, words);
    return [uniformWeight(words[0]), uniformWeight(words[1])];
  };
  return Array.from({ length: count }, (_, k) => ({
    values: Float64Array.from({ length: n }, (_, i) => draw(k, i)[0] * draw(k, i)[1]),
    target: draw(k, n)[0] / 2,
  }));
}

/** The middle of a list. */
export const median = (xs: readonly number[]): number => [...xs].sort((a, b) => a - b)[Math.floor(xs.length / 2)];
