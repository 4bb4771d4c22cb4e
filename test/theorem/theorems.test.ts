import { describe, expect, test } from 'vitest';
import { statements, theorems } from '../../proofs/index.js';
import { assertHolds, theoremProperties } from '../../src/properties/index.js';
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
    const [whole, counted, promised] = theoremProperties(theorem, cases(id));
    test.each([whole, counted].map((one) => [one.name.replace(`${id}: `, ''), one] as const))('%s', (_name, one) => assertHolds(one, { runs: runs(60).numRuns }));
    test(promised.name.replace(`${id}: `, ''), () => assertHolds(promised, { seed: 20_201_204 }));
  });
});
