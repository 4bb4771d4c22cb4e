/**
 * Every fault in everything it can be planted in, and what sees it.
 *
 *   npm run mutants                    prints a line for each; ends with 1 if one survives
 *   npm run mutants -- --only TEXT     those whose kind, fault or subject has the text
 *   npm run mutants -- --write         writes docs/mutants.md too
 */
import { fork } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { jobs, type Job } from './jobs.js';
import { folder, root } from './mutated.js';
import { page } from './page.js';
import { publishedRuns } from './published-runs.js';
import { lineOf, type Row } from './row.js';

const { values } = parseArgs({ options: { write: { type: 'boolean' }, only: { type: 'string' }, from: { type: 'string' } } });
const only = values.only?.toLowerCase(), numbers = jobs.flatMap(({ kind, fault, subject }, k) => (only === undefined || `${kind}: ${fault}: ${subject}`.toLowerCase().includes(only) ? [k] : []));

async function rowOf({ run, ...job }: Job): Promise<Row> {
  const found = await run();
  return { ...job, ...(typeof found === 'string' ? { cannot: found } : { kill: found ?? null }) };
}

/** Processes at a time, and jobs of one: mutated modules that were loaded stay in memory until it ends. */
const WORKERS = 2, SHARE = 30;

if (values.from !== undefined) {
  // A worker: does a share of them, and says what it found.
  for (const k of numbers.slice(Number(values.from), Number(values.from) + SHARE)) process.send!({ k, row: await rowOf(jobs[k]) });
  process.disconnect();
} else {
  const rows = new Map<number, Row>(), started = performance.now(), shares = Array.from({ length: Math.ceil(numbers.length / SHARE) }, (_, i) => i * SHARE);
  const work = (from: number): Promise<void> => new Promise((resolve, reject) => {
    const worker = fork(import.meta.filename, ['--from', String(from), ...(only === undefined ? [] : ['--only', only])], { execArgv: process.execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    worker.on('message', ({ k, row }: { k: number; row: Row }) => {
      rows.set(k, row);
      process.stdout.write(`${lineOf(row)}\n`);
    });
    worker.on('exit', (code, signal) => (code === 0 ? resolve() : reject(new Error(`mutants: a worker ended with ${signal ?? code}`))));
  });
  const lane = async (): Promise<void> => {
    for (let from = shares.shift(); from !== undefined; from = shares.shift()) await work(from);
  };
  await Promise.all(Array.from({ length: WORKERS }, lane));
  rmSync(folder, { recursive: true, force: true });
  const all = numbers.map((k) => rows.get(k)!), survivors = all.filter((r) => r.kill === null), seconds = (performance.now() - started) / 1000;
  process.stdout.write(`\n${all.filter((r) => r.kill).length} killed, ${survivors.length} survive, ${all.filter((r) => r.cannot !== undefined).length} cannot be planted; ${seconds.toFixed(0)} s\n${survivors.map((r) => `survives: ${lineOf(r)}\n`).join('')}`);
  if (values.write) writeFileSync(join(root, 'docs/mutants.md'), page(all, await publishedRuns(), seconds));
  process.exitCode = survivors.length > 0 ? 1 : 0;
}
