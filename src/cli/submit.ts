import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, INTERNAL, USAGE } from './failure.js';
import { requireFolder, writeWhole } from './files.js';
import { findStudy } from './find-study.js';
import { printJson } from './exit-code.js';
import { slurmScripts } from './slurm-job.js';

interface Options {
  slurm?: boolean;
  shards: number;
  rows?: string;
  out?: string;
  partition?: string;
  time?: string;
  cpus: number;
  json?: boolean;
}

/** slth study submit: writes a job array of shards and a merge after it, and hands both to Slurm where it is installed. Returns 0. */
export async function submitCommand(name: string, { slurm, shards, rows, out, partition, time, cpus, json }: Options): Promise<number> {
  if (!slurm) throw new Failure(USAGE, 'study submit: needed --slurm, got no scheduler');
  for (const [flag, x, most] of [['--shards', shards, 10_000], ['--cpus', cpus, 1024]] as const) if (!(Number.isInteger(x) && x >= 1 && x <= most)) throw new Failure(USAGE, `${flag}: needed an integer in [1, ${most}], got ${x}`);
  if (time !== undefined && !/^(\d+-)?\d+(:\d+){0,2}$/.test(time)) throw new Failure(USAGE, `--time: needed minutes or [days-]hours:minutes:seconds, got ${time}`);
  if (partition !== undefined && !/^[\w.,-]+$/.test(partition)) throw new Failure(USAGE, `--partition: needed names of partitions, got ${partition}`);
  const found = await findStudy(name, rows), folder = resolve(out ?? `${found.study.name}-slurm`);
  // Slurm reads #SBATCH lines itself, without a shell's quotes for these.
  if (/["\\\n%]/.test(folder)) throw new Failure(USAGE, `--out: needed a folder without quotes, backslashes and percent signs in its path, got ${folder}`);
  const scripts = slurmScripts({ name: found.study.name, given: found.given, node: process.execPath, program: fileURLToPath(new URL('main.js', import.meta.url)), rows: found.rows, folder, shards, cpus, partition, time });
  // Where Slurm writes its logs there must be a folder before a job starts.
  requireFolder(folder);
  for (const [script, text] of Object.entries(scripts)) {
    writeWhole(join(folder, script), text);
    chmodSync(join(folder, script), 0o755);
  }
  const jobs = submitted(join(folder, 'submit.sh'));
  if (json) printJson({ schema: 1, study: found.study.name, rows: found.rows, scripts: Object.keys(scripts).map((s) => join(folder, s)), array: jobs?.[0] ?? null, merge: jobs?.[1] ?? null });
  else process.stdout.write([
    `study        ${found.study.name}, ${shards} shards of ${cpus} ${cpus === 1 ? 'core' : 'cores'}`,
    `scripts      ${Object.keys(scripts).map((s) => join(folder, s)).join(', ')}`,
    `rows         ${found.rows}`,
    jobs ? `submitted    array ${jobs[0]}, then merge ${jobs[1]}; logs in ${folder}` : `submitted    no: sbatch is not here; where it is: ${join(folder, 'submit.sh')}`,
    '',
  ].join('\n'));
  return 0;
}

/** Submits both jobs and returns their numbers, or null where there is no sbatch. */
function submitted(script: string): string[] | null {
  if (spawnSync('sbatch', ['--version']).error) return null;
  const { status, stdout, stderr } = spawnSync(script, { encoding: 'utf8' });
  if (status !== 0) throw new Failure(INTERNAL, `study submit: needed sbatch to take the jobs, got ${stderr.trim() || `exit code ${status}`}`);
  return stdout.trim().split(' ');
}
