import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { signOfSum } from '../../src/numeric/exact-sign.js';
import { uniforms } from '../../src/numeric/uniforms.js';
import { assertHolds, coarseValue, solverProperties } from '../../src/properties/index.js';
import { BitSums } from '../../src/subset-sum/bit-sums.js';
import {
  closest, count, coveringTime, distanceOf, engine, fixedSize, golden, hittingTime, inGroups, integer, known, openWasmEngine, PlainEngine, plenty, selectorNamed, selectors, sparsest, useEngine, type Selector,
} from '../../src/subset-sum/index.js';
import { runs } from '../runs.js';

/** Numbers of 53 bits in [-1, 1), the k-th of a fixed stream. */
function samples(n: number, k: number): Float64Array {
  const out = new Float64Array(n);
  uniforms(11, 0, k, 0, 0, n, out);
  return out.map((u) => 2 * u - 1);
}

const solvers: readonly Selector[] = [...selectors, fixedSize(0, 'exactly'), fixedSize(2, 'exactly'), fixedSize(5, 'exactly'), fixedSize(3, 'at-most'), inGroups(fixedSize(2, 'exactly'), 4)];
/** `integer` takes values on a coarse grid, `count` -1 and 1. */
const casesOf = (s: Selector) => (s === integer ? { values: coarseValue } : s === count ? { values: fc.constantFrom(1, -1) } : {});

describe.each(solvers.map((s) => [s.name, s] as const))('%s', (_, solver) => {
  for (const one of solverProperties(solver, casesOf(solver))) {
    test(one.name.replace(`${solver.name}: `, ''), () => assertHolds(one, { runs: runs(120).numRuns }));
  }
});

describe('the plain engine', () => {
  const wasm = engine();
  afterEach(() => useEngine(wasm));

  test.each(['first', 'sparsest', 'closest'])('%s on it satisfies every property of solvers', async (name) => {
    useEngine(new PlainEngine());
    for (const one of solverProperties(selectorNamed(name))) await assertHolds(one, { runs: runs(80).numRuns });
    expect(engine().name).toBe('plain');
  });

  test('agrees with WebAssembly, which is what runs here, on distances, hitting times and covering times', () => {
    expect(wasm.name).toBe('wasm');
    const both = <T>(ask: () => T): [T, T] => {
      useEngine(wasm);
      const one = ask();
      useEngine(new PlainEngine());
      return [one, ask()];
    };
    for (let k = 0; k < 60; k++) {
      const n = 5 + (k % 22), values = samples(n, k), target = samples(1, 1000 + k)[0];
      const [a, b] = both(() => distanceOf(values, closest.select(known(values), target, 0).chosen, target));
      expect(Math.abs(a - b)).toBeLessThan(1e-13);
      const [s, t] = both(() => hittingTime(known(values), target, 10 ** -(1 + (k % 5))).time);
      expect(s).toBe(t);
      const [u, v] = both(() => coveringTime(known(values.subarray(0, 14)), -0.5, 0.5, 0.02));
      expect(u).toEqual(v);
    }
  });

  test('finds the same optimum as WebAssembly beyond 44 candidates, by another way', () => {
    const values = samples(46, 5), target = 0.123;
    useEngine(openWasmEngine()!);
    const found = closest.select(known(values), target, 0);
    // Two candidates left out or in: the least of four problems of 44.
    const rest = [0, values[44], values[45], values[44] + values[45]].map((shift) => distanceOf(values, closest.select(known(values.subarray(0, 44)), target - shift, 0).chosen, target - shift));
    expect(Math.abs(distanceOf(values, found.chosen, target) - Math.min(...rest))).toBeLessThan(2e-14);
  });
});

