import { describe, expect, test } from 'vitest';
import { theorems } from '../../proofs/index.js';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { theorem21 } from '../../proofs/malach2020/theorem21.js';
import { ball, targetFamilies, targetWithin } from '../../src/network/index.js';
import { spectralNormUp } from '../../src/numeric/spectral-norm.js';
import { inlinePool, type Pool } from '../../src/numeric/pool.js';
import { closest, one } from '../../src/subset-sum/index.js';
import { approximate, errorByWidth, planAttempts, runAttempts, runCoverings, verify, type AttemptRequest, type VerifyRequest } from '../../src/theorem/index.js';

const family = (d: number, more: Partial<AttemptRequest> = {}): AttemptRequest => ({
  theorem: theorem1, targets: { family: 'uniform', widths: [d, d, d], fresh: true }, epsilon: null, tolerance: 0.05, delta: 0.05, candidates: 'bound', seed: 7, ...more,
});
const question = (more: Partial<VerifyRequest> = {}): VerifyRequest => ({ ...family(2), quantifier: 'each target', claim: 'E', attempts: 400, confidence: 0.95, ...more });

/** A pool that runs the last tasks first. */
const backwards: Pool = {
  async map(tasks, options) {
    const results = await inlinePool.map([...tasks].reverse(), options);
    return results.reverse() as never;
  },
  close: () => Promise.resolve(),
};

describe('families of targets', () => {
  test.each(targetFamilies)('%s lies within the hypotheses: norms of at most 1, other targets by other numbers', (name) => {
    for (const widths of [[3, 5, 2], [4, 4], [2, 1, 6]]) {
      const some = Array.from({ length: 8 }, (_, k) => targetWithin(widths, 5, name, k));
      for (const { weights } of some.flatMap((t) => t.layers)) expect(spectralNormUp(weights)).toBeLessThanOrEqual(1);
      expect(new Set(some.map((t) => JSON.stringify(t.layers.map((l) => [...l.weights.data])))).size).toBeGreaterThan(4);
      expect(targetWithin(widths, 5, name, 7)).toEqual(some[7]);
    }
  });

  test('edge has weights of one size, as large as the norm allows; large has weights of size 1, one in each row and column', () => {
    const [edge, large] = (['edge', 'large'] as const).map((name) => targetWithin([3, 5], 5, name).layers[0].weights.data);
    expect(new Set(edge.map(Math.abs)).size).toBe(1);
    expect(Math.abs(edge[0])).toBeCloseTo(1 / Math.sqrt(15), 5);
    expect([...large].filter((w) => w !== 0).length).toBe(3);
    expect(Math.max(...large.map(Math.abs))).toBeCloseTo(1, 5);
  });
});

