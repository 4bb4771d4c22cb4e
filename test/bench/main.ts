/**
 * Benchmarks, each beside its baseline in the same run; ratios are medians of pairs. Needs gcc.
 *
 *   npm run bench                       prints the tables
 *   npm run bench -- --write            and writes docs/performance.md
 *   npm run bench -- --only training    only the sections whose names are given, a,b,c; with --write they replace those of the document
 *   npm run bench -- --target FILE      the network of the job's profile (default: builtin:digits)
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchAttempts } from './attempts.js';
import { benchMemory, benchScaling } from './beyond.js';
import { benchClosest } from './closest.js';
import { benchHitting } from './hitting.js';
import { benchHighs } from './highs.js';
import { profileJob } from './job.js';
import { benchPhilox } from './philox.js';
import { benchLaboratory, benchPlenty, benchSelectors } from './small.js';
import { benchTopShare } from './top-share.js';
import { benchTraining } from './training.js';

const { values } = parseArgs({ options: { write: { type: 'boolean' }, target: { type: 'string', default: 'builtin:digits' }, only: { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'slth-bench-'));
for (const name of ['closest', 'hitting', 'philox', 'lenet']) execFileSync('gcc', ['-O3', '-march=native', '-o', join(folder, name), `test/bench/${name}.c`, '-lm']);
const gcc = execFileSync('gcc', ['--version'], { encoding: 'utf8' }).split('\n')[0];

const all: Readonly<Record<string, () => string | Promise<string>>> = {
  closest: () => benchClosest(folder),
  hitting: () => benchHitting(folder),
  memory: benchMemory,
  scaling: () => benchScaling(values.write ? 'docs/closest-scaling.svg' : undefined),
  selectors: benchSelectors,
  'top-share': benchTopShare,
  plenty: benchPlenty,
  laboratory: benchLaboratory,
  philox: () => benchPhilox(folder),
  highs: benchHighs,
  job: () => profileJob(values.target),
  attempts: benchAttempts,
  training: () => benchTraining(folder),
};
const only = values.only?.split(','), unknown = only?.find((name) => !Object.hasOwn(all, name));
if (unknown !== undefined) throw new RangeError(`bench: needed sections of ${Object.keys(all).join(', ')}, got ${unknown}`);
const sections: string[] = [];
for (const name of only ?? Object.keys(all)) sections.push(await all[name]());

const written = `# Performance

Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.version}, ${gcc} -O3 -march=native.
Times depend on the machine; ratios were measured in pairs, ours and the baseline in turn.

`;
process.stdout.write(`${only ? '' : written}${sections.join('\n')}`);
if (values.write) writeFileSync('docs/performance.md', only ? sections.reduce(replaced, readFileSync('docs/performance.md', 'utf8')) : written + sections.join('\n'));

/** The document with this section in place of the one of its title, or at the end. */
function replaced(text: string, section: string): string {
  const [title] = section.split('\n', 1), from = text.indexOf(`${title}\n`), next = from < 0 ? -1 : text.indexOf('\n## ', from);
  return from < 0 ? `${text.trimEnd()}\n\n${section}` : `${text.slice(0, from)}${section}${next < 0 ? '' : text.slice(next)}`;
}
