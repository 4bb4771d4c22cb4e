import { existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { mergeStudy, readStudy, runStudy, tableOf, type CaseStatus, type Case, type Shard } from '../study/index.js';
import { printJson } from './exit-code.js';
import { BAD_INPUT, Failure, INTERNAL, INTERRUPTED, USAGE } from './failure.js';
import { requireFolder, requireWritable, writeWhole } from './files.js';
import { findStudies, findStudy, type Found } from './find-study.js';
import { openProgress } from './progress.js';
import { show, table } from './report.js';

/** Rows are missing that were asked for. */
const MISSING = 2;

/** Failed batches that are told one by one. */
const TOLD = 5;

interface RunFlags {
  rows?: string;
  shard?: string;
  workers?: number;
  attemptsFactor?: number;
  quick?: boolean;
  json?: boolean;
}

/** slth study list: the package's studies. Returns 0. */
export async function listCommand({ json }: { json?: boolean }): Promise<number> {
  const all = (await findStudies()).map(({ study }) => ({ name: study.name, question: study.question, cases: study.cases.length, attempts: study.cases.reduce((n, c) => n + study.attempts(c), 0), minutes: study.minutes ?? null }));
  if (json) printJson({ schema: 1, studies: all });
  else {
    for (const s of all) process.stdout.write(`${s.name}\n  ${s.question}\n  ${show(s.cases)} ${s.cases === 1 ? 'case' : 'cases'}, ${show(s.attempts)} attempts${s.minutes === null ? '' : `, about ${show(s.minutes)} core minutes`}\n\n`);
    process.stdout.write(`${all.length} studies; slth study run NAME runs one, and a study of your own by the path of its module: docs/write-a-study.md\n`);
  }
  return 0;
}

/** slth study run: runs what has no rows yet. Returns 0 once all its rows are written, whatever they say; 70 where batches threw; 130 when interrupted. */
export async function runCommand(name: string, flags: RunFlags): Promise<number> {
  const workers = flags.workers ?? availableParallelism();
  if (!Number.isInteger(workers) || workers < 1) throw new Failure(USAGE, `--workers: needed a positive integer, got ${workers}`);
  if (flags.quick && flags.attemptsFactor !== undefined) throw new Failure(USAGE, 'study run: needed one of --quick and --attempts-factor, got both');
  const attemptsFactor = flags.quick ? 0 : (flags.attemptsFactor ?? 1);
  if (!(attemptsFactor >= 0 && attemptsFactor <= 1)) throw new Failure(USAGE, `--attempts-factor: needed a number in [0, 1], got ${attemptsFactor}`);
  const shard = flags.shard === undefined ? undefined : shardOf(flags.shard);
  const { study, rows } = await findStudy(name, flags.rows);
  requireFolder(rows);
  if (study.computedBy) process.stderr.write(`slth: ${study.name}: ${await study.computedBy()}\n`);
  const started = performance.now(), progress = await openProgress(flags.json ?? false), stop = new AbortController();
  // Ours in place of the program's: rows that are being written are waited for.
  const others = process.listeners('SIGINT'), interrupt = (): void => stop.abort(new Interrupted());
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', interrupt);
  try {
    const run = await runStudy(study, {
      rows, workers, attemptsFactor, shard, signal: stop.signal,
      onProgress: ({ done, asked, secondsLeft }) => progress.onProgress(`${study.name}: ${show(done)} of ${show(asked)} attempts${secondsLeft === null ? '' : `, ${timeOf(secondsLeft)} left`}`, asked === 0 ? 1 : done / asked),
    });
    progress.end();
    for (const { case: c, from, to, message } of run.failures.slice(0, TOLD)) process.stderr.write(`slth: ${study.name}, case ${JSON.stringify(c)}, attempts ${from} to ${to - 1}: ${message}\n`);
    if (run.failures.length > TOLD) process.stderr.write(`slth: ${study.name}: ${run.failures.length - TOLD} more batches failed\n`);
    const seconds = (performance.now() - started) / 1000;
    if (flags.json) printJson({ schema: 1, study: study.name, rows, shard: flags.shard ?? null, asked: run.asked, done: run.done, before: run.before, failures: run.failures, seconds });
    else process.stdout.write([
      `study        ${study.name}${shard ? `, shard ${shard.index} of ${shard.of}` : ''}`,
      `attempts     ${show(run.done)} of ${show(run.asked)}${run.before > 0 ? `, ${show(run.before)} of them from earlier runs` : ''}`,
      `rows         ${rows}${shard ? `  (all shards done: slth study merge ${name} --rows ${rows})` : ''}`,
      `seconds      ${seconds.toFixed(2)} s`,
      '',
    ].join('\n'));
    return run.failures.length > 0 ? INTERNAL : 0;
  } catch (error) {
    progress.end();
    if (!(error instanceof Interrupted)) throw badRows(error);
    process.stderr.write('\nslth: interrupted; rows written are kept, and running again continues\n');
    return INTERRUPTED;
  } finally {
    process.removeListener('SIGINT', interrupt);
    others.forEach((listener) => process.on('SIGINT', listener as NodeJS.SignalsListener));
  }
}

class Interrupted extends Error {}

function shardOf(text: string): Shard {
  const [, index, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (!(index >= 1 && index <= of && of <= 1e6)) throw new Failure(USAGE, `--shard: needed I/N with 1 <= I <= N, got ${text}`);
  return { index, of };
}

const timeOf = (seconds: number): string => (seconds < 90 ? `${Math.ceil(seconds)} s` : seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`);

/** What is wrong with rows is the fault of their files; other errors are what they are. */
const badRows = (error: unknown): unknown => (error instanceof RangeError ? new Failure(BAD_INPUT, error.message) : error);

const parametersOf = (c: Case): string => Object.entries(c).map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`).join(' ');

async function read({ study, readable }: Found): Promise<CaseStatus<Case, unknown>[]> {
  try {
    return await readStudy(study, readable);
  } catch (error) {
    throw badRows(error);
  }
}

/** slth study status: what each case has. Returns 0 where nothing is missing, else 2. */
export async function statusCommand(names: string[], { rows, json }: { rows?: string; json?: boolean }): Promise<number> {
  if (rows !== undefined && names.length !== 1) throw new Failure(USAGE, `--rows: needed one study with it, got ${names.length}`);
  const found = names.length === 0 ? await findStudies() : await Promise.all(names.map((name) => findStudy(name, rows)));
  const all = [];
  for (const f of found) all.push({ ...f, cases: await read(f) });
  if (json) printJson({ schema: 1, studies: all.map(({ study, readable, cases }) => ({ study: study.name, rows: readable, cases: cases.map(({ rows: _, ...c }) => c) })) });
  else if (names.length === 0) process.stdout.write(`${table(['study', 'attempts', 'asked', 'whole cases', 'cases'], all.map(({ study, cases }) => [study.name, show(cases.reduce((n, c) => n + c.attempts, 0)), show(cases.reduce((n, c) => n + c.asked, 0)), show(cases.filter(isWhole).length), show(cases.length)]))}slth study status NAME says it case by case\n`);
  else process.stdout.write(all.map(statusText).join('\n'));
  return all.every(({ cases }) => cases.every(isWhole)) ? 0 : MISSING;
}

const isWhole = (c: CaseStatus<Case, unknown>): boolean => c.attempts === c.asked;

function statusText({ study, given, readable: folder, cases }: Found & { readonly cases: readonly CaseStatus<Case, unknown>[] }): string {
  const sum = (of: (c: CaseStatus<Case, unknown>) => number): number => cases.reduce((n, c) => n + of(c), 0);
  const torn = sum((c) => c.torn), shards = sum((c) => c.shardFiles.length);
  return [
    `study        ${study.name}: ${study.question}`,
    `rows         ${folder}`,
    '',
    table(['case', 'file', 'attempts', 'asked', 'torn lines', 'shard files'], cases.map((c) => [parametersOf(c.case), c.key, show(c.attempts), show(c.asked), show(c.torn), show(c.shardFiles.length)])),
    `attempts     ${show(sum((c) => c.attempts))} of ${show(sum((c) => c.asked))}, ${cases.filter(isWhole).length} of ${cases.length} cases whole`,
    ...(torn > 0 ? [`torn         ${show(torn)} lines are no row, as killed runs leave them; running again runs their attempts`] : []),
    ...(shards > 0 ? [`shards       ${show(shards)} files to merge: slth study merge ${given} --rows ${folder}`] : []),
    '',
  ].join('\n');
}

/** slth study merge: the rows of all shards in one file a case. Returns 0 where nothing is missing then, else 2. */
export async function mergeCommand(name: string, further: string[], { rows, json }: { rows?: string; json?: boolean }): Promise<number> {
  for (const folder of further) if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Failure(USAGE, `study merge: needed folders of rows, got ${folder}`);
  const found = await findStudy(name, rows);
  requireFolder(found.rows);
  const cases = await mergeStudy(found.study, found.rows, further).catch((error: unknown) => Promise.reject(badRows(error)));
  const missing = cases.filter((c) => !isWhole(c));
  if (json) printJson({ schema: 1, study: found.study.name, rows: found.rows, cases: cases.map(({ rows: _, ...c }) => c) });
  else process.stdout.write([
    `study        ${found.study.name}: ${cases.length - missing.length} of ${cases.length} cases whole`,
    `rows         ${found.rows}`,
    ...missing.map((c) => `missing      ${show(c.asked - c.attempts)} of ${show(c.asked)} attempts of ${parametersOf(c.case)}`),
    '',
  ].join('\n'));
  return missing.length > 0 ? MISSING : 0;
}

/** The cases of a study that have rows. Throws a Failure where none has. */
async function readSome(found: Found): Promise<CaseStatus<Case, unknown>[]> {
  const cases = (await read(found)).filter((c) => c.rows.length > 0);
  if (cases.length === 0) throw new Failure(BAD_INPUT, `${found.readable}: needed rows of ${found.study.name}, got none: slth study run ${found.given}`);
  return cases;
}

/** slth study plot: draws the study's figures of the rows that there are, and says what was found. Returns 0. */
export async function plotCommand(name: string, { rows, out, format, json }: { rows?: string; out: string; format?: string; json?: boolean }): Promise<number> {
  const { figureExtensions } = await import('../plot/extensions.js');
  const whole = figureExtensions.some((e) => out.endsWith(e)), formats = (format ?? 'svg').split(',').map((f) => `.${f.trim().replace(/^\./, '')}`);
  if (whole && format !== undefined) throw new Failure(USAGE, `--format: needed --out to be a folder, got ${out}`);
  for (const f of formats) if (!(figureExtensions as readonly string[]).includes(f)) throw new Failure(USAGE, `--format: needed some of ${figureExtensions.map((e) => e.slice(1)).join(', ')}, got ${f.slice(1)}`);
  if (whole) requireWritable(out);
  else if (extname(out) !== '' && !existsSync(out)) throw new Failure(USAGE, `--out: needed a folder, or a name ending in ${figureExtensions.join(', ')}, got ${out}`);
  const found = await findStudy(name, rows), cases = await readSome(found), figures = found.study.figures(cases);
  if (whole && figures.length !== 1) throw new Failure(USAGE, `--out: needed a folder for the ${figures.length} figures of ${found.study.name}, got ${out}`);
  const { render } = await import('../plot/index.js');
  const written: string[] = [];
  for (const { name: figure, spec } of figures) {
    for (const path of whole ? [out] : formats.map((f) => join(out, `${figure}${f}`))) {
      writeWhole(path, await render(spec, path));
      written.push(path);
    }
  }
  const finding = found.study.finding(cases), short = cases.filter((c) => !isWhole(c)).length, without = found.study.cases.length - cases.length;
  if (json) printJson({ schema: 1, study: found.study.name, rows: found.readable, figures: written, finding, partialCases: short, casesWithoutRows: without });
  else process.stdout.write([
    `study        ${found.study.name}: ${found.study.question}`,
    `rows         ${found.readable}`,
    ...(short + without > 0 ? [`missing      ${short} cases have a part of their attempts, ${without} none`] : []),
    ...written.map((path) => `figure       ${path}`),
    `finding      ${finding}`,
    '',
  ].join('\n'));
  return 0;
}

/** slth study export: rows as a table for other programs. Returns 0. */
export async function exportRowsCommand(name: string, { rows, csv }: { rows?: string; csv: string }): Promise<number> {
  requireWritable(csv);
  const found = await findStudy(name, rows), { columns, lines } = tableOf(await readSome(found));
  const { csvTable } = await import('../plot/csv-table.js');
  writeWhole(csv, csvTable(columns, lines));
  process.stdout.write(`written      ${csv}: ${show(lines.length)} lines, columns ${columns.join(', ')}\n`);
  return 0;
}
