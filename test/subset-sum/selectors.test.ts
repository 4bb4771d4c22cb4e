import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closest, first, hittingTime, integer, known, selectors, type Candidates } from '../../src/subset-sum/index.js';
import { runs } from '../runs.js';

/** Products of two weights of 24 bits, as the source gives them: dyadic, so that every sum is exact. */
const value = fc.tuple(fc.integer({ min: -(2 ** 24), max: 2 ** 24 }), fc.integer({ min: 1, max: 2 ** 24 })).map(([a, b]) => (a * b) / 2 ** 48);
const values = (max: number) => fc.array(fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom(0, 0.5, -0.5, 2 ** -48) }), { maxLength: max });
const target = fc.integer({ min: -(2 ** 48), max: 2 ** 48 }).map((k) => k / 2 ** 48);
const tolerance = fc.constantFrom(2 ** -2, 2 ** -5, 2 ** -8, 2 ** -12, 2 ** -30);

interface Subset {
  readonly chosen: number[];
  readonly distance: number;
}

/** Every subset: the oracle. */
function* subsets(xs: readonly number[], t: number): Generator<Subset> {
  for (let mask = 0; mask < 2 ** xs.length; mask++) {
    const chosen = xs.map((_, i) => i).filter((i) => (mask >>> i) & 1);
    yield { chosen, distance: Math.abs(chosen.reduce((s, i) => s + xs[i], 0) - t) };
  }
}

const distanceOf = (xs: readonly number[], t: number, chosen: readonly number[]): number => Math.abs(chosen.reduce((s, i) => s + xs[i], 0) - t);

describe('closest', () => {
  test('finds a planted subset among 46 candidates, beyond the sums that it keeps in lists', () => {
    const xs = Array.from({ length: 46 }, (_, i) => ((2 ** 47 + i * 1234567890123) % 2 ** 47) / 2 ** 48 - 0.25);
    const planted = [1, 5, 19, 33, 44, 45];
    const t = planted.reduce((s, i) => s + xs[i], 0);
    expect(distanceOf(xs, t, closest.select(known(xs), t, 2 ** -48).chosen)).toBe(0);
  });

  test('refuses more than 60 candidates', () => {
    expect(() => closest.select(known(new Array(61).fill(0.1)), 0, 0.1)).toThrow('closest: needed at most 60 candidates, got 61');
  });
});

describe('a subset at the very edge of the tolerance', () => {
  test('is never called a hit by a selector where its exact sum lies outside', () => {
    // Targets off the candidates' grid: shifting them rounds. |sum - target| is compared once, as it is.
    fc.assert(
      fc.property(values(6), fc.double({ noNaN: true, min: -(2 ** -24), max: 2 ** -24 }), fc.integer({ min: 1, max: 63 }), (xs, t, mask) => {
        const reached = xs.reduce((s, x, i) => s + ((mask >>> i) & 1 ? x : 0), 0);
        const tol = Math.abs(reached - t) * (1 - 2 ** -53);
        for (const selector of selectors.filter((s) => s !== integer)) {
          const { outcome, chosen } = selector.select(known(xs), t, tol);
          if (outcome === 'hit') expect(distanceOf(xs, t, chosen)).toBeLessThanOrEqual(tol);
        }
      }),
      runs(400),
    );
  });
});

describe('the hitting time', () => {
  test('is the shortest prefix with a subset within the tolerance; first keeps the closest subset of that prefix', () => {
    fc.assert(
      fc.property(values(12), target, tolerance, (xs, t, tol) => {
        const bestOf = (m: number): number => Math.min(...[...subsets(xs.slice(0, m), t)].map((s) => s.distance));
        const lengths = Array.from({ length: xs.length + 1 }, (_, m) => m).filter((m) => bestOf(m) <= tol);
        const { time } = hittingTime(known(xs), t, tol);
        expect(time).toBe(lengths[0] ?? Infinity);
        if (time < Infinity) expect(distanceOf(xs, t, first.select(known(xs), t, tol).chosen)).toBe(bestOf(time));
      }),
      runs(200),
    );
  });

  test('draws no candidate beyond the one it ends at', () => {
    const xs = [0.3, 0.2, 0.1, 0.05, 0.9];
    let drawn = 0;
    const lazy: Candidates = {
      limit: 5,
      values: new Float64Array(5),
      get drawn() {
        return drawn;
      },
      draw(count) {
        for (; drawn < Math.min(count, 5); drawn++) this.values[drawn] = xs[drawn];
      },
    };
    expect(hittingTime(lazy, 0.5, 1e-9).time).toBe(2);
    expect(drawn).toBe(2);
  });

  test('is not known where 46 candidates do not reach: first then tries the next 46, and a hit there is not exact', () => {
    const late = known([...new Array<number>(46).fill(2 ** -20), 0.25, 0.25]);
    expect(hittingTime(late, 0.5, 2 ** -30).time).toBe(Infinity);
    expect(first.select(late, 0.5, 2 ** -30)).toEqual({ outcome: 'hit', chosen: [46, 47], exact: false });
  });

  test('first proves a miss among many candidates where their sum stays short, and else gives up', () => {
    expect(first.select(known(new Array<number>(60).fill(2 ** -20)), 0.5, 2 ** -10)).toMatchObject({ outcome: 'unreachable', exact: true });
    // 2 ** -7 more than a multiple of 2 ** -6: out of reach, but no window proves it.
    expect(first.select(known(new Array<number>(60).fill(2 ** -6)), 0.5 + 2 ** -7, 2 ** -10)).toMatchObject({ outcome: 'gave-up', exact: false });
  });
});
