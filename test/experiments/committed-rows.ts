import { join } from 'node:path';
import { readStudy, type Case, type CaseRows, type Study } from '../../src/study/index.js';

/** The rows of a study that come with the project, of cases that have some. */
export const packagedRows = async <C extends Case, R>(study: Study<C, R>): Promise<CaseRows<C, R>[]> =>
  (await readStudy(study, join(import.meta.dirname, '..', '..', 'experiments', study.name, 'rows'))).filter((c) => c.attempts > 0);