describe('an attempt', () => {
  test('is a function of the plan and its number, and the plan is plain data', async () => {
    const plan = structuredClone(await planAttempts(family(3)));
    const fourth = await runAttempts(plan, 3, 4);
    expect(fourth).toEqual((await runAttempts(plan, 0, 5)).slice(3, 4));
    expect(JSON.parse(JSON.stringify(fourth))).toEqual(fourth);
  });

  test('finds what approximate finds of the same target and source', async () => {
    const target = targetWithin([3, 4, 2], 9), asked = { theorem: theorem1, epsilon: 0.4, tolerance: null, delta: 0.05, candidates: 26, seed: 3 } as const;
    const { result } = await approximate({ ...asked, target, domain: ball(1), budget: 'entrywise', selector: closest, outside: true }, inlinePool);
    const [found] = await runAttempts(await planAttempts({ ...asked, targets: { network: target }, selector: closest }), 0, 1);
    expect(found).toMatchObject({ problems: result.problems, kept: result.kept, keptPerWeight: result.keptPerWeight, selectedPerProblem: result.selectedPerProblem });
    expect(found.perLayer.map((l) => [l.n, l.hittingTime, l.exact, l.misses])).toEqual(result.perLayer.map((l) => [l.n.used, l.n.sufficient, l.n.sufficientExact, l.regimes]));
    expect(found.error!.upper).toBeGreaterThanOrEqual(result.certificate.lower);
  });

  test.each(theorems.map((t) => [t.id, t] as const))('of %s that has every weight within its tolerance has a certified error of at most epsilon', async (_, theorem) => {
    const plan = await planAttempts(family(2, { theorem, epsilon: 0.5, tolerance: null, certificate: 'both' }));
    for (const { event, network, error } of await runAttempts(plan, 0, 3)) {
      expect([event, network]).toEqual(['success', 'success']);
      expect(error!.lower).toBeLessThanOrEqual(error!.upper!);
    }
  });

  test('succeeds at its hitting time, and fails at one less', async () => {
    const plan = await planAttempts(family(3, { candidates: 60 })), none = { ...plan, certificate: 'none' as const };
    for (const { attempt, hittingTime, exact } of await runAttempts(none, 0, 12)) {
      const at = async (n: number) => (await runAttempts({ ...none, n: [n, n] }, attempt, attempt + 1))[0];
      expect(exact).toBe(true);
      expect(await at(hittingTime!)).toMatchObject({ event: 'success', hittingTime });
      const before = await at(hittingTime! - 1);
      expect(before).toMatchObject({ event: 'failure', hittingTime: null, misses: { gaveUp: 0 } });
      expect(before.misses.range + before.misses.resolution).toBeGreaterThan(0);
    }
  });

  test('succeeds for several targets of one source where it does for each', async () => {
    const many = await planAttempts(family(2, { targetsPerSource: 3, candidates: 40 })), one = { ...many, targetsPerSource: 1 };
    for (const { attempt, ...found } of await runAttempts(many, 0, 6)) {
      const alone = await Promise.all([0, 1, 2].map(async (k) => {
        const { targets, seed } = one, target = targetWithin('widths' in targets ? targets.widths : [], seed, 'uniform', 3 * attempt + k);
        return (await runAttempts({ ...one, targets: { network: target } }, attempt, attempt + 1))[0];
      }));
      expect(found.hittingTime).toBe(alone.some((a) => a.hittingTime === null) ? null : Math.max(...alone.map((a) => a.hittingTime!)));
      expect(found.kept).toBe(alone.reduce((sum, a) => sum + a.kept, 0));
      expect(found.error!.upper).toBe(Math.max(...alone.map((a) => a.error!.upper!)));
    }
  });

  test('has a certified error over n that never rises, at each n the least up to there', async () => {
    const plan = await planAttempts(family(3)), ns = [10, 20, 30, 40, 60], errors = (await errorByWidth(plan, 2, ns)) as number[];
    const own = await Promise.all(ns.map(async (n) => (await runAttempts({ ...plan, n: [n, n] }, 2, 3))[0].error!.upper!));
    expect(errors).toEqual(own.map((_, k) => Math.min(...own.slice(0, k + 1))));
    await expect(errorByWidth(plan, 2, [20, 20])).rejects.toThrow('errorByWidth: needed ascending n, got 20 after 20');
  });

  test('of a few hundred candidates proves no failure that it cannot prove: a greedy search gives up', async () => {
    const orseau = theorems.find((t) => t.id === 'orseau2020.weight')!, plan = await planAttempts(family(2, { theorem: orseau, candidates: 30 }));
    const found = await runAttempts(plan, 0, 20);
    expect(found.some((a) => a.event === 'unknown')).toBe(true);
    expect(found.every((a) => a.event !== 'failure' || a.misses.range > 0)).toBe(true);
  });
});

