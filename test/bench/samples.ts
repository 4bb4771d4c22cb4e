import { uniforms } from '../../src/numeric/uniforms.js';

/** n numbers of 53 bits, uniform on [-1, 1), the k-th list of a fixed stream, into `out`. */
export function samples(n: number, k: number, out: Float64Array): void {
  uniforms(2026, 0, k, 0, 0, n, out);
  for (let i = 0; i < n; i++) out[i] = 2 * out[i] - 1;
}
