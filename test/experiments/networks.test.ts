import { describe, expect, test } from 'vitest';
import { certifiedErrors } from '../../experiments/networks/certified-errors.js';
import { coveringBracket, coversBy, provenTime } from '../../experiments/networks/covering-bracket.js';
import { diamondCovers, diamondProblems, diamondTimes, rangeTimeOf, timeOf } from '../../experiments/networks/diamond-times.js';
import { boundAt, boundsAt, diamondFloor, ownTolerance, theoremNamed, weightsAt } from '../../experiments/networks/shares.js';
import { sufficientWidth } from '../../experiments/networks/sufficient-width.js';
import { constantTarget, families, familyNamed, uniformTarget } from '../../experiments/networks/targets.js';
import { shownInterval, sortedTimes, tallied, timeQuantile, timesOf } from '../../experiments/networks/time-quantile.js';
import { spectralNormUp } from '../../src/numeric/spectral-norm.js';
import { uniformWeight } from '../../src/numeric/law.js';
import { philox } from '../../src/numeric/philox.js';
import { coveringTime, hittingTime, known } from '../../src/subset-sum/index.js';
import { ball } from '../../src/network/index.js';
import { planAttempts, runCoverings } from '../../src/theorem/index.js';
import { theorems } from '../../proofs/index.js';

const pensia = theoremNamed('pensia2020.theorem1');
const asked = (attempt: number, d = 2, l = 2) => ({ target: uniformTarget(d, l), tolerance: ownTolerance(pensia, { d, l, epsilon: 0.1 }), most: 200, seed: 5, attempt, signed: true });

/** Numbers of U[-1, 1]. */
function draws(count: number, attempt: number): number[] {
  const words = new Uint32Array(4);
  return Array.from({ length: count }, (_, k) => {
    philox(11, 13, k, attempt, 0, 0, words);
    return uniformWeight(words[0]);
  });
}

