import { caseKey, headerOf } from './case-key.js';
import type { CaseFile } from './rows-file.js';
import type { Case, Study } from './study.js';

/** The file of a case in a folder of rows. */
export const caseFile = <C extends Case>(study: Study<C, unknown>, folder: string, c: C): CaseFile => ({ folder, key: caseKey(study, c), header: headerOf(study, c), measured: study.measuresMachine ?? false });