describe('every target at once', () => {
  test('takes as many candidates as any target drawn, or more, and then each of them succeeds', async () => {
    for (const id of ['pensia2020.theorem1', 'malach2020.nearest-pair', 'diffenderfer2021.theorem', 'sreenivasan2022.theorem', 'orseau2020.weight']) {
      const plan = await planAttempts(family(2, { theorem: theorems.find((t) => t.id === id)!, tolerance: 0.2, certificate: 'none' }));
      for (const { attempt, event, hittingTime } of await runCoverings(plan, 0, 2)) {
        if (event !== 'success') continue;
        const n = [hittingTime!, hittingTime!];
        // Scales are taken out of drawn targets, which only makes tolerances larger; of binary weights it makes other layers.
        for (const name of plan.law.name === 'binary' ? (['large'] as const) : targetFamilies) {
          for (let number = 0; number < 2; number++) {
            const [found] = await runAttempts({ ...plan, n, targets: { network: targetWithin([2, 2, 2], 11, name, number) } }, attempt, attempt + 1);
            expect([id, found.event]).toEqual([id, 'success']);
          }
        }
      }
    }
  });

  test('proves no failure where a selector finds nothing and some subset that it may choose would do', async () => {
    const plan = await planAttempts(family(2, { theorem: theorem21, tolerance: 0.3, candidates: 200, certificate: 'none' })), nearest = { ...plan, selectors: ['nearest', 'nearest'] };
    const byBoxes = await runCoverings(plan, 0, 40), byNearest = await runCoverings(nearest, 0, 40);
    expect(byNearest.filter((r) => r.event === 'success').length).toBeGreaterThan(0);
    expect(byBoxes.map((r) => r.event)).toEqual(byNearest.map((r) => (r.event === 'success' ? 'unknown' : 'failure')));
  });

  test('is refused where nobody has worked it out, and of one network', async () => {
    const batch = await planAttempts(family(2, { theorem: theorems.find((t) => t.id === 'orseau2020.batch')! }));
    await expect(runCoverings(batch, 0, 1)).rejects.toThrow('covering: needed a construction of which it is known how to ask every target at once, got batch; ask for targets one by one');
    const one = await planAttempts(family(2, { targets: { network: targetWithin([2, 2], 1) } }));
    await expect(runCoverings(one, 0, 1)).rejects.toThrow('covering: needed a family of targets');
  });
});

