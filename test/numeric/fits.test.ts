import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawn, exponentialLaw, maxLaw, times, trueQuantile } from '../../experiments/coverage/hitting-law.js';
import { bootstrap, compareCurves, compareForms, leastSquares, logisticFit, percentileInterval, quantileFit, quantileInterval, tailFit, type QuantileCell } from '../../src/numeric/statistics/index.js';

describe('least squares', () => {
  test("is that of Anscombe's first quartet", () => {
    // Anscombe (1973): 3.0001 + 0.5001 x.
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const [a, b] = leastSquares(x.map((v) => [1, v]), y).coefficients;
    expect(a).toBeCloseTo(3.0000909, 7);
    expect(b).toBeCloseTo(0.5000909, 7);
  });

  test("finds the ones of NIST's Wampler1: a polynomial of degree 5 on 0 .. 20", () => {
    const rows = Array.from({ length: 21 }, (_, x) => [0, 1, 2, 3, 4, 5].map((k) => x ** k));
    for (const c of leastSquares(rows, rows.map((r) => r.reduce((a, b) => a + b, 0))).coefficients) expect(c).toBeCloseTo(1, 6);
  });

  test('leaves residuals orthogonal, by weight, to every feature', () => {
    const value = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, value, fc.double({ min: 0.1, max: 9, noNaN: true })), { minLength: 4, maxLength: 20 }), (data) => {
        const rows = data.map(([x, z], k) => [1, x + k, z + k * k]), weights = data.map((d) => d[3]);
        let fit;
        try {
          fit = leastSquares(rows, data.map((d) => d[2]), weights);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        for (let j = 0; j < 3; j++) expect(Math.abs(rows.reduce((s, r, i) => s + weights[i] * r[j] * fit.residuals[i], 0))).toBeLessThan(1e-5);
      }),
    );
  });

  test('refuses features that depend on each other', () => {
    expect(() => leastSquares([[1, 2], [2, 4], [3, 6]], [1, 2, 3])).toThrow('leastSquares: needed linearly independent columns, got column 1 dependent on those before it');
    expect(() => leastSquares([[1, 2]], [1])).toThrow('got 1 rows of 2');
  });
});

describe('a bootstrap', () => {
  const mean = ([x]: readonly (readonly number[])[]): number => x.reduce((a, b) => a + b, 0) / x.length;

  test('is a function of its seed, and moves and scales with its draws', () => {
    const x = [...drawn(900, 0, 0, 40)], options = { seed: 3, confidence: 0.9, resamples: 300 };
    const one = bootstrap([x], mean, options), two = bootstrap([x.map((v) => 10 + 4 * v)], mean, options);
    expect(bootstrap([x], mean, options)).toEqual(one);
    expect(two.lower).toBeCloseTo(10 + 4 * one.lower, 9);
    expect(two.upper).toBeCloseTo(10 + 4 * one.upper, 9);
    expect(() => bootstrap([[1]], mean, options)).toThrow('bootstrap: needed groups of at least 2 draws, got 1');
  });

  test('has an infinite limit where the statistic is infinite too often, and none that was dropped', () => {
    const greatest = ([x]: readonly (readonly number[])[]): number => Math.max(...x), x = [...new Array<number>(99).fill(1), Infinity];
    expect(bootstrap([x.slice(0, 99)], greatest, { seed: 1, confidence: 0.95, resamples: 200 }).upper).toBe(1);
    for (const method of ['percentile', 'bca'] as const) expect(bootstrap([x], (g) => (greatest(g) < Infinity ? 1 : Infinity), { seed: 1, confidence: 0.95, resamples: 200, method })).toMatchObject({ lower: 1, upper: Infinity });
  });

  test('counts a resample of no value against either limit', () => {
    expect(percentileInterval(0, [...Array.from({ length: 99 }, (_, k) => k + 1)], 0.9)).toEqual({ estimate: 0, lower: 5, upper: 95 });
    expect(percentileInterval(0, [...Array.from({ length: 96 }, (_, k) => k + 1), NaN, NaN, NaN], 0.9)).toEqual({ estimate: 0, lower: 2, upper: 95 });
    expect(percentileInterval(0, [1, 2, NaN, NaN, NaN], 0.9)).toEqual({ estimate: 0, lower: -Infinity, upper: Infinity });
    // However far a correction moves them.
    expect(percentileInterval(0, [1, 2, 3], 0.9, 1, 1)).toEqual({ estimate: 0, lower: 3, upper: Infinity });
    expect(percentileInterval(0, [1, 2, 3], 0.9, 0, 0)).toEqual({ estimate: 0, lower: -Infinity, upper: 1 });
  });
});

