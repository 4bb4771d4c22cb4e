import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { philox } from '../../src/numeric/philox.js';
import type { Study } from '../../src/study/index.js';

const root = join(import.meta.dirname, '../..'), main = join(root, 'dist/src/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'slth-kill-'));
const env = { ...process.env, COIN_ATTEMPTS: '1200', COIN_MILLISECONDS: '5' };
const contents = (name: string): Record<string, string> => Object.fromEntries(readdirSync(join(folder, name)).sort().map((f) => [f, readFileSync(join(folder, name, f), 'utf8')]));
const slth = (...args: string[]) => spawnSync(process.execPath, [main, 'study', ...args], { cwd: folder, encoding: 'utf8', env });

type Runner = typeof import('../../src/study/index.js') & Pick<typeof import('../../src/numeric/index.js'), 'loadModule'>;
let runner: Runner, coin: Study;

/** Runs the study, telling the attempts that are on disk as it goes. */
const driver = (rows: string, shard: string): string => `
import { loadModule } from ${JSON.stringify(join(root, 'dist/src/numeric/load-module.js'))};
import { runStudy } from ${JSON.stringify(join(root, 'dist/src/study/index.js'))};
import { writeSync } from 'node:fs';
const study = (await loadModule(${JSON.stringify(new URL('../fixtures/coin-study.ts', import.meta.url).href)})).default;
await runStudy(study, { rows: ${JSON.stringify(join(folder, rows))}, workers: 2, ${shard} onProgress: ({ done }) => writeSync(1, done + '\\n') });
`;

/** Starts it, kills it (kill -9) `milliseconds` after it has told `rows` rows of its own, and returns what it told last. */
async function killed(rows: string, shard: string, afterRows: number, milliseconds: number): Promise<{ told: number; signal: NodeJS.Signals | null }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', driver(rows, shard)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_, signal) => resolve(signal)));
  let told = 0, lines = 0;
  createInterface(child.stdout).on('line', (line) => {
    told = Number(line);
    if (lines++ === afterRows) setTimeout(() => child.kill('SIGKILL'), milliseconds);
  });
  return { signal: await closed, told };
}

beforeAll(async () => {
  vi.stubEnv('COIN_ATTEMPTS', env.COIN_ATTEMPTS);
  runner = { ...(await import('../../dist/src/study/index.js')), ...(await import('../../dist/src/numeric/load-module.js' as string)) } as unknown as Runner;
  coin = runner.requireStudy((await runner.loadModule(new URL('../fixtures/coin-study.ts', import.meta.url).href)).default);
  cpSync(join(root, 'test/fixtures/coin-study.ts'), join(folder, 'coin.ts'));
  expect(slth('run', 'coin.ts', '--rows', 'whole', '--workers', '1').status).toBe(0);
}, 300_000);
afterAll(() => void vi.unstubAllEnvs());

const attemptsOn = async (rows: string): Promise<number> => (await runner.readStudy(coin, join(folder, rows))).reduce((n, c) => n + c.attempts, 0);

describe('a study that is killed with kill -9', () => {
  test('at 20 random moments loses nothing that it had told, continues each time, and ends in the files of an undisturbed run', async () => {
    const words = new Uint32Array(4);
    let kills = 0;
    for (let k = 0; k < 20; k++) {
      philox(20, 0, k, 0, 0, 0, words);
      const before = k === 0 ? 0 : await attemptsOn('killed'), { signal, told } = await killed('killed', '', words[0] % 13, words[1] % 25), on = await attemptsOn('killed');
      if (signal === 'SIGKILL') kills++;
      expect(on).toBeGreaterThanOrEqual(Math.max(before, told));
      // Two workers with two lanes each, and rows on their way to the disk.
      expect(on - told).toBeLessThanOrEqual(100);
    }
    expect(kills).toBe(20);
    expect(await attemptsOn('killed')).toBeLessThan(3595);
    expect(slth('run', 'coin.ts', '--rows', 'killed', '--workers', '2').status).toBe(0);
    expect(contents('killed')).toEqual(contents('whole'));
  });

  test('as two shards, each several times, merges into the files of one run', async () => {
    const words = new Uint32Array(4);
    for (let k = 0; k < 6; k++) {
      philox(21, 0, k, 0, 0, 0, words);
      await killed('shards', `shard: { index: ${1 + (k & 1)}, of: 2 },`, words[0] % 30, words[1] % 25);
    }
    for (const shard of ['1/2', '2/2']) expect(slth('run', 'coin.ts', '--rows', 'shards', '--shard', shard).status).toBe(0);
    expect(slth('merge', 'coin.ts', '--rows', 'shards').status).toBe(0);
    expect(contents('shards')).toEqual(contents('whole'));
  });
});
