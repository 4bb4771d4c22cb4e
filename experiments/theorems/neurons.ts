import { assemble, single } from '../../src/constructions/index.js';
import { effectiveBlocks } from '../../src/certify/index.js';
import { uniform, uniformWeight } from '../../src/numeric/law.js';
import { philox } from '../../src/numeric/philox.js';

/** Shares of the target's second moment that are left as squared error on fresh inputs, at one number of hidden units. */
export interface NeuronRow {
  readonly d: number;
  readonly units: number;
  /** The best choice of units found (greedy, single flips to a local optimum), with the best scale. */
  readonly mask: number;
  /** The best linear combination of the same random features. */
  readonly features: number;
  /** A pruned layer: a pool of units / d for each weight, the nearest pair for each sign. */
  readonly weights: number;
}

const SAMPLES = 3000;

/** One ReLU neuron of norm 1 over Gaussian inputs, approximated by units, by features and by weights of random networks. */
export function neuronRows(sizes: readonly (readonly [d: number, units: number])[], seed: number): NeuronRow[] {
  return sizes.map(([d, units]) => {
    const w = unit(Float64Array.from({ length: d }, (_, c) => normal(seed, 1, c)));
    const x = Array.from({ length: 2 * SAMPLES }, (_, s) => Float64Array.from({ length: d }, (_, c) => normal(seed, 2, s * d + c)));
    const y = x.map((xs) => Math.max(0, dot(w, xs)));
    const first = Array.from({ length: units }, (_, j) => Float64Array.from({ length: d }, (_, c) => draw(seed, 3, j * d + c)));
    const last = Float64Array.from({ length: units }, (_, j) => draw(seed, 4, j));
    // Fitted on the first half of the inputs, measured on the second.
    const features = first.map((wj) => Float64Array.from(x, (xs) => Math.max(0, dot(wj, xs))));
    const gram = first.map((_, i) => Float64Array.from(first, (_, j) => dotOf(features[i], features[j], SAMPLES)));
    const moments = Float64Array.from(features, (f) => dotOf(f, y, SAMPLES));
    const power = x.reduce((sum, _, s) => (s < SAMPLES ? sum : sum + y[s] * y[s]), 0);
    const left = (predict: (s: number) => number): number => {
      let sum = 0;
      for (let s = SAMPLES; s < 2 * SAMPLES; s++) sum += (y[s] - predict(s)) * (y[s] - predict(s));
      return sum / power;
    };
    const byMask = bestMask(gram, moments, last), byFeatures = leastSquares(gram, moments);
    const combined = (a: Float64Array) => (s: number): number => a.reduce((sum, v, j) => sum + v * features[j][s], 0);
    const { plus, minus } = prunedWeights(w, Math.floor(units / d), seed);
    return {
      d, units,
      mask: left(combined(byMask)),
      features: left(combined(byFeatures)),
      weights: left((s) => Math.max(0, x[s].reduce((sum, v, c) => sum + (v > 0 ? plus[c] : minus[c]) * v, 0))),
    };
  });
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => dotOf(a, b, a.length);
function dotOf(a: ArrayLike<number>, b: ArrayLike<number>, n: number): number {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += a[k] * b[k];
  return sum;
}
const unit = (a: Float64Array): Float64Array => a.map((v) => v / Math.sqrt(dot(a, a)));

const words = new Uint32Array(4);
function draw(seed: number, purpose: number, k: number): number {
  philox(seed, 0x6e65, k, purpose, 0, 0, words);
  return uniformWeight(words[0]);
}
/** A normal number, by Box and Muller. */
function normal(seed: number, purpose: number, k: number): number {
  philox(seed, 0x6e6f, k, purpose, 0, 0, words);
  return Math.sqrt(-2 * Math.log((words[0] + 1) / 2 ** 32)) * Math.cos((2 * Math.PI * words[1]) / 2 ** 32);
}

/** Output weights of the chosen units, scaled: units are flipped one by one while that lowers the squared error at the best scale. */
function bestMask(gram: readonly Float64Array[], moments: Float64Array, last: Float64Array): Float64Array {
  const n = last.length, on = new Uint8Array(n), along = new Float64Array(n);
  let fit = 0, size = 0;
  for (;;) {
    // Explained: fit^2 / size, where the scale may have any sign.
    let best = -1, most = size > 0 ? (fit * fit) / size : 0;
    for (let j = 0; j < n; j++) {
      const step = on[j] ? -last[j] : last[j], f = fit + step * moments[j], s = size + 2 * step * along[j] + step * step * gram[j][j];
      if (s > 1e-12 && (f * f) / s > most * (1 + 1e-9)) [best, most] = [j, (f * f) / s];
    }
    if (best < 0) break;
    const step = on[best] ? -last[best] : last[best];
    fit += step * moments[best];
    size += 2 * step * along[best] + step * step * gram[best][best];
    for (let j = 0; j < n; j++) along[j] += step * gram[best][j];
    on[best] ^= 1;
  }
  return last.map((v, j) => (on[j] ? (v * fit) / size : 0));
}

/** The coefficients of least squares, by Cholesky's decomposition with a ridge of 1e-9 of the trace. */
function leastSquares(gram: readonly Float64Array[], moments: Float64Array): Float64Array {
  const n = moments.length, ridge = (1e-9 * gram.reduce((sum, row, j) => sum + row[j], 0)) / n;
  const l = gram.map((row) => Float64Array.from(row));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const v = l[i][j] + (i === j ? ridge : 0) - dotOf(l[i], l[j], j);
      l[i][j] = i === j ? Math.sqrt(Math.max(v, 1e-300)) : v / l[j][j];
    }
  }
  const a = Float64Array.from(moments);
  for (let i = 0; i < n; i++) a[i] = (a[i] - dotOf(l[i], a, i)) / l[i][i];
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) a[i] -= l[j][i] * a[j];
    a[i] /= l[i][i];
  }
  return a;
}

/** The weights of a pruned layer, one for either sign of an input: a pool of n units for each, the nearest pair. */
function prunedWeights(w: Float64Array, n: number, seed: number): { plus: Float64Array; minus: Float64Array } {
  const block = { firstLayer: 1, inputs: w.length, outputs: 1, n, tolerance: 1e-9 }, source = { seed, attempt: 0, law: uniform };
  const found = single.pruneColumns({ source, construction: single.name, selector: 'nearest', block, weights: w, signs: new Uint8Array(w.length).fill(3), columns: Array.from(w, (_, c) => c) });
  const { layers } = assemble(single, block, [found]);
  const [{ plus, minus }] = effectiveBlocks({ ...source, widths: [w.length, ...single.hiddenWidths(block), 1], depths: [2], layers });
  return { plus: plus.data, minus: minus.data };
}
