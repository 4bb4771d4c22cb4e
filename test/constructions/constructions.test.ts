import { describe, expect, test } from 'vitest';
import { theorems } from '../../proofs/index.js';
import { constructions } from '../../src/constructions/index.js';
import { assertHolds, constructionProperties } from '../../src/properties/index.js';
import { runs, slow } from '../runs.js';

describe('constructions', () => {
  test('are all used by a theorem', () => {
    expect(new Set(theorems.map((t) => t.construction.name))).toEqual(new Set(constructions.map((c) => c.name)));
  });

  // Each construction as one theorem uses it, where there is no time for all of them.
  const used = theorems.filter((t, k) => slow || theorems.findIndex((other) => other.construction === t.construction) === k);

  describe.each(used.map((t) => [t.id, t] as const))('as %s uses them', (_, { construction, law, select }) => {
    const cases = { law, select: (tau: number) => (construction.selectors?.length === 0 ? '' : select(tau)), ...(construction.name === 'ladder' ? { most: 24 } : {}) };
    // Those of laws are tried on every law elsewhere.
    test.each(constructionProperties(construction, cases).filter((one) => one.name.startsWith(construction.name)).map((one) => [one.name.replace(/^\w+: /, ''), one] as const))('%s', (_name, one) => assertHolds(one, { runs: runs(10).numRuns, seed: 20_201_204 }));
  });
});
