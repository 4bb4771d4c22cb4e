import { describe, expect, test } from 'vitest';
import { meanInterval, meanTest } from '../../src/numeric/statistics/index.js';
import { studentTail, studentUpper } from '../../src/numeric/statistics/student.js';

describe('the mean of a few numbers', () => {
  // scipy 1: stats.t.interval(0.95, 3, mean, stats.sem(x)), stats.ttest_1samp(x, 1).
  test('has the interval and the p-value that scipy gives', () => {
    const x = [1, 2, 4, 8], { estimate, lower, upper } = meanInterval(x, 0.95);
    expect(estimate).toBe(3.75);
    expect(lower).toBeCloseTo(-1.1759430482302937, 12);
    expect(upper).toBeCloseTo(8.675943048230295, 12);
    expect(meanTest(x.map((v) => v - 1))).toBeCloseTo(0.17369950650853067, 12);
  });

  test('is refused at alpha exactly where the interval of confidence 1 - alpha excludes the threshold', () => {
    const x = [0.3, -0.1, 0.25, 0.4, 0.05];
    for (const threshold of [-1, -0.2, 0, 0.1, 0.5, 2]) {
      const p = meanTest(x.map((v) => v - threshold)), at = (alpha: number) => meanInterval(x, 1 - alpha), excludes = (alpha: number): boolean => at(alpha).lower > threshold || at(alpha).upper < threshold;
      expect([excludes(p * 1.001), excludes(p * 0.999)]).toEqual([true, false]);
    }
  });

  test('of equal numbers says all, of one number nothing', () => {
    expect(meanInterval([2, 2, 2], 0.95)).toEqual({ estimate: 2, lower: 2, upper: 2 });
    expect([meanTest([0, 0, 0]), meanTest([1, 1, 1])]).toEqual([1, 0]);
    expect(meanInterval([3], 0.95)).toEqual({ estimate: 3, lower: -Infinity, upper: Infinity });
    expect(meanTest([3])).toBe(1);
    expect(() => meanInterval([], 0.95)).toThrow('mean: needed at least 1 draw, all finite, got 0');
    expect(() => meanTest([1, NaN])).toThrow('mean: needed at least 1 draw, all finite, got NaN');
  });

  // Student (1908), hours of sleep gained; R: t.test(sleep$extra[11:20] - sleep$extra[1:10]).
  test('has those that R gives for the ten pairs that were first tested so', () => {
    const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4], { lower, upper } = meanInterval(sleep, 0.95);
    expect([lower, upper].map((x) => x.toFixed(7))).toEqual(['0.7001142', '2.4598858']);
    expect(meanTest(sleep)).toBeCloseTo(0.00283289, 8);
  });

  test('has tails that are what its quantiles say, near 1/2 and far out', () => {
    for (const freedom of [1, 2, 9, 40]) for (const t of [1e-3, 0.5, 2, 30]) expect(Math.abs(studentUpper(studentTail(t, freedom), freedom) / t - 1)).toBeLessThan(1e-7);
    // With one degree of freedom it is Cauchy's: 1/2 - arctan(t) / pi.
    expect(studentTail(12, 1)).toBeCloseTo(0.5 - Math.atan(12) / Math.PI, 12);
  });
});
