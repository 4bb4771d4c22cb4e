export { byAttempt, pairs } from './attempts.js';
export { caseKey } from './case-key.js';
export { mergeStudy } from './merge-study.js';
export { readStudy, type CaseStatus } from './read-study.js';
export { requireStudy } from './require-study.js';
export { runStudy, type RunOptions, type RunProgress, type StudyRun } from './run-study.js';
export { captionOf, defineStudy, type Batch, type Case, type CaseRows, type Row, type Study, type StudyFigure } from './study.js';
export { tableOf, type Table } from './table-of.js';
export { askedOf, type Shard } from './units.js';
