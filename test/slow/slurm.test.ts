import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSlurm, until, whyNoSlurm, type PrivateSlurm } from './private-slurm.js';

const root = join(import.meta.dirname, '../..'), main = join(root, 'dist/src/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'slth-jobs-'));
const contents = (name: string): Record<string, string> => Object.fromEntries(readdirSync(join(folder, name)).sort().map((f) => [f, readFileSync(join(folder, name, f), 'utf8')]));
const reason = whyNoSlurm();
let slurm: PrivateSlurm;

const run = (command: string, args: string[], env: Record<string, string> = {}) => spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...slurm.env, ...env } });
const slth = (args: string[], env: Record<string, string> = {}) => run(process.execPath, [main, 'study', ...args], env);
/** Submits four shards and a merge, and waits until both are gone from the queue. */
async function submitted(rows: string, env: Record<string, string> = {}, meanwhile: (array: string) => Promise<void> = () => Promise.resolve()): Promise<{ array: string; merge: string }> {
  const answer = slth(['submit', 'coin.ts', '--slurm', '--shards', '4', '--cpus', '1', '--partition', 'all', '--time', '10', '--rows', rows, '--out', `${rows}-jobs`, '--json'], env);
  expect({ status: answer.status, stderr: answer.stderr }).toEqual({ status: 0, stderr: '' });
  const jobs = JSON.parse(answer.stdout) as { array: string; merge: string };
  await meanwhile(jobs.array);
  expect(await until(() => run('squeue', ['--noheader', '--states=pending,running,completing', `--jobs=${jobs.array},${jobs.merge}`]).stdout.trim() === '', 240)).toBe(true);
  return jobs;
}
const log = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe.skipIf(reason !== null)(`a study on Slurm${reason === null ? '' : ` (skipped ${reason})`}`, () => {
  beforeAll(async () => {
    slurm = await startSlurm();
    cpSync(join(root, 'test/fixtures/coin-study.ts'), join(folder, 'coin.ts'));
    expect(slth(['run', 'coin.ts', '--rows', 'whole', '--workers', '1']).status).toBe(0);
  }, 300_000);
  afterAll(() => slurm?.close(), 60_000);

  test('as a job array of four shards and a merge after it has the files of an undisturbed run, and of two merged shards', async () => {
    await submitted('array');
    for (const k of [1, 2, 3, 4]) expect(log(`array-jobs/shard-${k}.log`)).toContain(`study        coin, shard ${k} of 4`);
    expect(log('array-jobs/merge.log')).toContain('3 of 3 cases whole');
    expect(contents('array')).toEqual(contents('whole'));
    for (const shard of ['1/2', '2/2']) expect(slth(['run', 'coin.ts', '--rows', 'two', '--shard', shard]).status).toBe(0);
    expect(slth(['merge', 'coin.ts', '--rows', 'two']).status).toBe(0);
    expect(contents('two')).toEqual(contents('whole'));
  });

  test('of which a shard is killed is merged all the same, says what is missing, and continues when it is submitted again', async () => {
    await submitted('killed', { COIN_MILLISECONDS: '1500' }, async (array) => {
      const shard = join(folder, 'killed');
      // Once the second shard has a row, it is killed.
      const has = (): boolean => {
        try {
          return readdirSync(shard).some((name) => name.endsWith('.2of4.jsonl'));
        } catch {
          return false;
        }
      };
      expect(await until(has, 120)).toBe(true);
      expect(run('scancel', ['--signal=KILL', '--full', `${array}_2`]).status).toBe(0);
    });
    expect(log('killed-jobs/merge.log')).toMatch(/^missing {6}\d+ of \d+ attempts of kind=coin/m);
    expect(slth(['status', 'coin.ts', '--rows', 'killed']).status).toBe(2);
    await submitted('killed');
    expect(contents('killed')).toEqual(contents('whole'));
  });

  test('that Slurm does not take says what Slurm said', () => {
    const answer = slth(['submit', 'coin.ts', '--slurm', '--shards', '2', '--partition', 'nowhere', '--out', 'refused']);
    expect(answer.status).toBe(70);
    expect(answer.stderr).toMatch(/study submit: needed sbatch to take the jobs, got .*partition/);
  });
});
