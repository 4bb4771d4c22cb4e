import { describe, expect, it } from 'vitest';
import { necessaryDraws, sufficientDraws } from '../../experiments/subset-sum-constants/bounds.js';
import { constantOf, curveAt } from '../../experiments/fixed-size-phase/constant.js';
import { layerFailure, missCorrelation, unionRatio } from '../../experiments/sample-sharing/failure.js';
import { work as targetsWork } from '../../experiments/adversarial-targets/study.js';
import { work as phaseWork } from '../../experiments/fixed-size-phase/study.js';
import { work as regimesWork } from '../../experiments/range-against-resolution/study.js';
import { randomNumbers } from '../../experiments/sample-sharing/layer.js';
import { work as sharingWork } from '../../experiments/sample-sharing/study.js';
import { work as constantsWork } from '../../experiments/subset-sum-constants/study.js';
import { shareBeyond, sortedTimes, timeQuantile, TimesCount } from '../../experiments/times.js';
import { parseSampleLaw, PoolOfSamples } from '../../src/subset-sum/laboratory/index.js';

const SEED = 5;

/** Draws and target of an attempt, from the laboratory itself: pool stream 2^20 + attempt. */
function drawn(law: string, epsilon: number, n: number, stream: number, attempt: number, range: number, scale = 1): { values: number[]; raw: number[]; target: number } {
  const pool = new PoolOfSamples({ law: parseSampleLaw(law, epsilon), scale, n, sharing: 'weight', seed: SEED });
  pool.draw(stream * 2 ** 20 + attempt, 0);
  return { values: [...pool.values.subarray(0, pool.usable)], raw: [...pool.raw.subarray(0, pool.usable)], target: pool.target(stream * 2 ** 20 + attempt, 0, range) };
}

/** The least number of values with a property of all their subset sums, by listing these. */
function least(values: readonly number[], holds: (sums: readonly number[]) => boolean): number {
  let sums = [0];
  for (let n = 0; ; n++) {
    if (holds(sums)) return n;
    if (n === values.length || n === 16) return Infinity;
    sums = [...sums, ...sums.map((s) => s + values[n])];
  }
}

const near = (target: number, tolerance: number) => (sums: readonly number[]): boolean => sums.some((s) => Math.abs(s - target) <= tolerance);

function covers(range: number, tolerance: number): (sums: readonly number[]) => boolean {
  return (sums) => {
    let reached = -range;
    for (const s of [...sums].sort((a, b) => a - b)) if (s - tolerance <= reached && s + tolerance > reached) reached = s + tolerance;
    return reached >= range;
  };
}

const counted = (times: readonly number[]): readonly number[] => times.reduce((count, t) => (count.add(t), count), new TimesCount()).counted.times;
/** Of a list of counts, those up to a time. */
const upTo = (counts: readonly number[], n: number): number[] => Array.from({ length: n + 1 }, (_, t) => counts[t] ?? 0);

describe('times of attempts', () => {
  it('are counted and sorted again, those that never come as Infinity', () => {
    const count = new TimesCount();
    [3, 0, 3, Infinity].forEach((t) => count.add(t));
    const sorted = sortedTimes([{ from: 0, to: 4, result: count.counted }], (r) => r);
    expect(count.counted).toEqual({ times: [1, 0, 0, 2] });
    expect([...sorted.earliest]).toEqual([0, 3, 3, Infinity]);
    expect(shareBeyond(sorted, 2, 0.9).estimate).toBe(3 / 4);
    expect(timeQuantile(sorted, 0.5, 0.5)).toMatchObject({ estimate: 3 });
  });

  it('that lie between two limits count early for lower limits and late for upper ones', () => {
    const count = new TimesCount();
    for (let k = 0; k < 50; k++) count.add(2, 7);
    const sorted = sortedTimes([{ from: 0, to: 50, result: count.counted }], (r) => r);
    expect(timeQuantile(sorted, 0.5, 0.9)).toEqual({ estimate: 7, lower: 2, upper: 7 });
    const share = shareBeyond(sorted, 4, 0.9);
    expect(share.lower).toBe(0);
    expect(share.upper).toBe(1);
  });
});

