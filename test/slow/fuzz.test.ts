import { expect, test } from 'vitest';
import { certify } from '../../src/certify/index.js';
import { badInputs, errorOf } from '../../src/properties/bad-inputs.js';
import { exact } from '../../src/properties/exact.js';
import { differences, isAtMost } from '../../src/properties/exact-error.js';
import { pairOfSeed } from '../../src/properties/pairs.js';
import { runs } from '../runs.js';

/** Relations, shapes, domains and norms of every kind; weights changed by 1e-1 to 1e-7. 3,000 by hand. */
const PAIRS = runs(300).numRuns;

test('of thousands of pairs no upper bound of any method is below the best of 20,000 samples and ascents, evaluated exactly', async () => {
  const kinds = new Map<string, number>();
  let positive = 0, near = 0;
  for (let seed = 0; seed < PAIRS; seed++) {
    const { a, b, domain, norm, kind } = pairOfSeed(1_000_000 + seed, { inputs: 5, width: 12, layers: 5 });
    const { certificate } = await certify(a, b, domain, { norm, nodes: 60, gap: 0.001, effort: 3e7 });
    const [x] = badInputs(a, b, domain, norm, { samples: 20_000, from: 7_000_000 }), values = differences(a, b, Array.from(x, exact));
    for (const [name, bound] of Object.entries({ ...certificate.bounds, least: certificate.upper })) expect(isAtMost(values, norm, bound), `${name} ${bound} of pair ${seed} (${kind})`).toBe(true);
    values.forEach((v, k) => norm === 'l2' && expect(isAtMost([v], 'linf', certificate.perOutput[k]), `output ${k} of pair ${seed} (${kind})`).toBe(true));
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const seen = errorOf(a, b, norm)(x);
    if (seen > 0) positive++;
    if (certificate.upper <= 1.1 * seen) near++;
  }
  // The bounds are tried where they are near, and on every kind of pair.
  expect(kinds.size).toBe(10);
  expect([...kinds.values()].every((n) => n > PAIRS / 15)).toBe(true);
  expect(positive).toBeGreaterThan((5 * PAIRS) / 6);
  expect(near).toBeGreaterThan(PAIRS / 6);
});
