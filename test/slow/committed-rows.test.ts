import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { studies } from '../../experiments/index.js';
import { dataFolder } from '../../experiments/real-data.js';
import { readStudy } from '../../src/study/index.js';

const root = join(import.meta.dirname, '../..');

/** Cases of a study that are run again: an early one, a late one. */
const again = [0.25, 0.9];

/** Rows that need real networks or images, which are not part of the package, say so. */
const missing = (error: unknown): boolean => (error as Error).message.startsWith('realData: needed');

/** Seconds that a row takes, about; a training run takes minutes, and is run again only where there is time. */
const secondsOf = (study: (typeof studies)[number]): number => (60 * (study.minutes ?? 0)) / study.cases.reduce((n, c) => n + Math.ceil(study.attempts(c) / study.batch(c)), 0);
const longest = times > 1 ? Infinity : 12;

describe('committed rows', () => {
  test.each(studies.filter((s) => !s.measuresMachine && secondsOf(s) <= longest).map((study) => ({ name: study.name, study })))('of $name are what its code computes today', async ({ study }) => {
    const cases = await readStudy(study, join(root, 'experiments', study.name, 'rows')), { [study.work.name]: work } = (await import(study.work.url)) as Record<string, (batch: object) => unknown>;
    for (const share of again) {
      const { case: c, rows } = cases[Math.floor(share * (cases.length - 1))], { from, to, result } = rows[Math.floor(share * (rows.length - 1))];
      expect(JSON.parse(JSON.stringify(await work({ case: c, seed: study.seed, from, to })))).toEqual(result);
    }
  });
});
