/**
 * Benchmarks, each beside its baseline in the same run; ratios are medians of pairs. Needs gcc.
 *
 *   npm run bench                       prints the tables
 *   npm run bench -- --write            and writes docs/performance.md
 *   npm run bench -- --target FILE      the network of the job's profile (default: builtin:digits)
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
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

const { values } = parseArgs({ options: { write: { type: 'boolean' }, target: { type: 'string', default: 'builtin:digits' } } });
const folder = mkdtempSync(join(tmpdir(), 'slth-bench-'));
for (const name of ['closest', 'hitting', 'philox']) execFileSync('gcc', ['-O3', '-march=native', '-o', join(folder, name), `test/bench/${name}.c`, '-lm']);
const gcc = execFileSync('gcc', ['--version'], { encoding: 'utf8' }).split('\n')[0];

const sections = [
  benchClosest(folder), benchHitting(folder), benchMemory(), await benchScaling(values.write ? 'docs/closest-scaling.svg' : undefined), benchSelectors(), benchTopShare(), benchPlenty(), benchLaboratory(), benchPhilox(folder),
  await benchHighs(), await profileJob(values.target), await benchAttempts(),
];
const text = `# Performance

Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.version}, ${gcc} -O3 -march=native.
Times depend on the machine; ratios were measured in pairs, ours and the baseline in turn.

${sections.join('\n')}`;
process.stdout.write(text);
if (values.write) writeFileSync('docs/performance.md', text);
