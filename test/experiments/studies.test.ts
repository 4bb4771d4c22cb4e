import { describe, expect, test } from 'vitest';
import { studies } from '../../experiments/index.js';
import { requireStudy } from '../../src/study/index.js';
import { packagedRows } from './committed-rows.js';

describe.each(studies.map((study) => [study.name, study] as const))('the study %s', (_, study) => {
  test('is one that can be run, and its committed rows are all that it asks for', async () => {
    expect(requireStudy(study)).toBe(study);
    const cases = await packagedRows(study);
    expect(cases.length).toBe(study.cases.length);
    for (const { case: c, attempts, asked } of cases) expect(attempts, JSON.stringify(c)).toBe(asked);
  });

  test('says that it is open where there are no rows', () => {
    expect(study.finding([])).toMatch(/\bopen\b/);
  });
});
