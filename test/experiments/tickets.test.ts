import { describe, expect, test } from 'vitest';
import { measure } from '../../experiments/error-slack/study.js';
import { growthOf } from '../../experiments/growth/study.js';
import { measureGrowth } from '../../experiments/growth/measure.js';
import { realise } from '../../experiments/ticket-sparsity/study.js';

describe('error slack', () => {
  test('a layer alone is off by at most the budget, epsilon / 2, and the certified error is less than half of that at width 4', async () => {
    const [attempt] = await measure({ case: { target: 'uniform', width: 4, depth: 1, domain: 'ball' }, seed: 1, from: 3, to: 4 });
    expect(attempt.budget).toBeCloseTo(0.05, 15);
    expect(attempt.misses).toBe(0);
    expect(attempt.lower).toBeLessThanOrEqual(attempt.upper);
    expect(attempt.upper).toBeLessThan(attempt.budget / 2);
    expect(attempt.relaxed?.holds).toBe(true);
  });

  test('an attempt is a function of seed and number, whatever the batch', async () => {
    const c = { target: 'uniform', width: 4, depth: 2, domain: 'box' } as const;
    const both = await measure({ case: c, seed: 5, from: 0, to: 2 });
    expect(await measure({ case: c, seed: 5, from: 1, to: 2 })).toEqual([both[1]]);
  });
});

describe('sparsity of tickets', () => {
  test('of the built-in digits: no miss at n = 128, and sparsest keeps less than first', async () => {
    const of = async (select: string) => (await realise({ case: { source: 'diamond', target: 'digits', select, n: 128 }, seed: 1, from: 0, to: 1 })).tickets![0];
    const [first, sparsest] = [await of('first'), await of('sparsest')];
    expect([first.missed + first.open, sparsest.missed + sparsest.open]).toEqual([0, 0]);
    expect(sparsest.kept).toBeLessThan(first.kept);
    // 197 128 (197 + 65) + 65 128 (65 + 33) + 33 128 (33 + 10): biases are weights of a carried constant.
    expect(sparsest.sourceWeights).toBe(128 * (197 * (197 + 65) + 65 * (65 + 33) + 33 * (33 + 10)));
    expect(sparsest.keptPerWeight).toBe(sparsest.kept / 15018);
  });
});

describe('growth', () => {
  test('a run approximates, writes and checks a target of two square layers', async () => {
    const run = await measureGrowth({ width: 6, select: 'first', seed: 1, attempt: 0 });
    expect(run).toMatchObject({ weights: 72, problems: 72, misses: 0, verdict: 'holds' });
    expect(run.ticketBytes).toBeGreaterThan(8 * run.kept);
  });

  test('an exponent is the slope of logarithms over the large sizes', () => {
    const points = [1e3, 1e4, 1e5, 1e6, 1e7].map((x) => ({ x, y: x < 1e5 ? 5 : 3e-6 * x * Math.sqrt(x) }));
    const exponent = growthOf(points, 1e5)!;
    expect(exponent.estimate).toBeCloseTo(1.5, 9);
    expect(exponent.upper - exponent.lower).toBeLessThan(1e-6);
    expect(growthOf(points.slice(0, 4), 1e5)).toBeUndefined();
  });
});
