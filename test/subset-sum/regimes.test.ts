import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBeyondReach, known, reachTime, regimeOf, selectorNamed, type Selector } from '../../src/subset-sum/index.js';

/** Multiples of 1/32: every sum is exact, and sums at the very edge of the tolerance are frequent. */
const coarse = fc.integer({ min: -32, max: 32 }).map((k) => k / 32);
const problem = fc.record({ values: fc.array(coarse, { maxLength: 9 }), target: fc.integer({ min: -64, max: 64 }).map((k) => k / 32), tolerance: fc.constantFrom(0, 1 / 32, 1 / 8, 1 / 3) });

/** The sums of every subset that a selector may choose, for each of its groups: the oracle. */
function sumsOf({ admits = () => true, groups }: Selector, values: readonly number[]): number[][] {
  const size = groups ?? values.length, parts = groups === undefined ? [values] : Array.from({ length: Math.floor(values.length / size) }, (_, g) => values.slice(g * size, (g + 1) * size));
  return parts.map((part) => {
    const sums: number[] = [];
    for (let mask = 0; mask < 2 ** part.length; mask++) {
      const chosen = part.filter((_, i) => (mask >>> i) & 1);
      if (admits(chosen.length)) sums.push(chosen.reduce((s, x) => s + x, 0));
    }
    return sums;
  });
}

const isOnOneSide = (sums: readonly number[], target: number, tolerance: number): boolean => sums.every((s) => s < target - tolerance) || sums.every((s) => s > target + tolerance);

describe.each(['first', 'closest', 'sparsest', 'plenty', 'golden', 'count', 'nearest', 'one', 'at-most:2', 'exactly:3', 'exactly:2:4'])('the regime of a miss of %s', (name) => {
  const selector = selectorNamed(name);

  test('is `range` where, by all subsets that it may choose, sums end short of the target or begin beyond it, and only there', () => {
    fc.assert(fc.property(problem, ({ values, target, tolerance }) => {
      expect(isBeyondReach(selector, known(values), target, tolerance)).toBe(sumsOf(selector, values).every((sums) => isOnOneSide(sums, target, tolerance)));
    }), { numRuns: 80 });
  });

  test('is `resolution` only where no subset is within the tolerance though the mass is enough, and no proof is called given up', () => {
    fc.assert(fc.property(problem, ({ values, target, tolerance }) => {
      const { outcome } = selector.select(known(values), target, tolerance);
      if (outcome === 'hit') return;
      const regime = regimeOf(selector, known(values), target, tolerance, outcome), sums = sumsOf(selector, values).flat();
      if (regime !== 'gave-up') expect(sums.some((s) => Math.abs(s - target) <= tolerance)).toBe(false);
      if (selector.complete) expect(regime).not.toBe('gave-up');
    }), { numRuns: 80 });
  });

  test('has a time from which on the mass is enough: that of the least prefix', () => {
    fc.assert(fc.property(problem, ({ values, target, tolerance }) => {
      const short = (n: number): boolean => isBeyondReach(selector, known(values.slice(0, n)), target, tolerance), time = reachTime(selector, known(values), target, tolerance);
      expect(time).toBe([...values.keys(), values.length].find((n) => !short(n)) ?? Infinity);
    }), { numRuns: 80 });
  });
});

test('mass that is short of the target by less than float64 can add is short all the same', () => {
  // 1 + 2^-60 is not a float64: the sum of the values rounds to 1.
  const values = [1 - 2 ** -53, 2 ** -54];
  expect(isBeyondReach({}, known(values), 1, 0)).toBe(true);
  expect(isBeyondReach({}, known([...values, 2 ** -54]), 1, 0)).toBe(false);
  expect(isBeyondReach({ admits: (k) => k === 2 }, known(values), 1, 0)).toBe(true);
});