describe('closest beyond 44 candidates', () => {
  test.each([45, 47, 49, 52])('finds a planted subset of %i numbers of 47 bits', (n) => {
    const values = samples(n, n).map((x) => Math.round(x * 2 ** 47) / 2 ** 47);
    const planted = [...values.keys()].filter((k) => k % 3 === 1);
    const target = planted.reduce((sum, k) => sum + values[k], 0);
    expect(distanceOf(values, closest.select(known(values), target, 0).chosen, target)).toBe(0);
  });

  test('takes values of which many subsets have one sum: equal ones, zeros, a few distinct ones', () => {
    for (const values of [new Float64Array(48).fill(0.25), new Float64Array(46), Float64Array.from({ length: 50 }, (_, k) => [0.25, -0.5, 1.75, -3][k % 4])]) {
      for (const target of [0, 0.3, 7.1, -20]) {
        const mine = closest.select(known(values), target, 0.1), theirs = integer.select(known(values), target, 0.1);
        expect(distanceOf(values, mine.chosen, target)).toBe(distanceOf(values, theirs.chosen, target));
        expect(mine.outcome).toBe(theirs.outcome);
      }
    }
  });

  test('claims nothing of numbers below every grid', () => {
    expect(closest.select(known([5e-324]), 5e-324, 0)).toMatchObject({ outcome: 'gave-up', exact: false });
  });

  test('refuses more than 60, and numbers that are not finite', () => {
    expect(() => closest.select(known(new Array<number>(61).fill(0.1)), 0, 0.1)).toThrow('closest: needed at most 60 candidates, got 61');
    expect(() => closest.select(known([1, NaN]), 0, 0.1)).toThrow('closest: needed finite candidates and a finite target');
    expect(() => hittingTime(known([Infinity]), 1, 0.1)).toThrow('hittingTime: needed finite candidates');
  });
});

describe('sparsest', () => {
  test('proves four of several hundred candidates, by pairs of pairs', () => {
    const values = samples(300, 1).map((x) => Math.round(x * 2 ** 45) / 2 ** 45), four = [17, 80, 190, 255];
    const target = four.reduce((sum, k) => sum + values[k], 0);
    expect(sparsest.select(known(values), target, 2 ** -45)).toEqual({ outcome: 'hit', chosen: four, exact: true });
  });

  test('finds the fewest beyond 40 candidates too: a planted pair and a planted triple among 200', () => {
    const values = samples(200, 2).map((x) => Math.round(x * 2 ** 45) / 2 ** 45);
    for (const planted of [[70, 150], [90, 120, 180], [3, 40], [5, 6, 199]]) {
      const target = planted.reduce((sum, k) => sum + values[k], 0);
      expect(sparsest.select(known(values), target, 2 ** -40)).toEqual({ outcome: 'hit', chosen: planted, exact: true });
    }
  });
});

describe('plenty', () => {
  test('hits 1e-9 with 128 uniform candidates in at least 98 of 100 fixed problems', () => {
    const hits = Array.from({ length: 100 }, (_, k) => plenty.select(known(samples(128, k)), samples(1, 5000 + k)[0], 1e-9)).filter((s) => s.outcome === 'hit');
    expect(hits.length).toBeGreaterThanOrEqual(98);
  });

  test('takes candidates of one sign', () => {
    const hits = Array.from({ length: 50 }, (_, k) => plenty.select(known(samples(128, k).map(Math.abs)), 20 + samples(1, k)[0], 1e-8)).filter((s) => s.outcome === 'hit');
    expect(hits.length).toBeGreaterThanOrEqual(45);
  });
});

describe('golden', () => {
  test('takes at most one candidate a bin, the first there: g^{i+2} < v <= g^{i+1}', () => {
    const g = (Math.sqrt(5) - 1) / 2;
    // Bins 0, 1, 2, ... begin at g; the second 0.5 is never asked for.
    const { chosen, outcome } = golden.select(known([0.5, 0.5, -0.3, 0.3, 0.2, 0.1]), 0.95, 0.16);
    expect(chosen).toEqual([0, 3]);
    expect(outcome).toBe('hit');
    expect(0.5 > g * g && 0.5 <= g).toBe(true);
  });

  test('with one candidate in every bin leaves at most g^k of any target in [-1, 1]', () => {
    const g = (Math.sqrt(5) - 1) / 2, k = 20;
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: k, maxLength: k }), fc.double({ min: -1, max: 1, noNaN: true }), (places, target) => {
        const side = target < 0 ? -1 : 1;
        const values = places.map((p, i) => side * Math.min(g ** (i + 1) * 0.999999999, Math.max(g ** (i + 2) * 1.000000001, g ** (i + 2) + p * (g ** (i + 1) - g ** (i + 2)))));
        expect(golden.select(known(values), target, g ** k * 1.000001).outcome).toBe('hit');
      }),
    );
  });
});

