import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from './backend.js';
import { operation } from './kernels.js';

type Numbers = Float32Array;

/**
 * Causal attention of several heads (Vaswani et al. 2017): of each head, whose columns are a share of the width, softmax(q k^T / sqrt(columns)) v. Queries q [batch, m, width],
 * the last m of the positions of keys and values [batch, positions, width]: each sees the positions up to its own. In plain JavaScript but for the softmax: kernels are
 * slower at so many products of so few rows.
 */
export function attend(q: Tensor, k: Tensor, v: Tensor, heads: number): Tensor {
  const [batch, m, width] = q.shape as [number, number, number], positions = k.shape[1]!, size = width / heads, scale = 1 / Math.sqrt(size), first = positions - m;
  const numbers = (t: Tensor): Numbers => t.dataSync() as Numbers, tensor = (data: Numbers, rows: number): Tensor => tf.tensor(data, [batch, rows, width]);
  // Of batch b, query i, head h: scores of each position at ((b m + i) heads + h) positions; columns of head h from h size on.
  const dots = (a: Numbers, c: Numbers, factor: number, later: number): Numbers => {
    const out = new Float32Array(batch * m * heads * positions).fill(later);
    for (let b = 0, score = 0; b < batch; b++) for (let i = 0; i < m; i++) for (let h = 0; h < heads; h++, score += positions) {
      const query = (b * m + i) * width + h * size;
      for (let j = 0; j <= first + i; j++) {
        const key = (b * positions + j) * width + h * size;
        let sum = 0;
        for (let e = 0; e < size; e++) sum += a[query + e] * c[key + e];
        out[score + j] = factor * sum;
      }
    }
    return out;
  };
  /** Rows of the keys' side, weighted, summed at the queries' side. */
  const mixed = (weights: Numbers, c: Numbers): Numbers => {
    const out = new Float32Array(batch * m * width);
    for (let b = 0, score = 0; b < batch; b++) for (let i = 0; i < m; i++) for (let h = 0; h < heads; h++, score += positions) {
      const query = (b * m + i) * width + h * size;
      for (let j = 0; j <= first + i; j++) {
        const key = (b * positions + j) * width + h * size, weight = weights[score + j];
        for (let e = 0; e < size; e++) out[query + e] += weight * c[key + e];
      }
    }
    return out;
  };
  /** The other way round. */
  const spread = (weights: Numbers, a: Numbers): Numbers => {
    const out = new Float32Array(batch * positions * width);
    for (let b = 0, score = 0; b < batch; b++) for (let i = 0; i < m; i++) for (let h = 0; h < heads; h++, score += positions) {
      const query = (b * m + i) * width + h * size;
      for (let j = 0; j <= first + i; j++) {
        const key = (b * positions + j) * width + h * size, weight = weights[score + j];
        for (let e = 0; e < size; e++) out[key + e] += weight * a[query + e];
      }
    }
    return out;
  };
  const shares = (q: Tensor, k: Tensor): Numbers => numbers(tf.softmax(tf.tensor(dots(numbers(q), numbers(k), scale, -1e9), [batch * m * heads, positions])));

  return operation({ q, k, v }, () => tensor(mixed(shares(q, k), numbers(v)), m), (dy, { q, k, v }) => {
    const p = shares(q, k), slopes = numbers(dy), ds = dots(slopes, numbers(v), 1, 0);
    for (let row = 0; row < ds.length; row += positions) {
      let sum = 0;
      for (let j = row; j < row + positions; j++) sum += p[j] * ds[j];
      for (let j = row; j < row + positions; j++) ds[j] = scale * p[j] * (ds[j] - sum);
    }
    return { q: () => tensor(mixed(ds, numbers(k)), m), k: () => tensor(spread(ds, numbers(q)), positions), v: () => tensor(spread(p, slopes), positions) };
  });
}
