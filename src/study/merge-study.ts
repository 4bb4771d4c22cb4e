import { caseFile } from './case-file.js';
import { readStudy, type CaseStatus } from './read-study.js';
import { requireStudy } from './require-study.js';
import { openFolder, settleCase } from './rows-file.js';
import type { Case, Study } from './study.js';

/**
 * Unites the rows of any shards, in a folder and in further ones, into one file a case; shard files of the folder are removed, further folders are
 * only read. Returns what each case then has. Throws a RangeError where two files disagree.
 */
export async function mergeStudy<C extends Case, R>(study: Study<C, R>, folder: string, further: readonly string[] = []): Promise<CaseStatus<C, R>[]> {
  requireStudy(study);
  await openFolder(folder);
  for (const c of study.cases) await settleCase(caseFile(study, folder, c), further);
  return readStudy(study, folder);
}
