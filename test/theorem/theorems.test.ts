import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binaryPools, goldenResiduals, ladderExactness, malachPools } from '../../experiments/theorems/exactness.js';
import { refusals } from '../../experiments/theorems/refusals.js';
import { statements, theorems } from '../../proofs/index.js';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { theorem2 } from '../../proofs/pensia2020/theorem2.js';
import { theorem as binaryTheorem } from '../../proofs/diffenderfer2021/theorem.js';
import { theorem as ladderTheorem } from '../../proofs/sreenivasan2022/theorem.js';
import { binary, ladder } from '../../src/constructions/index.js';
import { binomialInterval } from '../../src/numeric/statistics/index.js';
import { assertHolds, theoremProperties } from '../../src/properties/index.js';
import { evaluate } from '../../src/theorem/index.js';
import { runs } from '../runs.js';

describe('statements', () => {
  test('have ids of their own, and stand after those that their proofs use', () => {
    const ids = statements.map((s) => s.id);
    expect(new Set(ids).size).toBe(ids.length);
    statements.forEach((s, k) => s.uses.forEach((used) => expect(ids.indexOf(used.id), `${s.id} uses ${used.id}`).toBeLessThan(k)));
    statements.forEach((s) => s.uses.forEach((used) => expect(ids).toContain(used.id)));
  });
});

describe('a theorem', () => {
  const slow = process.env.SLTH_SLOW === '1';
  // Boxes of Malach et al. (2020) ask millions of units: small targets and errors, as large as promised.
  const cases = (id: string) => (id.startsWith('malach2020') ? { widest: 2, deepest: 1 } : slow ? { epsilons: [0.5, 0.2, 0.05] } : {});
  describe.each(theorems.map((t) => [t.id, t] as const))('%s', (id, theorem) => {
    test.each(theoremProperties(theorem, cases(id)).map((one) => [one.name.replace(`${id}: `, ''), one] as const))('%s', (_name, one) => assertHolds(one, { runs: runs(60).numRuns, seed: 20_201_204 }));
  });
});

describe('a formula', () => {
  test('compares numbers as they are, however small', async () => {
    const n = (delta_1: number): Promise<number> => evaluate(theorem1.bound, { tau: 0.01, delta_1 });
    // By hand: n_c = ceil(ln(4e4 / delta_1) / -ln(1 - ln 2 / 16)), n_r the least m > 8 with 2 exp(-18 (m/16 - 1/2)^2 / m) <= delta_1 / 2.
    for (const delta_1 of [1e-14, 1e-16, 1e-30, 1e-60]) {
      let m = 9;
      while (2 * Math.exp((-18 * (m / 16 - 0.5) * (m / 16 - 0.5)) / m) > delta_1 / 2) m++;
      expect(await n(delta_1)).toBe(Math.ceil(Math.log(4e4 / delta_1) / -Math.log1p(-Math.LN2 / 16)) + m);
    }
  });

  test('refuses a symbol out of its range, and says what was needed', async () => {
    await expect(evaluate(theorem1.bound, { tau: 2, delta_1: 0.1 })).rejects.toThrow('evaluate: needed tau in (0, 1), got 2');
    await expect(evaluate(theorem1.bound, { rows: 1.5, columns: 1, l: 1, epsilon: 0.1, delta: 0.1 })).rejects.toThrow('evaluate: needed rows a whole number of at least 1, got 1.5');
  });

  test('has the levels and the resolution of the constructions, next to powers of two too', async () => {
    const near = [0.5, 0.25, 1 / 1024, 2 ** -20].flatMap((x) => [x * (1 - 2 ** -52), x, x * (1 + 2 ** -52)]);
    const where = async (t: typeof ladderTheorem, name: string, tau: number): Promise<number> => evaluate({ ...t.bound, expression: name }, { tau });
    for (const tau of near) {
      expect(2 ** (await where(ladderTheorem, 'levels', tau)), String(tau)).toBe(ladder.scale(tau));
      expect(await where(binaryTheorem, 'resolution', tau), String(tau)).toBe(binary.scale(tau));
    }
  });
});