describe('a fit of quantiles', () => {
  const bits = [2, 4, 6, 8], cells = (most = Infinity, draws = 400): QuantileCell[] =>
    bits.map((b, c) => ({ times: times(exponentialLaw(3 + 1.1 * b, 1.8), drawn(901, 0, c, draws), most), responses: [0.8, 0.9].map((q) => ({ q, features: [1, b, Math.log(1 / (1 - q))] })) }));
  const options = { names: ['constant', 'per bit', 'per nat'], seed: 1, confidence: 0.95, resamples: 500 };

  test('finds the constants that the draws were made with', () => {
    const { verdict, coefficients, fitted, beyond, predict } = quantileFit({ cells: cells(), ...options });
    expect(verdict).toBe('fitted');
    expect(beyond).toEqual([]);
    [3, 1.1, 1.8].forEach((c, j) => {
      expect(coefficients[j].lower).toBeLessThan(c);
      expect(coefficients[j].upper).toBeGreaterThan(c);
    });
    expect(fitted.length).toBe(8);
    for (const f of fitted) expect(f.residual).toBeCloseTo(f.observed.estimate - f.fitted, 12);
    expect(predict([1, 4, Math.log(5)]).estimate).toBeCloseTo(fitted[2].fitted, 9);
    expect(predict([1, 0, 0])).toEqual({ estimate: coefficients[0].estimate, lower: coefficients[0].lower, upper: coefficients[0].upper });
  });

  test('has for one quantile about the interval of order statistics, whose exact confidence is known', () => {
    const sample = [...drawn(902, 0, 0, 300)];
    const { coefficients: [fit] } = quantileFit({ cells: [{ times: sample, responses: [{ q: 0.7, features: [1] }] }], names: ['quantile'], seed: 5, confidence: 0.95, resamples: 4000, step: 0 });
    // That interval ends at draws, hence is a little wider: one draw lies 1 / 16 of its length from the next.
    const exact = quantileInterval(sample.slice().sort((a, b) => a - b), 0.7, 0.95), ratio = (fit.upper - fit.lower) / (exact.upper - exact.lower);
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1.05);
  });

  test('uses one resample for all quantiles of a cell: of equal ones the difference is nothing', () => {
    const twice = cells().map((c) => ({ times: c.times, responses: [0, 1].map((k) => ({ q: 0.9, features: [1, k] })) }));
    const [, difference] = quantileFit({ cells: twice, ...options, names: ['n', 'difference'] }).coefficients;
    for (const v of [difference.estimate, difference.lower, difference.upper]) expect(Math.abs(v)).toBeLessThan(1e-12);
  });

  test('lists what lies beyond, and is open where too little is left', () => {
    const some = quantileFit({ cells: cells(13), ...options });
    expect(some.beyond.map((b) => b.cell)).toContain(3);
    expect(some.verdict).toBe('fitted');
    const none = quantileFit({ cells: cells(6), ...options });
    expect(none).toMatchObject({ verdict: 'open', coefficients: [], fitted: [] });
    expect(none.predict([1, 2, 3])).toEqual({ estimate: NaN, lower: -Infinity, upper: Infinity });
    expect(() => quantileFit({ cells: cells(), ...options, names: ['a', 'b'] })).toThrow('quantileFit: needed 2 features (a, b), got 3');
    expect(() => quantileFit({ cells: cells().map((c) => ({ ...c, responses: [{ q: 0.9, features: [1, 1, 2] }] })), ...options })).toThrow('independent');
  });

  test('of log n has exponents for coefficients', () => {
    const widths = [2, 4, 8, 16, 32], powers = widths.map((d, c) => ({ times: times(exponentialLaw(2 * d * d, 2 * d * d), drawn(903, 0, c, 200)), responses: [{ q: 0.5, features: [1, Math.log(d)] }] }));
    const { coefficients, predict } = quantileFit({ cells: powers, ...options, names: ['constant', 'd'], response: 'log n' });
    expect(coefficients[1].lower).toBeLessThan(2);
    expect(coefficients[1].upper).toBeGreaterThan(2);
    const there = predict([1, Math.log(8)]), truth = trueQuantile(exponentialLaw(128, 128), 0.5);
    expect(there.lower).toBeLessThan(truth);
    expect(there.upper).toBeGreaterThan(truth);
  });
});

describe('a comparison of forms', () => {
  const bits = [2, 4, 6, 8, 10], of = (law: (b: number) => (n: number) => number): QuantileCell[] =>
    bits.map((b, c) => ({ times: times(law(b), drawn(904, 0, c, 500)), responses: [0.8, 0.9, 0.95].map((q) => ({ q, features: [b, Math.log(1 / (1 - q))] })) }));
  const options = { seed: 1, confidence: 0.95, resamples: 200 };

  test('tells a sum from a maximum, and stays open where one feature does nothing', () => {
    expect(compareForms({ cells: of((b) => exponentialLaw(3 + 1.1 * b, 1.8)), ...options }).verdict).toBe('additive');
    const max = compareForms({ cells: of((b) => maxLaw(2 + 2 * b, 2, 4)), ...options });
    expect(max.verdict).toBe('max');
    expect(max.difference.upper).toBeLessThan(0);
    expect(compareForms({ cells: of(() => exponentialLaw(3, 4)), ...options }).verdict).toBe('open');
    expect(compareForms({ cells: of((b) => exponentialLaw(b, 2)).slice(0, 1), ...options })).toMatchObject({ verdict: 'open', forms: [] });
  });
});

