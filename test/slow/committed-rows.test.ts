import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { studies } from '../../experiments/index.js';
import { dataFolder } from '../../experiments/real-data.js';
import { readStudy } from '../../src/study/index.js';

const root = join(import.meta.dirname, '../..');

/** Cases of a study that are run again: an early one, a late one. */
const again = [0.25, 0.9];

/** Studies of real networks, which are not part of the package. */
const onRealData = ['pensia-experiment-1', 'ticket-sparsity'];
const here = existsSync(join(dataFolder(), 'targets'));
if (!here) console.warn(`skipped: ${onRealData.join(', ')}, for want of real targets at ${dataFolder()}; set SLTH_DATA to a folder with targets/ and mnist/`);

describe('committed rows', () => {
  test.each(studies.filter((s) => !s.measuresMachine && (here || !onRealData.includes(s.name))).map((study) => ({ name: study.name, study })))('of $name are what its code computes today', async ({ study }) => {
    const cases = await readStudy(study, join(root, 'experiments', study.name, 'rows')), { [study.work.name]: work } = (await import(study.work.url)) as Record<string, (batch: object) => unknown>;
    for (const share of again) {
      const { case: c, rows } = cases[Math.floor(share * (cases.length - 1))], { from, to, result } = rows[Math.floor(share * (rows.length - 1))];
      expect(JSON.parse(JSON.stringify(await work({ case: c, seed: study.seed, from, to })))).toEqual(result);
    }
  });
});
