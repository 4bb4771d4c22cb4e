import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import blockToNetwork from '../../experiments/block-to-network/study.js';
import boundAgainstWidth from '../../experiments/bound-against-width/study.js';
import constructionsCompared from '../../experiments/constructions-compared/study.js';
import hardestNetwork from '../../experiments/hardest-network/study.js';
import successCurves from '../../experiments/success-curves/study.js';
import type { TimesOfAttempts } from '../../experiments/networks/time-quantile.js';
import { readStudy, type Case, type CaseRows, type Study } from '../../src/study/index.js';

const studies = [boundAgainstWidth, blockToNetwork, successCurves, hardestNetwork, constructionsCompared] as unknown as Study<Case, TimesOfAttempts>[];
const root = join(import.meta.dirname, '../..');

describe.each(studies.map((study) => [study.name, study] as const))('the study %s', (name, study) => {
  let read: CaseRows<Case, TimesOfAttempts>[];
  beforeAll(async () => {
    read = await readStudy(study, join(root, 'experiments', name, 'rows'));
  });

  test('has rows that count every attempt once', () => {
    for (const { rows } of read) for (const { from, to, result } of rows) expect(Object.values(result.counts).reduce((a, b) => a + b, 0)).toBe(to - from);
  });

  test('says that it is open where there are next to no rows', () => {
    const [first] = read, few = { ...first, attempts: 1, rows: [{ from: 0, to: 1, result: { counts: { '3,2': 1 } } }] };
    expect(study.finding([few as CaseRows<Case, TimesOfAttempts>])).toMatch(/open|beyond/);
  });
});
