import { caseFile } from './case-file.js';
import { readCase } from './rows-file.js';
import type { Case, CaseRows, Row, Study } from './study.js';
import { unitsOf } from './units.js';

/** A case as its files have it. */
export interface CaseStatus<C extends Case, R> extends CaseRows<C, R> {
  readonly key: string;
  /** Lines that are no row. */
  readonly torn: number;
  readonly shardFiles: readonly string[];
}

/** The rows of a study in a folder, case by case, those that the study asks for; nothing where there are none. Throws a RangeError where two rows of the same attempts differ. */
export async function readStudy<C extends Case, R>(study: Study<C, R>, folder: string): Promise<CaseStatus<C, R>[]> {
  const units = study.cases.map((): Set<string> => new Set()), read: CaseStatus<C, R>[] = [];
  for (const { at, from, to } of unitsOf(study)) units[at].add(`${from}-${to}`);
  for (const [at, c] of study.cases.entries()) {
    const file = caseFile(study, folder, c), { rows, torn, shardFiles } = await readCase(file);
    const asked = rows.filter((r) => units[at].has(`${r.from}-${r.to}`)) as Row<R>[];
    read.push({ case: c, attempts: asked.reduce((n, r) => n + r.to - r.from, 0), asked: study.attempts(c), rows: asked, key: file.key, torn, shardFiles });
  }
  return read;
}
