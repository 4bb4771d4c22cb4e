import { describe, expect, test } from 'vitest';
import { attemptsWithoutFailure, SequentialTest, type SequentialVerdict } from '../../src/numeric/statistics/index.js';
import { uniformOf } from '../random-network.js';

/** A test of attempts that fail with probability f, until it decides. */
function run(f: number, delta: number, next: () => number, most = 20_000): { verdict: SequentialVerdict; attempts: number } {
  const one = new SequentialTest(delta, 0.05);
  while (one.verdict === 'open' && one.attempts < most) one.add((next() + 1) / 2 < f ? 'failure' : 'success');
  return { verdict: one.verdict, attempts: one.attempts };
}

describe('the sequential test', () => {
  test('needs as many attempts without a failure as the average of its five products says', () => {
    // (1/5) sum over f1 of ((1 - f1)/(1 - delta))^n >= 40.
    const mean = (n: number): number => [0, 0.0025, 0.005, 0.01, 0.025].reduce((sum, f1) => sum + ((1 - f1) / 0.95) ** n, 0) / 5;
    const needed = Array.from({ length: 200 }, (_, n) => n).find((n) => mean(n) >= 40)!;
    expect(run(0, 0.05, () => 1)).toEqual({ verdict: 'holds', attempts: needed });
    expect(attemptsWithoutFailure(0.05, 0.05)).toBe(needed);
    const one = new SequentialTest(0.7, 0.01, { oneSided: true });
    while (one.verdict === 'open') one.add('success');
    expect(attemptsWithoutFailure(0.7, 0.01, { oneSided: true })).toBe(one.attempts);
  });

  test('is seldom wrong: at f = delta exactly, at most 5 % of 400 runs decide either way, give or take three deviations', () => {
    const next = uniformOf(5);
    const decided = Array.from({ length: 400 }, () => run(0.05, 0.05, next, 2000)).filter((r) => r.verdict !== 'open').length;
    expect(decided / 400).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 400));
  });

  test('finds a rate that is too high, and one that is low', () => {
    const next = uniformOf(6);
    for (let k = 0; k < 20; k++) {
      expect(run(0.3, 0.1, next).verdict).toBe('fails');
      expect(run(0.01, 0.1, next).verdict).toBe('holds');
    }
  });

  test('counts an attempt that was given up against either verdict', () => {
    const one = new SequentialTest(0.1, 0.05);
    for (let k = 0; k < 10_000; k++) one.add('gave up');
    expect(one).toMatchObject({ verdict: 'open', attempts: 10_000, gaveUp: 10_000, failures: 0 });
    expect(() => new SequentialTest(0, 0.05)).toThrow('SequentialTest: needed delta and alpha in (0, 1), got 0 and 0.05');
  });
});