describe('the properties of theorems', () => {
  test('refute a bound that is too small, and leave open one that nothing is known of', async () => {
    const short = { ...theorem1, bound: { ...theorem1.bound, expression: 'ceil(2 * log2(1 / tau))' } };
    const promised = theoremProperties(short).at(-1)!;
    const report = await promised.check({ seed: 1 });
    expect(report.verdict).toBe('fails');
    expect(report.counterexample).toMatch(/^\d+ of \d+ draws failed, 0 gave up: the probability, claimed to be at least 0.9, is in /);
    expect(await theoremProperties(theorem1).at(-1)!.check({ seed: 1, draws: 5 })).toMatchObject({ verdict: 'open', runs: 5, counterexample: expect.stringMatching(/^0 of 5 draws failed, .*\nopen: 40 draws without a failure would show it/) });
    // The smallest failing draw, alone: one weight, and what was kept of it.
    const alone = await promised.check({ seed: 1, path: report.path! });
    expect(alone).toMatchObject({ verdict: 'open', runs: 1 });
    expect(alone.counterexample).toMatch(/^draw \d+:\n  epsilon \S+, source seed \d+, target 1-1:\n  W_1 = \[\[\S+\]\]\n  the network error is at least \S+, above \S+\n  layer 1: n = \d+, tolerance \S+, [12] of [12] problems \(a weight and a sign of its input\) missed, /);
    expect(report.counterexample).toContain(alone.counterexample);
  });

  test('find weights that are counted wrongly', async () => {
    const [, counted] = theoremProperties({ ...theorem1, bound: { ...theorem1.bound, weights: '2 * n' } });
    expect((await counted.check({ seed: 1 })).verdict).toBe('fails');
  });
});

describe('the counting bound of Pensia et al. (2020), Theorem 2', () => {
  test('cannot be beaten: of maps that are 2 epsilon apart, all masks of a smaller source reach fewer than it says', async () => {
    const epsilon = 1 / 128, alpha = 4, success = 0.5;
    // d = 1: weights -1 + epsilon, ..., 1 - epsilon, 2 epsilon apart. Four prunable weights: two units, an edge in and an edge out each.
    const needed = await evaluate(theorem2.bound!, { rows: 1, columns: 1, epsilon, delta: 1 - success });
    expect(alpha).toBeLessThan(needed);
    const targets = Array.from({ length: 64 }, (_, k) => -1 + epsilon + 2 * epsilon * k).concat(Array.from({ length: 64 }, (_, k) => 1 - epsilon - 2 * epsilon * k));
    fc.assert(
      fc.property(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 }), ([u1, u2, v1, v2]) => {
        let reached = 0;
        for (const w of targets) {
          let best = Infinity;
          for (let mask = 0; mask < 16; mask++) {
            const bit = (k: number): number => (mask >> k) & 1;
            const g = (x: number): number => bit(2) * v1 * Math.max(0, bit(0) * u1 * x) + bit(3) * v2 * Math.max(0, bit(1) * u2 * x);
            best = Math.min(best, Math.max(Math.abs(w - g(1)), Math.abs(-w - g(-1))));
          }
          if (best < epsilon) reached++;
        }
        expect(reached).toBeLessThanOrEqual(2 ** alpha);
        expect(reached / targets.length).toBeLessThan(2 ** (alpha - needed) * success + 1e-9);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is refused', () => {
  test('is each hypothesis broken on purpose; what nothing covers runs with outside, and every such run is marked so', async () => {
    const found = await refusals(), refused = found.filter((r) => r.outside !== null);
    expect(refused.map((r) => r.outside!.marked)).toEqual([['width'], ['selector'], ['selector'], ['selector']]);
    for (const { message } of refused) expect(message).toMatch(/^request: needed the hypotheses of \S+, got a broken one: .*; --outside runs it all the same$/);
    const hypotheses = new Set(theorems.flatMap((t) => t.hypotheses.map((h) => h.name)));
    expect(hypotheses).toEqual(new Set(['width', 'selector', 'entries', 'small entries', 'norms', 'no biases', 'inputs', 'budget', 'fitted range']));
    const covered = found.filter((r) => r.message.startsWith('covered: '));
    expect(covered.length).toBe(9);
    for (const { message } of found.slice(-4)) expect(message).toMatch(/^request: needed /);
    expect(found.some((r) => /needed at most 1e11 expected draws, got \d\.\d+e\+\d+ for malach2020.theorem2.1, whose bound asks \S+ hidden units/.test(r.message))).toBe(true);
  });
});

describe('exact formulas', () => {
  test('of pools are met: the exact probability lies in the 99.9 % interval of each', () => {
    for (const { pool, exact, failures, attempts } of [...malachPools(2000), ...binaryPools(2000)]) {
      const { lower, upper } = binomialInterval(failures, attempts, 0.999);
      expect(lower, pool).toBeLessThanOrEqual(exact);
      expect(upper, pool).toBeGreaterThanOrEqual(exact);
    }
  });

  test('of the golden-ratio decomposition: 100,000 draws leave no residual outside [0, g^i], and reach its end', () => {
    const { violations, largest } = goldenResiduals(100_000, 1);
    expect(violations).toBe(0);
    expect(largest).toBeGreaterThan(0.99);
  });

  test('of the ladder: the pruned network is its effective weights, in integers of any size', async () => {
    const { different, inputs, largest } = await ladderExactness(300);
    expect({ different, inputs }).toEqual({ different: 0, inputs: 300 });
    expect(largest).toBeGreaterThan(1_000_000n);
  });
});
