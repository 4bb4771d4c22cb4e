import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..'), main = join(root, 'dist/src/cli/main.js');
/** A folder without node_modules. */
const folder = mkdtempSync(join(tmpdir(), 'slth-study-'));
const at = (name: string): string => join(folder, name);
const slth = (args: string[], env: Record<string, string> = {}) => spawnSync(process.execPath, [main, 'study', ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });
const contents = (name: string): Record<string, string> => Object.fromEntries(readdirSync(at(name)).sort().map((f) => [f, readFileSync(join(at(name), f), 'utf8')]));

beforeAll(() => cpSync(join(root, 'test/fixtures/coin-study.ts'), at('coin.ts')));

describe('slth study', () => {
  test('runs a module by its path in a folder that has nothing installed, in parallel, and continues what is missing', () => {
    const first = slth(['run', 'coin.ts', '--workers', '2', '--attempts-factor', '0.4']);
    expect({ status: first.status, stderr: first.stderr }).toEqual({ status: 0, stderr: '' });
    expect(first.stdout).toMatch(/^study {8}coin\nattempts {5}120 of 120\nrows {9}\S+coin-rows\nseconds /);
    const second = slth(['run', 'coin.ts', '--workers', '1', '--json']);
    expect(JSON.parse(second.stdout)).toMatchObject({ schema: 1, study: 'coin', rows: at('coin-rows'), asked: 295, done: 295, before: 120, failures: [] });
    expect(readdirSync(at('coin-rows')).length).toBe(3);
  });

  test('says before its work what computes it, where the study tells', () => {
    expect(slth(['run', 'coin.ts', '--quick', '--rows', 'thumb'], { COIN_COMPUTED: '1' }).stderr).toBe('slth: coin: a thumb\n');
  });

  test('says what a folder has, torn lines and shard files too, and ends with 2 while rows are missing', () => {
    cpSync(at('coin-rows'), at('part'), { recursive: true });
    truncateSync(join(at('part'), readdirSync(at('part'))[0]), 300);
    expect(slth(['run', 'coin.ts', '--rows', 'part', '--shard', '1/2', '--workers', '1']).stdout).toContain('study        coin, shard 1 of 2');
    const { status, stdout } = slth(['status', 'coin.ts', '--rows', 'part']);
    expect(status).toBe(2);
    expect(stdout).toMatch(/kind=coin bias=0\.\d+ +[0-9a-f]{16} +\d0 +100 +1 +1$/m);
    expect(stdout).toContain('2 of 3 cases whole');
    expect(stdout).toContain('1 lines are no row');
    expect(slth(['merge', 'coin.ts', '--rows', 'part', at('coin-rows')]).status).toBe(0);
    expect(contents('part')).toEqual(contents('coin-rows'));
  });

  test('draws figures and says what was found', () => {
    const { status, stdout } = slth(['plot', 'coin.ts', '--out', 'figures', '--format', 'svg,vl.json']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^figure {7}figures\/coin\.svg\nfigure {7}figures\/coin\.vl\.json\nfinding {6}144 heads of 295 tosses\.$/m);
    expect(readFileSync(at('figures/coin.svg'), 'utf8')).toMatch(/^<svg/);
    expect(JSON.parse(readFileSync(at('figures/coin.vl.json'), 'utf8')).data.values).toHaveLength(3);
    expect(slth(['plot', 'coin.ts', '--out', 'figures', '--rows', 'nowhere'])).toMatchObject({ status: 65, stderr: expect.stringContaining('needed rows of coin, got none: slth study run') });
  });

  test('exports rows as CSV that pandas reads, a line an attempt', () => {
    expect(slth(['export', 'coin.ts', '--csv', 'coin.csv']).stdout).toContain('295 lines, columns kind, bias, attempt, result.heads, result.each');
    const lines = readFileSync(at('coin.csv'), 'utf8').trimEnd().split('\n');
    expect(lines[0]).toBe('kind,bias,attempt,result.heads,result.each');
    expect(lines.length).toBe(296);
    expect(lines.slice(1).filter((l) => l.endsWith(',true')).length).toBe(144);
  });

  test('tells of a batch that throws, keeps the others and ends with 70; refuses rows that disagree with 65', () => {
    const broken = slth(['run', 'coin.ts', '--rows', 'broken', '--workers', '1'], { COIN_BROKEN: '1', COIN_MILLISECONDS: '0' });
    expect(broken.status).toBe(70);
    expect(broken.stderr).toBe('slth: coin, case {"kind":"coin","bias":0.5}, attempts 30 to 39: the coin rolled away\n');
    expect(broken.stdout).toContain('285 of 295');
    const [name] = readdirSync(at('broken'));
    writeFileSync(join(at('broken'), name), readFileSync(join(at('broken'), name), 'utf8').replace('"heads":', '"heads":1'));
    expect(slth(['merge', 'coin.ts', 'coin-rows', '--rows', 'broken'])).toMatchObject({ status: 65, stdout: '', stderr: expect.stringMatching(/^slth: rows of attempts \d+ to \d+: needed the same from every run, got /) });
  });

  test('interrupted ends with 130, keeps its rows, and continues', async () => {
    const child = spawn(process.execPath, [main, 'study', 'run', 'coin.ts', '--rows', 'interrupted', '--workers', '1'], { cwd: folder, env: { ...process.env, COIN_MILLISECONDS: '40' } });
    const closed = new Promise((resolve) => child.on('close', resolve));
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    while (!existsSync(at('interrupted')) || readdirSync(at('interrupted')).length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    expect(stderr).toContain('slth: interrupted; rows written are kept, and running again continues');
    const { before } = JSON.parse(slth(['run', 'coin.ts', '--rows', 'interrupted', '--json', '--workers', '1'], { COIN_MILLISECONDS: '0' }).stdout) as { before: number };
    expect(before).toBeGreaterThanOrEqual(10);
    expect(before).toBeLessThan(295);
    expect(contents('interrupted')).toEqual(contents('coin-rows'));
  });

  test('lists the studies of the package', async () => {
    const { studies } = await import('../../experiments/index.js');
    expect((JSON.parse(slth(['list', '--json']).stdout) as { studies: { name: string }[] }).studies.map((s) => s.name)).toEqual(studies.map((s) => s.name));
  });

  test('writes scripts of a job array and a merge, and says so where there is no sbatch', () => {
    const bin = at('bin');
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, 'node'));
    const { status, stdout } = slth(['submit', 'coin.ts', '--slurm', '--shards', '8', '--cpus', '4', '--partition', 'short', '--time', '1:00:00', '--rows', "the coin's rows"], { PATH: bin });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^submitted {4}no: sbatch is not here; where it is: \S+coin-slurm\/submit\.sh$/m);
    const shards = readFileSync(at('coin-slurm/shards.sh'), 'utf8');
    expect(shards.split('\n')).toEqual(expect.arrayContaining(['#!/usr/bin/env bash', '#SBATCH --array=1-8', '#SBATCH --cpus-per-task=4', '#SBATCH --partition=short', '#SBATCH --time=1:00:00', 'set -euo pipefail']));
    expect(shards).toContain(`'${process.execPath}' '${main}' study run '${at('coin.ts')}' --rows '${folder}/the coin'\\''s rows' --workers 4 --shard "$SLURM_ARRAY_TASK_ID/8"`);
    expect(readFileSync(at('coin-slurm/submit.sh'), 'utf8')).toContain('--dependency="afterany:');
    for (const script of ['shards', 'merge', 'submit']) expect(spawnSync('bash', ['-n', at(`coin-slurm/${script}.sh`)]).status).toBe(0);
  });

  test.each<[string[], number, RegExp]>([
    [['run', 'fermat'], 64, /study: needed .*the path of a module \(\.ts, \.js\), got fermat/],
    [['run', 'empty.ts'], 65, /empty\.ts: study: needed an object made by defineStudy, got undefined/],
    [['run', 'coin.ts', '--shard', '3/2'], 64, /--shard: needed I\/N with 1 <= I <= N, got 3\/2/],
    [['run', 'coin.ts', '--quick', '--attempts-factor', '1'], 64, /needed one of --quick and --attempts-factor, got both/],
    [['plot', 'coin.ts', '--out', 'f', '--format', 'gif'], 64, /--format: needed some of svg, .*, got gif/],
    [['plot', 'coin.ts', '--out', 'f.tiff'], 64, /--out: needed a folder, or a name ending in \.svg, .*, got f\.tiff/],
    [['submit', 'coin.ts', '--slurm', '--shards', '0'], 64, /--shards: needed an integer in \[1, 10000\], got 0/],
  ])('refuses %j', (args, code, message) => {
    writeFileSync(at('empty.ts'), 'export const nothing: number = 1;\n');
    const { status, stdout, stderr } = slth(args);
    expect({ status, stdout }).toEqual({ status: code, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('docs/write-a-study.md', () => {
  test('has a study that runs by its path, whatever is installed there, and is drawn as it says', () => {
    const text = readFileSync(join(root, 'docs/write-a-study.md'), 'utf8');
    writeFileSync(at('median-hitting-time.ts'), /```ts\n([^]*?)```/.exec(text)![1]);
    const commands = [...text.matchAll(/^npx slth study ((?:run|plot|export) [^\n]*)$/gm)].map((m) => m[1].split(' ')).filter((c) => !c.includes('--shard'));
    expect(commands.length).toBe(3);
    for (const command of commands) {
      const { status, stderr, stdout } = slth(command);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      if (command[0] === 'plot') expect(stdout).toMatch(/finding {6}Tolerance 0\.0625: median \d+ candidates, in \[\d+, \d+\]\./);
    }
    expect(readFileSync(at('figures/median-hitting-time.svg'), 'utf8')).toContain('4 cases, 2,000 attempts each (8,000 in all), seed 1;');
    expect(readFileSync(at('times.csv'), 'utf8')).toMatch(/^tolerance,attempt,result\n0\.0625,0,\d+\n/);
  });
});
