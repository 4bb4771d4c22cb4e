import { openPool, type MapOptions } from '../numeric/pool.js';
import { caseFile } from './case-file.js';
import { RemainingTime } from './remaining-time.js';
import { requireStudy } from './require-study.js';
import { openFolder, readCase, RowsWriter, settleCase, type CaseFile } from './rows-file.js';
import { batchTask, requireWork, runBatch, type BatchDone } from './run-batch.js';
import { uniteRows } from './rows-text.js';
import type { Case, Study } from './study.js';
import { unitsOf, type Shard, type Unit } from './units.js';

/** How a study is run. */
export interface RunOptions {
  /** The folder of its rows; made where it is missing. */
  readonly rows: string;
  /** Threads, default 1; rows do not depend on them. */
  readonly workers?: number;
  /** Of shards that other runs do: its rows go to files of its own, which `mergeStudy` unites. */
  readonly shard?: Shard;
  /** Share of the attempts, in [0, 1]; at least one batch a case. Default 1. */
  readonly attemptsFactor?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
  readonly onLost?: MapOptions['onLost'];
}

/** How far a run is, in attempts; what was there before it counts. */
export interface RunProgress {
  readonly done: number;
  readonly asked: number;
  /** Seconds left, from what this run's batches took; null before the first. */
  readonly secondsLeft: number | null;
}

/** What came of a run. */
export interface StudyRun {
  /** Attempts asked of this run (a shard's own), those that rows hold now, and those of them that were there before. */
  readonly asked: number;
  readonly done: number;
  readonly before: number;
  /** Batches whose work threw, in the order in which they did. */
  readonly failures: readonly { readonly case: Case; readonly from: number; readonly to: number; readonly message: string }[];
}

/** Times that a run starts over to find rows gone that it wrote, before it gives up. */
const PASSES = 3;

/**
 * Runs what the folder has no rows of: one task a row, all cores, each row synced as it comes. May be killed at any moment and run again: what is lost
 * is what was running. The rows of a finished case are put in order, so that its file is the same from any run. A batch that throws is told in
 * `failures`, and the others are run. Throws a RangeError for what is no study or where rows disagree; rejects with the signal's reason.
 */
export async function runStudy<C extends Case, R>(study: Study<C, R>, { rows: folder, workers = 1, shard, attemptsFactor = 1, signal, onProgress, onLost }: RunOptions): Promise<StudyRun> {
  requireStudy(study);
  if (shard && !(Number.isInteger(shard.of) && Number.isInteger(shard.index) && shard.index >= 1 && shard.index <= shard.of)) throw new RangeError(`runStudy: needed a shard from 1/N to N/N, got ${shard.index}/${shard.of}`);
  if (!(attemptsFactor >= 0 && attemptsFactor <= 1)) throw new RangeError(`runStudy: needed a factor of attempts in [0, 1], got ${attemptsFactor}`);
  await requireWork(study.work);
  await openFolder(folder);
  const files = study.cases.map((c) => caseFile(study, folder, c));
  const units = unitsOf(study, attemptsFactor, shard), asked = attemptsOf(units);
  const failed = new Map<Unit<C>, string>();
  let before = -1;
  for (let pass = 1; ; pass++) {
    const missing = (await missingOf(units, files)).filter((u) => !failed.has(u));
    if (before < 0) before = asked - attemptsOf(missing);
    if (!shard) await settleFinished(files, units, [...missing, ...failed.keys()]);
    if (missing.length === 0) break;
    if (pass === 1 && !study.measuresMachine) await requireSame(study, missing, files);
    if (pass > PASSES) throw new Error(`runStudy: needed the rows that were written to ${folder}, got ${missing.length} of them missing again: something else changes them`);
    await runUnits(missing);
  }
  return { asked, done: asked - attemptsOf([...failed.keys()]), before, failures: [...failed].map(([u, message]) => ({ case: u.case, from: u.from, to: u.to, message })) };

  async function runUnits(missing: readonly Unit<C>[]): Promise<void> {
    const ordered = pilotFirst(missing), left = study.cases.map(() => 0);
    for (const u of ordered) left[u.at]++;
    const time = new RemainingTime([...left], workers), writers = files.map((file) => new RowsWriter(file, shard));
    let done = asked - attemptsOf(missing);
    onProgress?.({ done, asked, secondsLeft: null });
    const pool = await openPool(workers);
    try {
      const tasks = ordered.map((u) => batchTask({ work: study.work, batch: { case: u.case, seed: study.seed, from: u.from, to: u.to } }));
      await pool.map(tasks, {
        signal, onLost,
        onFailed: (k, error) => failed.set(ordered[k], error?.message ?? String(error)),
        onResult: async (k, result) => {
          const { at, from, to } = ordered[k], { json, seconds } = result as BatchDone;
          await writers[at].append(`{"from":${from},"to":${to},"result":${json}}`);
          time.tell(at, seconds);
          done += to - from;
          if (--left[at] === 0 && !shard) await settleCase(files[at]);
          onProgress?.({ done, asked, secondsLeft: time.seconds() });
        },
      });
    } finally {
      await pool.close();
    }
  }
}

/**
 * Runs one kept row of each case that is to be continued again. Throws a RangeError where it does not come out the same: rows of two codes, or of chance,
 * are not to be mixed.
 */
async function requireSame<C extends Case, R>(study: Study<C, R>, missing: readonly Unit<C>[], files: readonly CaseFile[]): Promise<void> {
  for (const at of new Set(missing.map((u) => u.at))) {
    const { rows, files: [path] } = await readCase(files[at]);
    if (rows.length === 0) continue;
    const { from, to, result } = rows.reduce((a, b) => (b.to - b.from < a.to - a.from ? b : a)), batch = { case: study.cases[at], seed: study.seed, from, to };
    const again = { from, to, result: JSON.parse((await runBatch({ work: study.work, batch })).json) as unknown };
    uniteRows([{ path, rows: [{ from, to, result }] }, { path: 'this run', rows: [again] }], false);
  }
}

const attemptsOf = (units: readonly { from: number; to: number }[]): number => units.reduce((n, u) => n + u.to - u.from, 0);

/** The units that no file has a row of. */
async function missingOf<C extends Case>(units: readonly Unit<C>[], files: readonly CaseFile[]): Promise<Unit<C>[]> {
  const there: Set<string>[] = [];
  for (const file of files) there.push(new Set((await readCase(file)).rows.map((r) => `${r.from}-${r.to}`)));
  return units.filter((u) => !there[u.at].has(`${u.from}-${u.to}`));
}

async function settleFinished<C extends Case>(files: readonly CaseFile[], units: readonly Unit<C>[], missing: readonly Unit<C>[]): Promise<void> {
  const open = new Set(missing.map((u) => u.at));
  for (const at of new Set(units.map((u) => u.at))) if (!open.has(at)) await settleCase(files[at]);
}

/** One unit of each case first: a run that is killed early has something of each, and its time can be estimated; then case by case. */
function pilotFirst<C extends Case>(units: readonly Unit<C>[]): Unit<C>[] {
  const pilots = units.filter((u, k) => units[k - 1]?.at !== u.at), set = new Set(pilots);
  return [...pilots, ...units.filter((u) => !set.has(u))];
}
