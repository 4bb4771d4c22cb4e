/** What a job array of a study needs to know. */
export interface SlurmJob {
  /** The study's name. */
  readonly name: string;
  /** What names it on a command line: its name, or an absolute path. */
  readonly given: string;
  /** Absolute paths: of Node, of this program, of the rows, and of the folder of scripts and logs. */
  readonly node: string;
  readonly program: string;
  readonly rows: string;
  readonly folder: string;
  /** 1 .. 10000. */
  readonly shards: number;
  readonly cpus: number;
  readonly partition?: string;
  /** As Slurm writes it: minutes, or [days-]hours:minutes:seconds. */
  readonly time?: string;
}

/** A word of a shell's command line. */
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * Three scripts by name: shards.sh (the job array, a shard a task), merge.sh (after all of them, however they ended), submit.sh (submits both). A task that is
 * killed, requeued or submitted again continues from its rows.
 */
export function slurmScripts({ name, given, node, program, rows, folder, shards, cpus, partition, time }: SlurmJob): Record<string, string> {
  const command = `${quoted(node)} ${quoted(program)} study`;
  const head = (job: string, log: string, lines: readonly string[]): string => ['#!/usr/bin/env bash', `#SBATCH --job-name=${job}`, `#SBATCH --output="${folder}/${log}"`, '#SBATCH --open-mode=append', ...(partition ? [`#SBATCH --partition=${partition}`] : []), ...lines.map((l) => `#SBATCH ${l}`), 'set -euo pipefail', ''].join('\n');
  return {
    'shards.sh': `${head(name, 'shard-%a.log', ['--array=1-' + shards, `--cpus-per-task=${cpus}`, '--requeue', ...(time ? [`--time=${time}`] : [])])}${command} run ${quoted(given)} --rows ${quoted(rows)} --workers ${cpus} --shard "$SLURM_ARRAY_TASK_ID/${shards}"\n`,
    'merge.sh': `${head(`${name}-merge`, 'merge.log', [])}${command} merge ${quoted(given)} --rows ${quoted(rows)}\n`,
    'submit.sh': `#!/usr/bin/env bash\nset -euo pipefail\narray=$(sbatch --parsable ${quoted(`${folder}/shards.sh`)})\nmerge=$(sbatch --parsable --dependency="afterany:\${array%%;*}" ${quoted(`${folder}/merge.sh`)})\necho "\${array%%;*} \${merge%%;*}"\n`,
  };
}
