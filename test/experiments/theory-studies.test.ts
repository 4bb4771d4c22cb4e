import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import blockToNetwork from '../../experiments/block-to-network/study.js';
import boundAgainstWidth from '../../experiments/bound-against-width/study.js';
import constructionsCompared from '../../experiments/constructions-compared/study.js';
import hardestNetwork from '../../experiments/hardest-network/study.js';
import successCurves from '../../experiments/success-curves/study.js';
import { MOST_WORDS, wordsOfSentences } from './sentences.js';
import type { TimesOfAttempts } from '../../experiments/networks/time-quantile.js';
import { readStudy, requireStudy, type Case, type CaseRows, type Study } from '../../src/study/index.js';

const studies = [boundAgainstWidth, blockToNetwork, successCurves, hardestNetwork, constructionsCompared] as unknown as Study<Case, TimesOfAttempts>[];
const root = join(import.meta.dirname, '../..');

describe.each(studies.map((study) => [study.name, study] as const))('the study %s', (name, study) => {
  let read: CaseRows<Case, TimesOfAttempts>[];
  beforeAll(async () => {
    read = await readStudy(study, join(root, 'experiments', name, 'rows'));
  });

  test('is one that can be run, and its committed rows are all that it asks for', () => {
    expect(requireStudy(study)).toBe(study);
    for (const { case: c, attempts, asked } of read) expect(attempts, JSON.stringify(c)).toBe(asked);
  });

  test('has rows that count every attempt once', () => {
    for (const { rows } of read) for (const { from, to, result } of rows) expect(Object.values(result.counts).reduce((a, b) => a + b, 0)).toBe(to - from);
  });

  test('draws its own name first, with points in every panel, and finds numbers with intervals in two sentences of a length that can be read', () => {
    const figures = study.figures(read), finding = study.finding(read);
    expect(figures[0].name).toBe(name);
    for (const { spec } of figures) expect(JSON.stringify(spec).length).toBeGreaterThan(1000);
    expect(finding).toMatch(/\[[\d.]+, [\d.]+\]/);
    expect(finding).not.toMatch(/NaN|undefined|null/);
    expect(wordsOfSentences(finding)).toHaveLength(2);
    expect(Math.max(...wordsOfSentences(finding))).toBeLessThanOrEqual(MOST_WORDS);
  });

  test('says that it is open where there are next to no rows', () => {
    const [first] = read, few = { ...first, attempts: 1, rows: [{ from: 0, to: 1, result: { counts: { '3,2': 1 } } }] };
    expect(study.finding([few as CaseRows<Case, TimesOfAttempts>])).toMatch(/open|beyond/);
  });
});
