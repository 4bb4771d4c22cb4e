import { describe, expect, test } from 'vitest';
import { comparisons, differences, type PhewRows } from '../../experiments/phew/compare.js';
import { findingOf } from '../../experiments/phew/finding.js';
import { prunedBeforeTraining, type PhewAttempt, type PhewCase } from '../../experiments/phew/study.js';

const made = (method: PhewCase['method'], density: number, right: readonly number[], optimiser: PhewCase['optimiser'] = 'sgd'): PhewRows => ({
  case: { network: 'lenet-300-100', method, density, optimiser },
  attempts: right.length,
  asked: right.length,
  rows: right.map((r, k) => ({ from: k, to: k + 1, result: [{ beyond: 0, kept: 10, onPaths: 10, widths: [3, 2, 1], deadUnits: 0, trace: 2 + k, gradientNorm: 1, right: r } satisfies PhewAttempt] })),
});

describe('a comparison of PHEW with another method', () => {
  const cases = [made('PHEW', 0.05, [9100, 9150, 9120, 9130]), made('random, each layer', 0.05, [8800, 8860, 8815, 8831]), made('SynFlow', 0.05, [9301, 9352, 9319]), made('magnitude', 0.05, [9101, 9140, 9130, 9128])];

  test('is of attempts of one number, in points of accuracy', () => {
    expect(differences(cases, 'random, each layer', 0.05)).toEqual([3, 2.9, 3.05, 2.99]);
    expect(differences(cases, 'SynFlow', 0.05)).toEqual([-2.01, -2.02, -1.99]);
  });

  test('holds where PHEW is above, fails where it is below and is open where the attempts cannot tell, all together', () => {
    expect(comparisons(cases, 0.95).map(({ rival, verdict, pairs }) => [rival, verdict, pairs])).toEqual([['random, each layer', 'holds', 4], ['magnitude', 'open', 4], ['SynFlow', 'fails', 3]]);
    expect(findingOf(cases, 0.95)).toMatch(/open\.$/);
  });
});

test('an attempt is a function of seed and number: of a residual network, looked at and not trained, PHEW keeps what it was asked for on paths', async () => {
  const c = { network: 'residual', method: 'PHEW', density: 0.05, optimiser: 'none' } as const;
  const [first, second] = await prunedBeforeTraining({ case: c, seed: 3, from: 0, to: 2 });
  expect(await prunedBeforeTraining({ case: c, seed: 3, from: 1, to: 2 })).toEqual([second]);
  expect(first).toMatchObject({ onPaths: first.kept, right: null });
  expect(first).not.toEqual(second);
  // A walk passes six layers.
  expect(first.beyond).toBeGreaterThanOrEqual(0);
  expect(first.beyond).toBeLessThan(6);
});
