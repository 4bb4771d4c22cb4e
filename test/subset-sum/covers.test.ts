import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { known, selectorNamed, selectors } from '../../src/subset-sum/index.js';

/** Multiples of 1/64, and targets on a grid that meets every end of an interval of them at tolerances on it: what covers the grid covers all between. */
const values = fc.array(fc.integer({ min: -64, max: 64 }).map((k) => k / 64), { maxLength: 12 });
const grid = (low: number, high: number): number[] => Array.from({ length: Math.round((high - low) * 512) + 1 }, (_, k) => low + k / 512);
const range = fc.constantFrom([-1, 1], [-0.5, 0.5], [0, 1]);

describe.each(['first', 'closest', 'sparsest', 'integer', 'nearest', 'one', 'at-most:2', 'exactly:3', 'exactly:2:4', 'golden', 'count', 'boxes'])('%s covers an interval', (name) => {
  const selector = selectorNamed(name);

  test('from the number of candidates on that it says, every target hit; and where it says that none fewer do, some target is missed', () => {
    fc.assert(fc.property(values, range, fc.constantFrom(1 / 16, 1 / 8, 1 / 4, 5 / 8), (xs, [low, high], tolerance) => {
      if (name === 'golden' && Math.max(-low, high) > 1) return;
      const all = name === 'count' ? xs.map((x) => (x > 0 ? 1 : -1)) : xs, { lower, upper } = selector.covers!(known(all), low, high, tolerance);
      expect(lower).toBeLessThanOrEqual(upper);
      // A selector of one candidate is never asked for 0, nor one that must choose it by its sign.
      const missed = (n: number): number | undefined => grid(low, high).find((w) => w !== 0 && selector.select(known(all.slice(0, n)), w, tolerance).outcome !== 'hit');
      if (upper < Infinity) expect(missed(upper)).toBeUndefined();
      const fewer = Math.min(lower - 1, all.length);
      if (fewer >= 0 && fewer < lower) expect(missed(fewer)).toBeDefined();
    }), { numRuns: 25 });
  });
});

test('selectors that promise to search to the end say what they cover, and so do the greedy ones that are proved to', () => {
  expect(selectors.filter((s) => s.complete && !s.covers).map((s) => s.name)).toEqual([]);
  expect(selectors.filter((s) => !s.covers).map((s) => s.name)).toEqual(['plenty']);
});

test('hundreds of candidates are covered by a prefix of them', () => {
  const xs = Array.from({ length: 2000 }, (_, k) => Math.fround(Math.sin(k + 1) / 2)), { lower, upper } = selectorNamed('first').covers!(known(xs), -1, 1, 0.01);
  expect(upper).toBeLessThan(32);
  expect(lower).toBeGreaterThan(7);
});
