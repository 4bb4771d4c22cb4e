import { describe, expect, test } from 'vitest';
import { runs } from '../runs.js';
import { checks } from './kit.js';

describe('what a certificate rests on', () => {
  test.each(checks.map((c) => [c.promise, c] as const))('%s', async (_, { run, cases }) => {
    for (let seed = 0; seed < runs(cases).numRuns; seed++) expect(await run(seed), `case ${seed}`).toBeUndefined();
  });
});
