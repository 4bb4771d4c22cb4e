import { describe, expect, test } from 'vitest';
import { meanSize, meanSizeOfLots } from '../../experiments/mean-size.js';
import { PlainSamples, SampleTally } from '../../experiments/pensia-experiment-1/plain-samples.js';
import { approximatedBy, PUBLISHED, TARGETS_RANGE } from '../../experiments/pensia-experiment-1/study.js';
import { matrixOf } from '../../src/numeric/matrix.js';
import { validNetwork } from '../../src/network/index.js';
import { bruteForce, closest, distanceOf, known, sparsest } from '../../src/subset-sum/index.js';

const draws = { seed: 3, attempt: 1, n: 12, low: -0.5, high: 0.75, sharing: 'weight' } as const;

describe('plain samples', () => {
  test('lie in their range, and are a function of seed, attempt, neuron and column, nested in n', () => {
    const pool = new PlainSamples(draws), longer = new PlainSamples({ ...draws, n: 20 });
    for (const [neuron, column] of [[0, 0], [7, 3]]) {
      pool.start(neuron, column);
      longer.start(neuron, column);
      expect([...pool.values].every((x) => x >= -0.5 && x < 0.75)).toBe(true);
      expect([...longer.values.subarray(0, 12)]).toEqual([...pool.values]);
    }
    const before = [...pool.values];
    pool.start(7, 4);
    expect([...pool.values]).not.toEqual(before);
  });

  test('of a row are those of its first weight, for every weight', () => {
    const own = new PlainSamples(draws), shared = new PlainSamples({ ...draws, sharing: 'row' });
    own.start(5, 0);
    for (const column of [0, 1, 9]) {
      shared.start(5, column);
      expect([...shared.values]).toEqual([...own.values]);
    }
  });

  test('give the sums that brute force calls closest, and hitting times up to n', () => {
    const weights = Float64Array.of(0.3, -0.2, 0, 0.71, 5), sums = new Float64Array(5), tally = new SampleTally(draws, closest, 0.01), pool = new PlainSamples(draws);
    tally.add(2, weights, sums);
    const { sizes, times, missed, open, worst } = tally.outcome();
    const oracle = [...weights].map((w, column) => {
      pool.start(2, column);
      return distanceOf(pool.values, bruteForce(closest).select(known(pool.values), w, 0.01).chosen, w);
    });
    expect([...sums].map((s, k) => Math.abs(s - weights[k]))).toEqual(oracle);
    expect(missed + open).toBe(oracle.filter((d) => d > 0.01).length);
    expect(worst).toBe(Math.max(...oracle));
    expect(sizes.reduce((a, b) => a + b)).toBe(5);
    // 5 is out of reach: it is counted beyond n; 0 needs no sample.
    expect([times[0], times[13]]).toEqual([1, missed + open]);
  });

  test('sparsest takes no sample for weights within the tolerance of 0', () => {
    const tally = new SampleTally(draws, sparsest, 0.01);
    tally.add(0, Float64Array.of(0.005, -0.01, 0), new Float64Array(3));
    expect(tally.outcome().sizes).toEqual([3, ...new Array<number>(12).fill(0)]);
  });
});

describe('Experiment 1 of Pensia et al. (2020)', () => {
  const target = validNetwork([{ weights: matrixOf(3, 4, (r, c) => (r - c) / 8), bias: null }, { weights: matrixOf(2, 3, (r, c) => (r + c) / 10), bias: null }], 'test');

  test('replaces every weight by a sum within the tolerance, whoever shares samples', () => {
    for (const sharing of ['weight', 'row'] as const) {
      const { network, outcome } = approximatedBy(target, { range: 'target', sharing, n: PUBLISHED.n }, 1, 0);
      expect(outcome).toMatchObject({ weights: 18, missed: 0, open: 0 });
      network.layers.forEach(({ weights }, i) => weights.data.forEach((w, e) => expect(Math.abs(w - target.layers[i].weights.data[e])).toBeLessThanOrEqual(outcome.worst)));
      expect(outcome.worst).toBeLessThanOrEqual(PUBLISHED.tolerance);
    }
  });

  test('samples from the range of the published target, 21 to a pool', () => {
    // Pensia et al. (2020), the code's own numbers.
    expect([PUBLISHED.n, TARGETS_RANGE.low, TARGETS_RANGE.high]).toEqual([21, -0.46423155069351196, 0.5407021641731262]);
  });
});

test('a mean size has the interval of Maurer & Pontil (2009), or, of lots, that of Hoeffding (1963)', () => {
  const sizes = [0, 50, 50], lots = meanSizeOfLots(sizes, 1 / 100, 0.99), { estimate, lower, upper } = meanSize(sizes, 0.99);
  expect([estimate, lots.estimate]).toEqual([1.5, 1.5]);
  // n sqrt(ln(2/alpha) sum of squares / 2), ln(200) / 2 = 2.6491587.
  expect(lots.upper - 1.5).toBeCloseTo(0.3255247, 6);
  // sqrt(2 V ln(4/alpha) / N) + 7 n ln(4/alpha) / (3 (N - 1)), V = 25 / 99, ln(400) = 5.9914645: 0.1739538 + 0.2824260.
  expect(upper).toBe(Math.min(2, estimate + (estimate - lower)));
  expect(estimate - lower).toBeCloseTo(0.4563797, 6);
});
