import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { studies } from '../../experiments/index.js';
import { readStudy } from '../../src/study/index.js';
import { times } from '../runs.js';

const root = join(import.meta.dirname, '../..');

/** Cases of a study that are run again: an early one, a late one. */
const again = [0.25, 0.9];

/** Seconds that a row takes, about. A training run takes minutes, and is done again only where there is time for it. */
const secondsOf = (study: (typeof studies)[number]): number => (60 * (study.minutes ?? 0)) / study.cases.reduce((n, c) => n + Math.ceil(study.attempts(c) / study.batch(c)), 0);
const longest = times > 1 ? Infinity : 12;

describe('committed rows', () => {
  test.for(studies.filter((s) => !s.measuresMachine && secondsOf(s) <= longest).map((study) => ({ name: study.name, study })))('of $name are what its code computes today', async ({ study }, { skip }) => {
    const cases = await readStudy(study, join(root, 'experiments', study.name, 'rows')), { [study.work.name]: work } = (await import(study.work.url)) as Record<string, (batch: object) => unknown>;
    for (const share of again) {
      const { case: c, rows } = cases[Math.floor(share * (cases.length - 1))], { from, to, result } = rows[Math.floor(share * (rows.length - 1))];
      const now = await (async () => work({ case: c, seed: study.seed, from, to }))().catch((error: Error) => {
        // Real networks and images are not part of the package.
        if (error.message.startsWith('realData: needed')) skip(error.message);
        throw error;
      });
      expect(JSON.parse(JSON.stringify(now))).toEqual(result);
    }
  });
});
