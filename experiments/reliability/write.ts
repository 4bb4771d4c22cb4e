/**
 * docs/reliability.md: damaged files and bombs, read by every reader.
 *
 *   npm run reliability                      prints the page, of 1000 files for each reader
 *   npm run reliability -- --files 20000     of so many
 *   npm run reliability -- --only npz        of one reader
 *   npm run reliability -- --write           of 100,000, and writes it
 *   npm run reliability -- --show NAME,B,F   the damage to file F of batch B of a reader
 *
 * A run that is ended goes on where it was (its batches are in the temporary folder), unless code has changed meanwhile.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { digest } from '../../src/numeric/digest.js';
import { page, type Machine } from './page.js';
import { readers } from './readers/index.js';
import { tryBomb, tryReader, type Tried } from './run.js';
import { filesOf, type Batch, type Burst } from './try-files.js';

const { values } = parseArgs({ options: { write: { type: 'boolean' }, files: { type: 'string' }, only: { type: 'string' }, seed: { type: 'string' }, show: { type: 'string' } } });
const files = Number(values.files ?? (values.write ? 100_000 : 1000)), seed = Number(values.seed ?? 8), root = join(import.meta.dirname, '../..');

if (values.show !== undefined) {
  const [name, batch, file] = values.show.split(/,(?=\d+,\d+$)|,(?=\d+$)/), damage = filesOf(name, seed, Number(batch))[Number(file)];
  process.stdout.write(`whole file ${damage.sample}\n${damage.said}\n`);
  process.exit();
}

/** Batches belong to the code that read them. */
const code = ['src', 'experiments/reliability'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts')).sort().map((f) => readFileSync(join(root, folder, f), 'utf8')));
const journal = join(tmpdir(), `slth-reliability-${digest(new TextEncoder().encode(code.join('\0'))).slice(0, 16)}-${seed}.jsonl`);
const there = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Batch) : [];

const chosen = readers.filter(({ name }) => values.only === undefined || name.includes(values.only)), tried: Tried[] = [], bursts: Burst[] = [];
const queue = [...chosen];
/** Two readers at a time. */
const lane = async (): Promise<void> => {
  for (let reader = queue.shift(); reader; reader = queue.shift()) {
    const begin = performance.now(), done = await tryReader(reader, seed, files, there, (batch) => appendFileSync(journal, `${JSON.stringify(batch)}\n`));
    tried.push(done);
    process.stderr.write(`${reader.name}: ${done.batches.reduce((n, b) => n + b.files, 0)} files, ${done.batches.reduce((n, b) => n + b.broken.length, 0)} broken promises, ${done.ended.length} ended, ${Math.round((performance.now() - begin) / 1000)} s\n`);
    for (const e of done.ended) process.stderr.write(`  ${e.how} at batch ${e.batch}, file ${e.file}: ${e.why}\n`);
    for (const b of done.batches.flatMap((x) => x.broken).slice(0, 5)) process.stderr.write(`  batch ${b.batch}, file ${b.file}: ${b.why}\n    ${b.said.replaceAll('\n', '\n    ')}\n`);
  }
};
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
tried.sort((a, b) => readers.findIndex((r) => r.name === a.reader) - readers.findIndex((r) => r.name === b.reader));
// One after the other, so that their times are their own.
for (const reader of chosen) {
  for (const { name } of reader.bombs ?? []) {
    const burst = await tryBomb(reader, name);
    bursts.push(burst);
    if (burst.outcome !== 'valid' && burst.outcome !== 'refused') process.stderr.write(`${reader.name}, ${name}: ${burst.outcome}: ${burst.why}\n`);
  }
}
const version = (name: string): string => (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;
const machine: Machine = { date: new Date().toISOString().slice(0, 10), cores: cpus().length, cpu: cpus()[0].model, node: process.version, packages: ['fast-check', 'fflate', 'protobufjs'].map((name) => `${name} ${version(name)}`) };
const text = page({ tried, bursts, files, seed, machine });
process.stdout.write(text);
if (values.write) writeFileSync(join(root, 'docs/reliability.md'), text);
process.exitCode = tried.some((t) => t.ended.length > 0 || t.batches.some((b) => b.broken.length > 0)) || bursts.some((b) => b.outcome !== 'valid' && b.outcome !== 'refused') ? 1 : 0;
