import { describe, test } from 'vitest';
import { theorems } from '../../proofs/index.js';
import { assertHolds, theoremProperties } from '../../src/properties/index.js';

describe('the promise of a theorem, tested sequentially on wider and deeper targets, at other errors and failure probabilities', () => {
  const boxes = { widest: 3, deepest: 1, epsilons: [0.5, 0.3] }, usual = { widest: 6, deepest: 3, epsilons: [0.5, 0.1, 0.02] };
  const cases = theorems.flatMap((t) => [0.3, 0.05].map((delta) => [t.id, delta, t] as const));
  test.each(cases)('%s, delta = %s', (id, delta, theorem) => assertHolds(theoremProperties(theorem, { delta, ...(id === 'malach2020.theorem2.1' ? boxes : usual), ...(id.startsWith('malach') ? { epsilons: [0.5, 0.2] } : {}) }).at(-1)!, { seed: 7 }));
});