describe('a comparison of curves', () => {
  const widths = [2, 4, 8, 16, 32, 64], of = (law: (d: number) => (n: number) => number, draws: number): QuantileCell[] =>
    widths.map((d, c) => ({ times: times(law(d), drawn(905, 0, c, draws)), responses: [{ q: 0.9, features: [d] }] }));

  test('finds a square root, a logarithm if there is enough to see it, and else nothing', () => {
    const options = { seed: 1, confidence: 0.95, resamples: 300 };
    const root = compareCurves({ cells: of((d) => exponentialLaw(3 * Math.sqrt(d), 2 * Math.sqrt(d)), 200), ...options });
    expect(root.verdict).toBe('power');
    expect(root.curvature.lower).toBeGreaterThan(0);
    expect(compareCurves({ cells: of((d) => exponentialLaw(10 + 3 * Math.log(d), 3), 200), ...options }).verdict).toBe('open');
    expect(compareCurves({ cells: of((d) => exponentialLaw(20 + 40 * Math.log(d), 3), 1000), ...options }).verdict).toBe('logarithmic');
    expect(() => compareCurves({ cells: [{ times: [1], responses: [{ q: 0.5, features: [0] }] }], ...options })).toThrow('needed one feature above 0 per response, got 0');
  });
});

describe('a tail', () => {
  test('is found with the constants it was made with, and open where there is none', () => {
    const cells = [2, 3, 4, 5].map((x, c) => ({ x, times: times(exponentialLaw((Math.log(8) + 1.2 * x) / -Math.log(0.6), -1 / Math.log(0.6)), drawn(906, 0, c, 1000)) }));
    const fit = tailFit({ cells, seed: 1, confidence: 0.99, resamples: 300 });
    for (const [{ lower, upper }, truth] of [[fit.rho, 0.6], [fit.perNat, -1 / Math.log(0.6)], [fit.exponent, 1.2], [fit.logConstant, Math.log(8)]] as const) {
      expect(lower).toBeLessThan(truth);
      expect(upper).toBeGreaterThan(truth);
    }
    expect(tailFit({ cells: cells.map((c) => ({ x: c.x, times: c.times.map(() => Infinity) })), seed: 1, confidence: 0.99 })).toMatchObject({ verdict: 'open', points: 0 });
    expect(tailFit({ cells: cells.slice(0, 1), seed: 1, confidence: 0.99 }).verdict).toBe('open');
    // One n in each cell, and all on a line: n cannot be told from x.
    expect(tailFit({ cells: [1, 2, 3, 4].map((x) => ({ x, times: Array.from({ length: 100 }, (_, k) => (k < 30 ? x + 1 : x)) })), seed: 1, confidence: 0.99 })).toMatchObject({ verdict: 'open', points: 4 });
  });
});

describe('logistic regression', () => {
  const budworm = [1, 4, 9, 13, 18, 20].map((successes, n) => ({ n, successes, attempts: 20 }));

  test('is the published one of the tobacco budworm, males by log2 dose', () => {
    // Venables & Ripley, Modern Applied Statistics with S, Section 7.2: -2.8186 + 1.2589 ldose.
    const fit = logisticFit(budworm);
    expect(fit.verdict === 'fitted' && [fit.intercept.toFixed(4), fit.slope.toFixed(4)]).toEqual(['-2.8186', '1.2589']);
  });

  test('has limits where the likelihood, the best over slopes, has fallen by half a chi-square quantile', () => {
    const fit = logisticFit(budworm);
    if (fit.verdict !== 'fitted') throw new Error('separated');
    const likelihood = (a: number, b: number): number => budworm.reduce((s, c) => s + c.successes * (a + b * c.n) - c.attempts * Math.log1p(Math.exp(a + b * c.n)), 0);
    const { lower, upper } = fit.quantile(0.9, 0.95), height = Math.log(9);
    for (const at of [lower, upper]) {
      let best = -Infinity;
      for (let b = 0; b < 4; b += 1e-4) best = Math.max(best, likelihood(height - b * at, b));
      // 3.841459: the 95 % quantile of chi-square with one degree.
      expect(2 * (likelihood(fit.intercept, fit.slope) - best)).toBeCloseTo(3.841459, 3);
    }
  });

  test('names the gap where success and failure are separated, and leaves a side open that the data do not bound', () => {
    expect(logisticFit([{ n: 4, successes: 0, attempts: 5 }, { n: 6, successes: 5, attempts: 5 }])).toEqual({ verdict: 'separated', lastFailure: 4, firstSuccess: 6 });
    expect(logisticFit([{ n: 4, successes: 5, attempts: 5 }, { n: 6, successes: 5, attempts: 5 }])).toEqual({ verdict: 'separated', lastFailure: -Infinity, firstSuccess: 4 });
    const flat = logisticFit([{ n: 1, successes: 4, attempts: 10 }, { n: 2, successes: 5, attempts: 10 }]);
    expect(flat.verdict === 'fitted' && flat.quantile(0.9, 0.95).upper).toBe(Infinity);
    expect(() => logisticFit([{ n: 4, successes: 6, attempts: 5 }])).toThrow('got 6 of 5');
  });
});