describe('verify', () => {
  test('shows that a theorem holds at its bound, and that the construction fails far below it', async () => {
    const holds = await verify(question(), inlinePool);
    expect(holds).toMatchObject({ verdict: 'holds', attempts: 82, outside: [], event: { success: 82, failure: 0, unknown: 0 }, network: null });
    const fails = await verify(question({ candidates: 10 }), inlinePool);
    expect(fails).toMatchObject({ verdict: 'fails', outside: ['width'], event: { unknown: 0 } });
    expect(fails.conclusion).toContain('this refutes this construction at that n, not the theorem: another mask may exist');
    expect(fails.misses.range + fails.misses.resolution).toBeGreaterThan(0);
    // Of the subsets that a selector may choose: those of one candidate miss where others hit.
    expect((await verify(question({ candidates: 60, selector: one }), inlinePool)).conclusion).toContain('this refutes this construction with select one at that n');
  });

  test('leaves open what its attempts do not decide', async () => {
    const open = await verify(question({ attempts: 30 }), inlinePool);
    expect(open).toMatchObject({ verdict: 'open', attempts: 30, budget: 30 });
    expect(open.event.exact).toBeNull();
  });

  test('finds the same whoever runs the attempts, in whatever order', async () => {
    const asked = question({ candidates: 26, attempts: 120 });
    expect(await verify(asked, backwards)).toEqual(await verify(asked, inlinePool));
  });

  test('gives exact intervals where the number of attempts was fixed', async () => {
    const { attempts, event, verdict } = await verify(question({ all: true, attempts: 100 }), inlinePool);
    expect([attempts, verdict]).toEqual([100, 'holds']);
    // 0.025^{1/100}: Clopper & Pearson for no failures.
    expect(event.exact!.lower).toBeCloseTo(Math.exp(Math.log(0.025) / 100), 9);
    expect(event.exact!.upper).toBe(1);
    expect(event.successRate.lower).toBeLessThan(event.exact!.lower);
  });

  test('never refutes that some mask has a small error: claim N is open where E fails', async () => {
    const both = await verify(question({ epsilon: 0.3, tolerance: null, candidates: 8, claim: 'N', attempts: 40 }), inlinePool);
    expect(both).toMatchObject({ verdict: 'open', attempts: 40, event: { verdict: 'fails' }, network: { verdict: 'open', failure: 0, evidence: { fails: null }, successRate: { upper: 1 } } });
    await expect(verify(question({ claim: 'N' }), inlinePool)).rejects.toThrow('verify: needed epsilon and targets that are drawn for claim N, got a tolerance');
  });

  test('bounds hitting times from below by what is proven only: not by a search that gave up, nor by one that may have hit earlier', async () => {
    const orseau = theorems.find((t) => t.id === 'orseau2020.weight')!, greedy = await verify(question({ theorem: orseau, candidates: 60, tolerance: 0.02, attempts: 40, all: true }), inlinePool);
    expect(greedy.event.unknown).toBeGreaterThan(20);
    expect(greedy.exactTimes).toBe(greedy.event.failure / 40);
    expect(greedy.hittingTimes[0].lower).toBe(0);
    expect(greedy.times.every((t) => t.exact === 0)).toBe(true);
    const exact = await verify(question({ attempts: 40, all: true }), inlinePool);
    expect([exact.exactTimes, exact.times.every((t) => t.exact === t.sources)]).toEqual([1, true]);
    expect(exact.hittingTimes[0].lower).toBeGreaterThan(10);
  });

  test('says of a small delta what would show it, and continues the tail of hitting times as a guess that is called one', async () => {
    const { verdict, small, hittingTimes } = await verify(question({ delta: 1e-5, attempts: 200 }), inlinePool);
    expect([verdict, small!.problems, small!.deltaPerProblem]).toEqual(['open', 12, 1e-5 / 12]);
    // The least n with (1/5) sum over f1 of ((1 - f1)/(1 - delta))^n >= 40.
    expect(small!.attemptsNeeded).toBe(419_176);
    expect(small!.extrapolated!.failureRate).toBeLessThan(1e-5);
    expect(hittingTimes.map((t) => t.q)).toEqual([0.5, 0.9, 0.99]);
  });

  test('continues a tail through times that sources lie beyond: many at the last one make no failure probability of 0', async () => {
    const sreenivasan = theorems.find((t) => t.id === 'sreenivasan2022.theorem')!, asked = { theorem: sreenivasan, tolerance: 0.9, delta: 1e-5, attempts: 100, seed: 115, candidates: 12 };
    const { times, small } = await verify(question({ ...asked, targets: { family: 'large', widths: [1, 1], fresh: true } }), inlinePool);
    expect(times.map((t) => t.sources)).toEqual([59, 27, 14]);
    // 41 sources beyond n = 1, 14 beyond n = 2, and so on until 12.
    expect(small!.extrapolated!.factor).toBeCloseTo(14 / 41, 12);
    expect(small!.extrapolated!.failureRate / (0.14 * (14 / 41) ** 10)).toBeCloseTo(1, 9);
  });

  test('refuses what it cannot test, and what nobody waits for', async () => {
    await expect(verify(question({ attempts: 0 }), inlinePool)).rejects.toThrow('verify: needed 1 to 10^8 attempts, got 0');
    await expect(verify(question({ claim: 'N', epsilon: 0.3, tolerance: null, certificate: 'none' }), inlinePool)).rejects.toThrow('verify: needed a certificate for claim N, got none');
    await expect(verify(question({ quantifier: 'every target', targetsPerSource: 2 }), inlinePool)).rejects.toThrow('verify: needed no number of targets per source where every target is asked at once, got 2');
    await expect(verify(question({ confidence: 1 }), inlinePool)).rejects.toThrow('verify: needed a confidence in (0, 1), got 1');
    await expect(verify(question({ theorem: theorem21, tolerance: 0.002, attempts: 1e6, all: true }), inlinePool)).rejects.toThrow(/needed at most 1e11 expected draws, got .* in 1000000 runs for malach2020.theorem2.1/);
    await expect(planAttempts(family(2, { targetsPerSource: 0 }))).rejects.toThrow('attempts: needed at least 1 target per source, got 0');
  });
});