describe('what an attempt of a study finds is what listing all subset sums finds', () => {
  const batch = { seed: SEED, from: 3, to: 15 }, attempts = Array.from({ length: 12 }, (_, k) => k + 3);

  it('for one target and for every target, by law', () => {
    for (const law of ['uniform', 'product', 'normal']) {
      const one = attempts.map((k) => drawn(law, 1 / 16, 46, 2, k, 0.5));
      expect(upTo(constantsWork({ case: { law, targets: 'one', range: 0.5, bits: 4, stream: 2 }, ...batch }).times, 14), law).toEqual(upTo(counted(one.map((d) => least(d.values, near(d.target, 1 / 16)))), 14));
      expect(upTo(constantsWork({ case: { law, targets: 'all', range: 0.5, bits: 4, stream: 2 }, ...batch }).times, 14), law).toEqual(upTo(counted(one.map((d) => least(d.values, covers(0.5, 1 / 16)))), 14));
    }
  });

  it('for numbers of a grid, where a hit is an equal sum', () => {
    const expected = attempts.map((k) => drawn('quantised:8', 1 / 16, 46, 9, k, 1)).map((d) => least(d.values, (sums) => sums.includes(d.target)));
    expect(upTo(constantsWork({ case: { law: 'quantised', targets: 'one', range: 1, bits: 4, stream: 9 }, ...batch }).times, 16)).toEqual(upTo(counted(expected), 16));
  });

  it('for the range of a diamond: the first raw draw at which its sums of one sign pass the target, never later than the hit', () => {
    const found = regimesWork({ case: { epsilon: 0.1, scale: 2, range: 1, targets: 'one', stream: 4 }, ...batch });
    const expected = attempts.map((k) => drawn('diamond', 0.1, 160, 4, k, 1, 2)).map(({ values, raw, target }) => {
      const rawOf = (n: number): number => (n === 0 ? 0 : n === Infinity ? Infinity : raw[n - 1]);
      return { range: rawOf(least(values, (sums) => (target > 0 ? Math.max(...sums) >= target - 0.1 : Math.min(...sums) <= target + 0.1))), hit: rawOf(least(values, near(target, 0.1))) };
    });
    expect(upTo(found.range.times, 20)).toEqual(upTo(counted(expected.map((e) => e.range)), 20));
    expect(upTo(found.hit.times, 20)).toEqual(upTo(counted(expected.map((e) => e.hit)), 20));
    expect(expected.every((e) => e.range <= e.hit)).toBe(true);
  });

  it('for subsets of exactly three', () => {
    const expected = attempts.map((k) => drawn('uniform', 0.01, 60, 6, k, 1).values).map((v) => {
      for (let n = 3; n <= 60; n++) for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) for (let c = 0; c < b; c++) if (Math.abs(v[a] + v[b] + v[c] - Math.sqrt(3)) <= 0.01) return n;
      return Infinity;
    });
    expect(phaseWork({ case: { epsilon: 0.01, size: 3, target: 1, stream: 6 }, ...batch }).times).toEqual(counted(expected));
  });

  it('for a target that needs no number, at once', () => {
    expect(targetsWork({ case: { law: 'diamond', epsilon: 0.01, w: 0, stream: 0 }, ...batch })).toEqual({ times: [12] });
  });
});

describe('shared draws', () => {
  const found = sharingWork({ case: { law: 'uniform', sharing: 'row', epsilon: 0.01, stream: 1 }, seed: SEED, from: 0, to: 3 });
  const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

  it('leave 64 weights, 224 pairs that share and one last time to a layer', () => {
    expect([found.weights, found.pairs, found.layers].map((t) => sum(t.times))).toEqual([192, 672, 3]);
    expect(found.layers.times.length).toBe(found.weights.times.length);
    expect(found.pairs.times.length).toBeLessThanOrEqual(found.weights.times.length);
  });

  it('take the fewest random numbers by rows, the most by weights', () => {
    expect([randomNumbers('uniform', 'weight', 21), randomNumbers('uniform', 'row', 21)]).toEqual([1344, 168]);
    expect([randomNumbers('diamond', 'weight', 42), randomNumbers('diamond', 'column', 42), randomNumbers('diamond', 'row', 42)]).toEqual([5376, 3024, 672]);
  });

  it('of all alike make misses wholly correlated, and the union bound as loose as there are weights', () => {
    // Layers in which all weights or none are missed at n = 4.
    const result = (time: number) => ({ weights: counts(time, 64), layers: counts(time, 1), pairs: counts(time, 224), errors: found.errors });
    const rows = [3, 9, 3, 3].map((time, k) => ({ from: k, to: k + 1, result: result(time) }));
    const all = { case: { law: 'uniform', sharing: 'row' as const, epsilon: 0.01, stream: 0 }, attempts: 4, asked: 4, rows };
    expect(layerFailure(all, 4, 0.9).estimate).toBe(1 / 4);
    expect(unionRatio(all, 4, 0.9).estimate).toBe(64);
    expect(missCorrelation(all, 4, 0.9).estimate).toBeCloseTo(1, 12);
  });

  function counts(time: number, many: number): { times: number[] } {
    return { times: [...new Array<number>(time).fill(0), many] };
  }
});

describe('bounds beside the measurements', () => {
  it('are the statements own: 56 uniform draws and 445 of a diamond for every target of [-1, 1] at tolerance and delta 0.01', () => {
    expect(sufficientDraws('uniform', 1)!.at(0.01, 0.01)).toBe(56);
    expect(sufficientDraws('diamond', 1)!.at(0.01, 0.01)).toBe(445);
    expect(sufficientDraws('hyperbolic', 1)).toBeUndefined();
  });

  it('say that a window needs as many draws as its width has bits', () => {
    expect(necessaryDraws('normal', 1).at(2 ** -10, 0.01)).toBe(10);
    expect(necessaryDraws('diamond', 0.5).at(2 ** -10, 0.01)).toBe(9);
    expect(necessaryDraws('uniform', 1).at(2 ** -3, 0.01)).toBeGreaterThan(3);
  });

  it('have the constant 1 or a little less where half of the attempts hit one draw before the curve', () => {
    const epsilon = 0.01, n = curveAt(epsilon, 4) - 1;
    const rows = [{ from: 0, to: 100, result: { times: [...new Array<number>(n).fill(0), 100] } }];
    const { estimate } = constantOf({ case: { epsilon, size: 4, target: 0, stream: 0 }, attempts: 100, asked: 100, rows }, 0.9);
    expect(estimate).toBeLessThan(1);
    expect(estimate).toBeGreaterThan(0.8);
  });
});
