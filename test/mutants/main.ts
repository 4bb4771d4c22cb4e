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

const { values } = parseArgs({ options: { write: { type: 'boolean' }, only: { type: 'string' }, share: { type: 'string' } } });
const only = values.only?.toLowerCase(), numbers = jobs.flatMap(({ kind, fault, subject }, k) => (only === undefined || `${kind}: ${fault}: ${subject}`.toLowerCase().includes(only) ? [k] : []));

async function rowOf({ run, ...job }: Job): Promise<Row> {
  const found = await run();
  return { ...job, ...(typeof found === 'string' ? { cannot: found } : { kill: found ?? null }) };
}

const WORKERS = 2;

if (values.share !== undefined) {
  // A worker: does a share of them, and says what it found.
  for (const k of numbers) if (k % WORKERS === Number(values.share)) process.send!({ k, row: await rowOf(jobs[k]) });
  process.disconnect();
} else {
  const rows = new Map<number, Row>(), started = performance.now();
  await Promise.all(Array.from({ length: WORKERS }, (_, share) => new Promise<void>((resolve, reject) => {
    const worker = fork(import.meta.filename, ['--share', String(share), ...(only === undefined ? [] : ['--only', only])], { execArgv: process.execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    worker.on('message', ({ k, row }: { k: number; row: Row }) => {
      rows.set(k, row);
      process.stdout.write(`${lineOf(row)}\n`);
    });
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  })));
  rmSync(folder, { recursive: true, force: true });
  const all = numbers.map((k) => rows.get(k)!), survivors = all.filter((r) => r.kill === null), seconds = (performance.now() - started) / 1000;
  process.stdout.write(`\n${all.filter((r) => r.kill).length} killed, ${survivors.length} survive, ${all.filter((r) => r.cannot !== undefined).length} cannot be planted; ${seconds.toFixed(0)} s\n${survivors.map((r) => `survives: ${lineOf(r)}\n`).join('')}`);
  if (values.write) writeFileSync(join(root, 'docs/mutants.md'), page(all, await publishedRuns(), seconds));
  process.exitCode = survivors.length > 0 ? 1 : 0;
}
