import { describe, expect, test } from 'vitest';
import { jobs, type Job } from '../mutants/jobs.js';
import { publishedNames, publishedRun } from '../mutants/published-runs.js';
import { sizeOf } from '../mutants/row.js';

/** Beyond what npm test tries; what is like these, or takes seconds each, is left to npm run mutants. */
const subjects: Partial<Record<Job['kind'], RegExp>> = {
  construction: /^(single|batch|binary|ladder|carriers)$/, certifier: /^componentwise$/, solver: /^(first|sparsest|golden|exactly:2:4)$/, theorem: /^(malach|diffenderfer)/,
  'source text': /^src\/(constructions|subset-sum)\//,
};

describe('a property sees', () => {
  test.each(jobs.filter(({ kind, subject }) => subjects[kind]?.test(subject)).map((j) => [j.subject, j.fault, j] as const))('of %s that %s, or it cannot be there', async (_subject, _fault, job) => {
    expect(await job.run()).toBeDefined();
  });
});

describe('slth test ends with 1', () => {
  test.each(publishedNames)('on the published mistake %s, with a target of at most 2 x 2', (name) => {
    const { status, counterexample } = publishedRun(name, '--property', name === 'n-of-text-and-code' ? 'it counts are those of the source' : 'prunes only');
    expect(status).toBe(1);
    expect(sizeOf({ kind: 'construction' }, counterexample)).toMatch(/^[12] x [12]$/);
  });

  test('on none where there is none', () => {
    expect(publishedRun('right', '--runs', '20')).toMatchObject({ status: 0, verdict: 'holds' });
  });
});
