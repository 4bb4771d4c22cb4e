import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { philox } from '../../src/numeric/philox.js';
import { binomialInterval, binomialLower, binomialUpper, distributionBand, dkwRadius, quantileInterval, trialsNeeded } from '../../src/numeric/statistics/index.js';

/** A float64 as numerator over 2^1074. */
function dyadic(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0), e = (bits >> 52n) & 0x7ffn, f = bits & 0xfffffffffffffn;
  return e === 0n ? f : (f | (1n << 52n)) << (e - 1n);
}

/** Whether P(Bin(n, p) >= s) <= alpha, in exact rational arithmetic. */
function tailAtMost(s: number, n: number, p: number, alpha: number): boolean {
  // p as an integer over 2^120, rounded up (tails grow with p): p above 2^-60 loses nothing.
  const one = 1n << 120n, shift = 1074n - 120n, numerator = dyadic(p), q = (numerator >> shift) + (numerator & ((1n << shift) - 1n) ? 1n : 0n);
  let tail = 0n, choose = 1n;
  const powers = (x: bigint): bigint[] => Array.from({ length: n }).reduce<bigint[]>((out) => [...out, out[out.length - 1] * x], [1n]);
  const ps = powers(q), qs = powers(one - q);
  for (let k = 0; k <= n; k++) {
    if (k >= s) tail += choose * ps[k] * qs[n - k];
    choose = (choose * BigInt(n - k)) / BigInt(k + 1);
  }
  return tail << 1074n <= dyadic(alpha) * one ** BigInt(n);
}

describe('the exact binomial interval', () => {
  test('is that of Clopper & Pearson in published cases', () => {
    // Agresti & Coull (1998) and R's binom.test: 0 of 10 and 5 of 20 at 95 %.
    const none = binomialInterval(0, 10, 0.95), quarter = binomialInterval(5, 20, 0.95);
    expect(none.lower).toBe(0);
    expect(none.upper).toBeCloseTo(0.3084971, 7);
    expect(quarter.estimate).toBe(0.25);
    expect(quarter.lower).toBeCloseTo(0.08657147, 8);
    expect(quarter.upper).toBeCloseTo(0.49104587, 8);
  });

  test('has limits on the safe side of the exact tail, and no farther out than 1e-9 of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }).chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n))), fc.constantFrom(0.05, 0.005, 0.0005), ([s, n], alpha) => {
        const lower = binomialLower(s, n, alpha);
        expect(tailAtMost(s, n, lower, alpha)).toBe(true);
        expect(tailAtMost(s, n, lower * (1 + 1e-9), alpha)).toBe(false);
        // The upper limit of failures is the mirror image.
        expect(binomialUpper(n - s, n, alpha)).toBeCloseTo(1 - lower, 12);
      }),
      { numRuns: 100 },
    );
  });

  test('refuses counts that are none', () => {
    expect(() => binomialInterval(3, 2, 0.99)).toThrow('binomialLower: needed integers 0 <= successes <= trials, trials >= 1, got 3 of 2');
    expect(() => binomialInterval(0, 0, 0.99)).toThrow('got 0 of 0');
    expect(() => binomialUpper(1, 2, 1)).toThrow('needed 0 < alpha < 1, got 1');
  });
});

describe('the trials needed to certify a success probability', () => {
  test.each([
    [0.05, 0.1, [29, 46, 61]],
    [0.05, 0.05, [59, 93, 124]],
    [0.05, 0.01, [299, 473, 628]],
    [0.05, 0.001, [2995, 4742, 6294]],
    [0.01, 0.05, [90, 130, 165]],
    [0.01, 0.01, [459, 662, 838]],
    [0.001, 0.01, [688, 920, 1119]],
  ])('with 0, 1 and 2 failures are those of the standard table at alpha %d, delta %d', (alpha, delta, trials) => {
    // The first column is ceil(ln alpha / ln(1 - delta)).
    expect(trials[0]).toBe(Math.ceil(Math.log(alpha) / Math.log(1 - delta)));
    expect([0, 1, 2].map((failures) => trialsNeeded(alpha, delta, failures))).toEqual(trials);
  });
});

/** The law of an exact binomial count, by its probabilities. */
function binomialProbabilities(n: number, p: number): number[] {
  const out = [];
  for (let k = 0, choose = 1; k <= n; choose = (choose * (n - k)) / ++k) out.push(choose * p ** k * (1 - p) ** (n - k));
  return out;
}

describe('the quantile interval', () => {
  test('is the published one for the median of 100: order statistics 40 and 61 at 95 %', () => {
    // Conover (1999), Practical Nonparametric Statistics, Section 3.2.
    expect(quantileInterval(Array.from({ length: 100 }, (_, k) => k + 1), 0.5, 0.95)).toEqual({ estimate: 50, lower: 40, upper: 61 });
  });

  test('holds the quantile with its confidence, by the exact law of how many samples lie below', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.constantFrom(0.1, 0.5, 0.9, 0.99), fc.constantFrom(0.9, 0.95, 0.99), (n, q, confidence) => {
        const { lower, upper } = quantileInterval(Array.from({ length: n }, (_, k) => k + 1), q, confidence);
        // Of continuous samples K ~ Bin(n, q) lie at or below the quantile: sample r does if K >= r, sample s lies above if K < s.
        const held = binomialProbabilities(n, q).reduce((sum, p, k) => (k >= lower && k < upper ? sum + p : sum), 0);
        expect(held).toBeGreaterThanOrEqual(confidence - 1e-12);
      }),
    );
  });

  test('has no side where too few samples were drawn, and takes samples of Infinity', () => {
    expect(quantileInterval([1, 2, 3], 0.5, 0.95)).toEqual({ estimate: 2, lower: -Infinity, upper: Infinity });
    expect(quantileInterval([...new Array<number>(50).fill(1), ...new Array<number>(50).fill(Infinity)], 0.9, 0.95)).toEqual({ estimate: Infinity, lower: Infinity, upper: Infinity });
    expect(() => quantileInterval([], 0.5, 0.95)).toThrow('needed at least 1 sample, got none');
  });
});

describe('the band of a distribution function', () => {
  test('has the published radius, makes one step per value and leaves out Infinity', () => {
    // Massart (1990): 2 exp(-2 n r^2) = alpha.
    expect(2 * Math.exp(-2 * 500 * dkwRadius(500, 0.01) ** 2)).toBeCloseTo(0.01, 12);
    const points = distributionBand([1, 1, 3, Infinity], 0.5);
    expect(points.map(({ x, estimate }) => [x, estimate])).toEqual([[1, 0.5], [3, 0.75]]);
    expect(points[1].upper).toBe(1);
  });

  test('holds the whole distribution function in at least 95 of 100 fixed experiments at 95 %', () => {
    const words = new Uint32Array(4);
    let held = 0;
    for (let run = 0; run < 100; run++) {
      const samples = Array.from({ length: 200 }, (_, k) => (philox(7, 0, k, run, 0, 0, words), words[0] / 2 ** 32)).sort((a, b) => a - b);
      // Uniform: the true value at x is x; just before a step the empirical one is still the last.
      const points = distributionBand(samples, 0.05);
      if (points.every((p, k) => p.lower <= p.x && p.x <= (k > 0 ? points[k - 1].upper : dkwRadius(200, 0.05)))) held++;
    }
    expect(held).toBeGreaterThanOrEqual(95);
  });
});