describe('the covering time', () => {
  test('is the first prefix whose sorted sums leave no gap, for lists and for the bracket alike', () => {
    for (let k = 0; k < 40; k++) {
      const values = samples(16, 300 + k), tolerance = [0.2, 0.05, 0.02, 0.005][k % 4];
      const covers = (m: number): boolean => {
        const sums = Array.from({ length: 2 ** m }, (_, mask) => [...values.subarray(0, m)].reduce((s, x, i) => s + ((mask >>> i) & 1 ? x : 0), 0)).sort((a, b) => a - b);
        let uncovered = -1;
        for (const s of sums) {
          if (s + tolerance < -1) continue;
          if (s - tolerance > uncovered) return false;
          uncovered = s + tolerance;
          if (uncovered >= 1) return true;
        }
        return false;
      };
      let least = Infinity;
      for (let m = 0; m <= 13 && least === Infinity; m++) if (covers(m)) least = m;
      const { lower, upper } = coveringTime(known(values.subarray(0, 13)), -1, 1, tolerance);
      expect([lower, upper]).toEqual([least, least]);
    }
  });

  test('is bracketed beyond 24 candidates', () => {
    // Twelve zeros, then halving steps: 16 of them cover [0, 1 - 2^-10] to 2^-17, 15 do not.
    const values = Float64Array.from({ length: 32 }, (_, k) => (k < 12 ? 0 : 2 ** -(k - 11)));
    const { lower, upper } = coveringTime(known(values), 0, 1 - 2 ** -10, 1.2 * 2 ** -17);
    expect([lower, upper]).toEqual([28, 28]);
    // Where cells are too coarse to tell, the two differ.
    const near = coveringTime(known(values), 0, 1 - 2 ** -10, 1.0001 * 2 ** -17);
    expect(near.lower).toBeLessThanOrEqual(28);
    expect(near.upper).toBeGreaterThan(28);
    expect(() => coveringTime(known(values), 1, 0, 0.1)).toThrow('coveringTime: needed low <= high');
  });
});

describe('sums as bits', () => {
  test('are the sums of all subsets of integers of either sign', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -70, max: 70 }), { maxLength: 8 }), (xs) => {
        const sums = new BitSums();
        xs.forEach((x) => sums.add(x));
        const all = new Set(Array.from({ length: 2 ** xs.length }, (_, mask) => xs.reduce((s, x, i) => s + ((mask >>> i) & 1 ? x : 0), 0)));
        for (let s = -600; s <= 600; s++) expect(sums.has(s)).toBe(all.has(s));
        const at = 17.5, below = Math.max(...[...all].filter((s) => s <= at)), above = Math.min(...[...all].filter((s) => s > at));
        expect(sums.around(at)).toEqual([below, above].filter(Number.isFinite));
      }),
    );
  });
});

describe('the sign of a sum', () => {
  test('is exact, where float64 cancels', () => {
    expect(signOfSum([1, 2 ** -80, -1])).toBe(1);
    expect(signOfSum([1e300, -1, -1e300])).toBe(-1);
    expect(signOfSum([0.1, 0.2, -0.30000000000000004])).toBe(-1);
    expect(signOfSum([])).toBe(0);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), fc.integer({ min: -60, max: 60 })), { maxLength: 12 }), (terms) => {
        const exact = terms.reduce((sum, [m, e]) => sum + (BigInt(m) << BigInt(e + 60)), 0n);
        expect(signOfSum(terms.map(([m, e]) => m * 2 ** e))).toBe(exact > 0n ? 1 : exact < 0n ? -1 : 0);
      }),
    );
  });
});