describe('hitting times of networks', () => {
  test("are those of pruning by the theorem's own construction", async () => {
    for (let attempt = 0; attempt < 8; attempt++) {
      const { hit } = diamondTimes(asked(attempt, 3)), { n, exact, gaveUp } = await sufficientWidth({ ...asked(attempt, 3), theorem: pensia });
      expect({ n, exact, gaveUp }).toEqual({ n: hit, exact: true, gaveUp: 0 });
    }
  });

  test('do not depend on how many units may be drawn beyond them', () => {
    for (let attempt = 0; attempt < 8; attempt++) expect(diamondTimes({ ...asked(attempt), most: 150 })).toEqual(diamondTimes(asked(attempt)));
  });

  test('are the first n at which all subsets of the usable candidates, looked at one by one, reach every weight', () => {
    for (let attempt = 0; attempt < 3; attempt++) {
      for (const problem of diamondProblems({ ...asked(attempt, 1, 1), most: 40 })) {
        const { candidates, carriers, target } = problem, tolerance = 0.05;
        candidates.draw(candidates.limit);
        let sums = [0], first = Infinity;
        for (let k = 0; k < Math.min(16, candidates.limit) && first === Infinity; k++) {
          sums = sums.concat(sums.map((s) => s + candidates.values[k]));
          if (sums.some((s) => Math.abs(s - target) <= tolerance)) first = carriers.units[k] + 1;
        }
        if (Math.abs(target) <= tolerance) first = 0;
        if (first < Infinity) expect(timeOf(problem, tolerance)).toBe(first);
      }
    }
  });

  test('come no sooner than the range reaches a weight: the sum of all candidates of its sign', () => {
    for (let attempt = 0; attempt < 4; attempt++) {
      for (const problem of diamondProblems(asked(attempt))) {
        const range = rangeTimeOf(problem, 0.01), { candidates, carriers, target } = problem;
        expect(range).toBeLessThanOrEqual(timeOf(problem, 0.01));
        const reach = (n: number): number => Array.from(carriers.units).filter((u) => u < n).reduce((sum, _, k) => sum + Math.max(0, candidates.values[k] * Math.sign(target)), 0);
        expect(reach(range)).toBeGreaterThanOrEqual(Math.abs(target) - 0.01 - 1e-12);
        expect(reach(range - 1)).toBeLessThan(Math.abs(target) - 0.01 + 1e-12);
      }
    }
  });

  test('of every target are later than those of one, and later than the floor', () => {
    for (let attempt = 0; attempt < 6; attempt++) {
      const covers = diamondCovers(asked(attempt)), { hit } = diamondTimes(asked(attempt));
      expect(covers.lower).toBeGreaterThanOrEqual(hit);
      expect(covers.upper).toBeGreaterThanOrEqual(covers.lower);
      expect(covers.upper).toBeLessThan(boundAt(pensia.id, { d: 2, l: 2, epsilon: 0.1, delta: 0.1 }).n!);
    }
    expect(diamondFloor(0.01, 0.1)).toBe(11);
  });

  test('of every target are those of `slth verify --targets every`, which asks the construction', async () => {
    const { tolerance, most, seed } = asked(0), widths = [2, 2, 2];
    const plan = await planAttempts({ theorem: pensia, targets: { family: 'uniform', widths, fresh: true }, domain: ball(1), epsilon: null, tolerance, delta: 0.1, candidates: most, seed });
    for (const { attempt, hittingTime: time, exact } of await runCoverings(plan, 0, 6)) {
      const covers = diamondCovers(asked(attempt));
      expect(exact).toBe(true);
      expect(time).toBeGreaterThanOrEqual(covers.lower);
      expect(time).toBeLessThanOrEqual(covers.upper);
    }
  });

  test('of covering, from rounded sums, enclose those from all sums', () => {
    for (let attempt = 0; attempt < 12; attempt++) {
      const candidates = known(draws(18, attempt)), exact = coveringTime(candidates, -0.5, 0.5, 0.02), { lower, upper } = coveringBracket(known(draws(18, attempt)), 0.5, 0.02);
      expect(lower).toBeLessThanOrEqual(exact.lower);
      expect(upper).toBeGreaterThanOrEqual(exact.upper);
    }
  });

  test('of covering are not before what a quick look shows, which shows most of what is covered well', () => {
    let seen = 0;
    for (let attempt = 0; attempt < 20; attempt++) {
      for (const k of [10, 14, 18]) {
        const values = draws(18, attempt), { lower } = coveringTime(known(values), -0.5, 0.5, 0.02);
        if (!coversBy(known(values), 0.5, 0.02, k)) continue;
        expect(lower).toBeLessThanOrEqual(k);
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(10);
  });

  test('exist for the construction of every theorem below twice its bound, and Malach keeps four edges a weight', async () => {
    for (const theorem of theorems) {
      const question = { d: 2, l: 1, epsilon: 0.5 }, n = boundAt(theorem.id, { ...question, delta: 0.1 }).n!, target = uniformTarget(2, 1);
      const found = await sufficientWidth({ theorem, target, tolerance: ownTolerance(theorem, question), most: Math.min(2 * n, theorem.construction.most), seed: 1, attempt: 0 });
      expect(found.n, theorem.id).toBeLessThan(2 * n);
      if (theorem.id === 'malach2020.theorem2.1') expect(found.kept).toBe(4 * 4);
    }
  });
});

describe('a hitting time from rounded sums', () => {
  test('is one at which a subset is near enough, and mostly the first', () => {
    let same = 0;
    for (let attempt = 0; attempt < 40; attempt++) {
      const values = draws(30, attempt), { time } = hittingTime(known(values), 0.7, 0.001), proven = provenTime(known(values), 0.7, 0.001);
      expect(proven).toBeGreaterThanOrEqual(time);
      expect(hittingTime(known(values.slice(0, proven)), 0.7, 0.001).time).toBeLessThanOrEqual(proven);
      same += +(proven === time);
    }
    expect(same).toBeGreaterThan(30);
  });
});

describe('certified errors', () => {
  test('vanish as units are added, and bound the errors that are aimed at', async () => {
    const errors = await certifiedErrors(pensia, uniformTarget(2, 1), [8, 24, 48], { seed: 3, attempt: 0 });
    expect(errors[2]).toBeLessThan(1e-3);
    expect(errors[0]).toBeGreaterThan(errors[2]);
  });
});

describe('shares', () => {
  test('are ln(1 + epsilon) / (l d) for a square target by the sharp lemma, epsilon / (2 l d sqrt d) for Malach, rounded down to 12 bits', () => {
    const q = { d: 4, l: 3, epsilon: 0.1 };
    for (const [theorem, tau] of [[pensia, Math.log1p(0.1) / 12], [theoremNamed('malach2020.theorem2.1'), 0.1 / (2 * 3 * 4 * 2)]] as const) {
      expect(ownTolerance(theorem, q)).toBeLessThanOrEqual(tau);
      expect(ownTolerance(theorem, q)).toBeGreaterThan(tau * (1 - 2 ** -11));
    }
  });

  test("give a source's weights per target weight: 2 n for a square diamond, 2 d n for private pools", () => {
    const q = { d: 4, l: 2, epsilon: 0.1 };
    expect(weightsAt(pensia, 50, q)).toBe(100);
    expect(weightsAt(theoremNamed('malach2020.theorem2.1'), 50, q)).toBe(400);
    for (const { id, kind, n, weights } of boundsAt({ ...q, delta: 0.1 })) if (kind === 'sufficient') expect(weightsAt(theoremNamed(id), n!, q), id).toBe(weights);
  });

  test('are of a theorem that there is', () => {
    expect(() => theoremNamed('nobody')).toThrow(RangeError);
    expect(() => boundAt('foundations.volume', { d: 2, l: 1, epsilon: 0.1, delta: 0.1 })).toThrow('boundAt: needed a statement about networks');
  });
});

describe('families', () => {
  test('have layers of norm at most 1, as many and as wide as asked', async () => {
    for (const family of families) {
      const { layers } = await family.target(4, 2);
      expect(layers.length, family.name).toBe(2);
      for (const { weights } of layers) {
        expect([weights.rows, weights.columns]).toEqual([4, 4]);
        // Rounding of the norm's own upper bound apart.
        expect(spectralNormUp(weights), family.name).toBeLessThan(1 + 1e-6);
        expect(spectralNormUp(weights), family.name).toBeGreaterThan(0.3);
      }
    }
    expect(() => familyNamed('nobody')).toThrow(RangeError);
  });

  test('of one weight repeated are the same problem everywhere', () => {
    const problems = [...diamondProblems({ target: constantTarget(3, 2, 1, 0.25), tolerance: 0.01, most: 10, seed: 1, attempt: 0, signed: true })];
    expect(problems.length).toBe(12);
    expect(new Set(problems.map((p) => p.target))).toEqual(new Set([0.25]));
  });
});

describe('times of attempts', () => {
  test('are counted and read back, null as Infinity', () => {
    const result = tallied([[3, 2], [null, 1], [3, 2]]), rows = { rows: [{ from: 0, to: 3, result }] };
    expect(result).toEqual({ counts: { '-,1': 1, '3,2': 2 } });
    expect(timesOf(rows).length).toBe(3);
    expect(sortedTimes(rows)).toEqual([3, 3, Infinity]);
    expect(sortedTimes(rows, 1)).toEqual([1, 2, 2]);
  });

  test('have quantiles between the earliest and the latest that they may be', () => {
    const early = Array.from({ length: 100 }, (_, k) => k + 1), late = early.map((t) => t + 5), n = timeQuantile(early, late, 0.1, 0.95);
    expect(n.estimate).toBe(95);
    expect(n.lower).toBeLessThan(90);
    expect(n.upper).toBeGreaterThan(95);
    expect(shownInterval({ estimate: 12.345, lower: 1, upper: Infinity })).toBe('12.3 [1, beyond what was drawn]');
  });
});
