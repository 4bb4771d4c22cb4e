import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Programs and Coq libraries that checking the proofs needs, and the Debian packages that bring them. */
const PROGRAMS: readonly (readonly [string, string])[] = [['coqc', 'coq'], ['coq_makefile', 'coq'], ['make', 'make'], ['z3', 'z3']];
const LIBRARIES: readonly (readonly [string, string])[] = [
  ['mathcomp/ssreflect', 'libcoq-mathcomp-ssreflect'], ['mathcomp/algebra', 'libcoq-mathcomp-algebra'], ['mathcomp/zify', 'libcoq-mathcomp-zify'],
  ['mathcomp/algebra_tactics', 'libcoq-mathcomp-algebra-tactics'], ['mathcomp/analysis', 'libcoq-mathcomp-analysis'], ['Coquelicot', 'libcoq-coquelicot'],
  ['Interval', 'libcoq-interval'],
];

/** The Debian packages that are missing here. */
export function missingPackages(): string[] {
  const present = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  const missing = PROGRAMS.filter(([program]) => !present(program)).map(([, name]) => name);
  const libraries = present('coqc') ? join(execFileSync('coqc', ['-where'], { encoding: 'utf8' }).trim(), 'user-contrib') : null;
  return [...new Set([...missing, ...LIBRARIES.filter(([folder]) => libraries === null || !existsSync(join(libraries, folder))).map(([, name]) => name)])];
}

/** The version of Coq that the proofs are written for: names of the libraries' lemmas differ in others. */
export const VERSION = '8.16';
export const coqVersion = (): string => execFileSync('coqc', ['--print-version'], { encoding: 'utf8' }).split(' ')[0];

/** What to install, as a command. */
export const installCommand = (packages: readonly string[]): string => `apt-get install -y --no-install-recommends ${packages.join(' ')}`;

/** What a command printed; ends with an Error that holds its last lines where it did not succeed. */
export function output(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command}: needed it to succeed, got exit code ${status}\n${`${stdout}${stderr}`.trim().split('\n').slice(-25).join('\n')}`);
  return stdout;
}
