import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cnnslth, ltExistence, optimalTickets, slip } from './fault.js';
import { root } from './mutated.js';

/** What `slth test` says of a published mistake, written as a module of a user's. */
export interface PublishedRun {
  readonly name: string;
  readonly origin: string;
  readonly code: string;
  readonly status: number | null;
  readonly seconds: number;
  /** The first of its properties that fails. */
  readonly property: string;
  readonly counterexample: string;
  readonly verdict: string;
}

export const publishedFolder = join(root, 'test/mutants/published');

/** Where each was published. */
const origins: Readonly<Record<string, string>> = {
  'exit-on-infeasible': `${optimalTickets}utils.py`,
  'fractional-sum': cnnslth,
  'n-of-text-and-code': `${optimalTickets}main.py, and README.md`,
  'negative-half': slip,
  'one-pool-per-row': `${optimalTickets}main.py`,
  'prune-rate': 'optimal-lottery-tickets, pruning/',
  'range-from-target': `${optimalTickets}main.py`,
  redrawn: ltExistence,
  'squared-error': 'its place is not known',
  unseeded: 'LT-existence, main_cnn.py',
  'zero-on-miss': cnnslth,
};

/** Names of the modules with a mistake. */
export const publishedNames: readonly string[] = readdirSync(publishedFolder).map((f) => f.replace(/\.ts$/, '')).filter((f) => !['diamond-by-hand', 'right'].includes(f)).sort();

interface Said {
  readonly verdict: string;
  readonly properties: readonly { readonly name: string; readonly verdict: string; readonly counterexample?: string }[];
}

/** Runs `slth test`, as it is shipped, on a published module. */
export function publishedRun(name: string, ...flags: readonly string[]): PublishedRun {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/src/cli/main.js', 'test', `test/mutants/published/${name}.ts`, '--seed', '1', '--workers', '2', '--json', ...flags], { cwd: root, encoding: 'utf8' });
  if (stdout === '') throw new Error(`slth test ${name}: ${stderr}`);
  const seconds = (performance.now() - started) / 1000, said = JSON.parse(stdout) as Said, failed = said.properties.filter((p) => p.verdict === 'fails');
  const first = failed.find((p) => p.name.includes(': prunes only')) ?? failed[0];
  return { name, origin: origins[name], code: readFileSync(join(publishedFolder, `${name}.ts`), 'utf8'), status, seconds, verdict: said.verdict, property: first?.name ?? '', counterexample: first?.counterexample ?? '' };
}

/** All of them, by the package as it is built now. */
export async function publishedRuns(): Promise<PublishedRun[]> {
  execFileSync(process.execPath, ['build.mjs'], { cwd: root, stdio: 'inherit' });
  return publishedNames.map((name) => publishedRun(name));
}
