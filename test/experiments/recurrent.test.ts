import { beforeAll, describe, expect, test } from 'vitest';
import { LENGTHS, measure, shapeOf, TOLERANCE, WIDTHS } from '../../experiments/recurrent-log-t/measure.js';
import { casesOf, sortedOf, widthsOf, type Rows } from '../../experiments/recurrent-log-t/quantiles.js';
import study from '../../experiments/recurrent-log-t/study.js';
import { boundAt, EPSILON, radiiOf, toleranceAt } from '../../experiments/recurrent-log-t/tolerance.js';
import { diamond } from '../../src/constructions/index.js';
import { ball, oneStep, recurrentWithin } from '../../src/network/index.js';
import { uniform } from '../../src/numeric/law.js';
import { first } from '../../src/subset-sum/index.js';
import { pruneRecurrent, recurrentErrors } from '../../src/theorem/index.js';
import { packagedRows } from './committed-rows.js';

describe('the study recurrent-log-t', () => {
  let cases: Rows[];
  beforeAll(async () => {
    cases = await packagedRows(study);
  });

  test('has no error above the budget of its tolerance, nor a lower bound above an upper one, nor an error that falls with T', () => {
    for (const rows of casesOf(cases, 'error')) {
      const shape = shapeOf(rows.case), budget = recurrentErrors(shape.norm, TOLERANCE * Math.sqrt(shape.units * (shape.units + shape.inputs)), radiiOf(shape, LENGTHS[LENGTHS.length - 1]));
      for (const attempt of rows.rows.flatMap((r) => r.result)) {
        const wrong = LENGTHS.findIndex((steps, k) => {
          const [upper, lower, before] = [attempt[k]!, attempt[LENGTHS.length + k]!, k > 0 ? attempt[k - 1]! : 0];
          return !(lower <= upper && before <= upper && upper <= Math.max(...budget.slice(0, steps)) * (1 + 1e-9));
        });
        expect(wrong, JSON.stringify(attempt)).toBe(-1);
      }
    }
  });

  test('has an n that never falls with T, below the bound with its own failure probability', () => {
    for (const norm of [0.8, 1, 1.25]) {
      const widths = widthsOf(cases, 'weights', norm, study.confidence), [{ case: c }] = casesOf(cases, 'weights', norm);
      widths.forEach(({ steps, times }, k) => {
        expect(times.filter((n) => n > boundAt(shapeOf(c), steps)).length).toBe(0);
        if (k > 0) expect(times.findIndex((n, i) => n < widths[k - 1].times[i])).toBe(-1);
      });
    }
    for (const rows of casesOf(cases, 'whole')) expect(Math.max(...sortedOf(rows, 2))).toBeLessThanOrEqual(EPSILON);
    for (const rows of casesOf(cases, 'certified')) for (const n of sortedOf(rows, 0)) expect([...WIDTHS, Infinity]).toContain(n);
  });

  test('counts the n that pruning itself needs', async () => {
    const [{ case: c }] = casesOf(cases, 'weights', 1), times = (await measure({ case: c, seed: 7, from: 0, to: 12 })).map(([n]) => n), tolerance = toleranceAt(shapeOf(c), c.steps);
    let same = 0;
    for (const [attempt, n] of times.entries()) {
      const target = recurrentWithin(c, 7, attempt), { blocks: [{ sufficient }] } = await pruneRecurrent(target, { inputs: ball(1) }, { source: { seed: 7, attempt, law: uniform }, construction: diamond, selector: first, n: 200, tolerance });
      // Weights up to 1/2 are scaled up before they are pruned, and the study takes them as they are.
      if (oneStep(target).layers[0].weights.data.every((w) => Math.abs(w) <= 0.5)) continue;
      expect(sufficient).toBe(n);
      same++;
    }
    expect(same).toBeGreaterThan(3);
  });

  test('tells a logarithm where the norm is 1, a power where it is more, and that n stops where it is less', () => {
    const finding = study.finding(cases);
    expect(finding).toMatch(/^Where \|\|W_h\|\| = 1 .* \(logarithmic\); .* Where it is 1\.25, p = 0\.9\d \[0\.8\d, 1\.0\d\] \(power\), and where it is 0\.8 n stops: (\d+ \[\d+, \d+\]) at T = 64, \1 at T = 1024/);
    expect(finding).toContain('held epsilon = 0.1 in 60 of 60 attempts with 0 misses');
  });
});
