import { describe, expect, test } from 'vitest';
import { assertHolds, solverProperties } from '../../src/properties/index.js';
import { closest, golden, known, nearest, plenty } from '../../src/subset-sum/index.js';
import { shownSolverFaults } from '../mutants/solvers.js';

describe('the properties of solvers', () => {
  test.each(shownSolverFaults.map((f) => [f.fault, f] as const))('show that %s, by few candidates', async (_, { solver, shownBy }) => {
    const shown = solverProperties(solver).filter((p) => p.name.endsWith(`: ${shownBy}`));
    expect(shown).toHaveLength(1);
    const { verdict, counterexample, seed, path } = await shown[0].check({ runs: 300, seed: 1 });
    expect(verdict).toBe('fails');
    expect(counterexample).toMatch(/^(candidates (none|0: \S+(, [1-3]: \S+){0,3})|21 candidates of 0.5)\n|target/);
    expect((await shown[0].check({ seed, path })).counterexample).toBe(counterexample);
  });

  test('show a counterexample with its numbers, what was chosen, and the exact sum', async () => {
    const [distinct, within] = solverProperties({ ...closest, select: () => ({ outcome: 'hit', chosen: [1, 1], exact: false }) });
    expect(await distinct.check({ runs: 5, seed: 42 })).toMatchObject({ verdict: 'fails', seed: 42, counterexample: expect.stringContaining('chose 1,1') });
    await expect(assertHolds(distinct, { seed: 42 })).rejects.toThrow(/chooses distinct positions[^]*seed 42[^]*chose 1,1/);
    const half = solverProperties({ ...closest, name: 'half', select: (c, t, tolerance) => closest.select(c, t, tolerance + 0.5) })[1];
    expect(within.name).toBe('closest: a hit is within the tolerance, for the real numbers that the candidates are');
    expect((await half.check({ seed: 3 })).counterexample).toMatchInlineSnapshot(`
      "candidates none
      target 0.5, tolerance 0
      it said hit, exact, and chose nothing: 0, 0.5 from the target
      that is not within the tolerance"
    `);
  });
});

describe('what they showed in ours', () => {
  test('of candidates that round to one distance, nearest takes the one that is a hit', () => {
    expect(nearest.select(known([2 ** -61, 0]), -(2 ** -8), 2 ** -8)).toEqual({ outcome: 'hit', chosen: [1], exact: true });
  });

  test('golden and plenty carry the nearest candidate with a miss, where they have found nothing better', () => {
    expect(golden.select(known([3, 1]), 1, 0)).toEqual({ outcome: 'gave-up', chosen: [1], exact: false });
    expect(plenty.select(known([1]), 0.75, 0.125)).toEqual({ outcome: 'gave-up', chosen: [0], exact: false });
  });
});
