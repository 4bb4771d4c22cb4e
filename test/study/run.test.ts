import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Study } from '../../src/study/index.js';

const fixture = new URL('../fixtures/coin-study.ts', import.meta.url).href;
const fresh = (): string => mkdtempSync(join(tmpdir(), 'slth-study-'));
/** What is in a folder, by name. */
const contents = (folder: string): Record<string, string> => Object.fromEntries(readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

type Runner = typeof import('../../src/study/index.js') & Pick<typeof import('../../src/numeric/index.js'), 'loadModule'>;
let runner: Runner, coin: Study, whole: string;

beforeAll(async () => {
  vi.stubEnv('COIN_MILLISECONDS', '1');
  // Threads run what is shipped.
  runner = { ...(await import('../../dist/src/study/index.js')), ...(await import('../../dist/src/numeric/load-module.js' as string)) } as unknown as Runner;
  coin = runner.requireStudy((await runner.loadModule(fixture)).default);
  whole = fresh();
  expect(await runner.runStudy(coin, { rows: whole })).toEqual({ asked: 295, done: 295, before: 0, failures: [] });
}, 60_000);
afterAll(() => void vi.unstubAllEnvs());

/** A file of the whole run, and the same lines as another run left them. */
const files = (): string[] => readdirSync(whole).sort();

describe('a study', () => {
  test('has one file a case, in order, named by the hash of its parameters', () => {
    expect(files()).toEqual(coin.cases.map((c) => `${runner.caseKey(coin, c)}.jsonl`).sort());
    const lines = readFileSync(join(whole, files()[0]), 'utf8').trimEnd().split('\n').map((l) => JSON.parse(l) as { schema?: number; from: number; to: number });
    expect(lines[0]).toMatchObject({ schema: 1, study: 'coin', seed: 7, batch: 10, case: { kind: 'coin' } });
    expect(lines.slice(1).map((r) => r.from)).toEqual(Array.from({ length: 10 }, (_, k) => 10 * k));
  });

  test('has the same files from any number of workers', async () => {
    const rows = fresh();
    await runner.runStudy(coin, { rows, workers: 2 });
    expect(contents(rows)).toEqual(contents(whole));
  });

  test('tells its progress in attempts, and the time left', async () => {
    const told: { done: number; asked: number; secondsLeft: number | null }[] = [];
    await runner.runStudy(coin, { rows: fresh(), onProgress: (p) => told.push(p) });
    expect(told[0]).toEqual({ done: 0, asked: 295, secondsLeft: null });
    expect(told.at(-1)).toEqual({ done: 295, asked: 295, secondsLeft: 0 });
    expect(told.map((p) => p.done)).toEqual(told.map((p) => p.done).sort((a, b) => a - b));
    expect(told[1].secondsLeft).toBeGreaterThan(0);
  });

  test('begins with a batch of every case, and a share of it is continued by the whole', async () => {
    const rows = fresh();
    expect(await runner.runStudy(coin, { rows, attemptsFactor: 0 })).toMatchObject({ asked: 30, done: 30 });
    expect((await runner.readStudy(coin, rows)).map((c) => [c.attempts, c.asked])).toEqual([[10, 100], [10, 100], [10, 95]]);
    expect(await runner.runStudy(coin, { rows })).toMatchObject({ asked: 295, done: 295, before: 30 });
    expect(contents(rows)).toEqual(contents(whole));
    expect(await runner.runStudy(coin, { rows })).toMatchObject({ before: 295 });
  });

  test('that was stopped while it wrote runs what is missing, torn lines and torn headers included', async () => {
    const [first, second, third] = files(), rows = fresh();
    cpSync(whole, rows, { recursive: true });
    truncateSync(join(rows, first), 400);
    truncateSync(join(rows, second), 20);
    rmSync(join(rows, third));
    // Of a process that is gone.
    writeFileSync(join(rows, `.${third.slice(0, 16)}.999999999-0.partial`), 'half');
    const status = await runner.readStudy(coin, rows);
    expect(status.reduce((n, c) => n + c.torn, 0)).toBe(2);
    expect(status.reduce((n, c) => n + c.attempts, 0)).toBeLessThan(100);
    await runner.runStudy(coin, { rows });
    expect(contents(rows)).toEqual(contents(whole));
  });

  test('that another run wrote out of order, twice in part, is put in order', async () => {
    const rows = fresh();
    for (const name of files()) {
      const [header, ...lines] = readFileSync(join(whole, name), 'utf8').trimEnd().split('\n');
      writeFileSync(join(rows, name), `${[header, ...lines.reverse(), header, lines[3]].join('\n')}\n`);
    }
    expect(await runner.runStudy(coin, { rows })).toMatchObject({ before: 295 });
    expect(contents(rows)).toEqual(contents(whole));
  });

  test('refuses rows that disagree, and says where', async () => {
    const rows = fresh();
    cpSync(whole, rows, { recursive: true });
    appendFileSync(join(rows, files()[0]), '{"from":20,"to":30,"result":{"heads":11}}\n');
    for (const work of [() => runner.runStudy(coin, { rows }), () => runner.mergeStudy(coin, rows), () => runner.readStudy(coin, rows)]) await expect(work()).rejects.toThrow(/rows of attempts 20 to 29: needed the same from every run, got \{"heads":\d.*\{"heads":11\}/);
  });

  test('tells of a batch that throws with its case, runs the others, and runs it again next time', async () => {
    const rows = fresh();
    vi.stubEnv('COIN_BROKEN', '1');
    for (let pass = 0; pass < 2; pass++) {
      const run = await runner.runStudy(coin, { rows });
      expect(run).toMatchObject({ asked: 295, done: 285, failures: [{ case: { kind: 'coin', bias: 0.5 }, from: 30, to: 40, message: 'the coin rolled away' }] });
    }
    vi.stubEnv('COIN_BROKEN', undefined);
    expect(await runner.runStudy(coin, { rows })).toMatchObject({ before: 285, done: 295, failures: [] });
    expect(contents(rows)).toEqual(contents(whole));
  });

  test('stops for a signal, keeps the rows written, and continues', async () => {
    const rows = fresh(), stop = new AbortController();
    const run = runner.runStudy(coin, { rows, signal: stop.signal, onProgress: ({ done }) => (done >= 60 ? stop.abort(new Error('enough')) : undefined) });
    await expect(run).rejects.toThrow('enough');
    const attempts = (await runner.readStudy(coin, rows)).reduce((n, c) => n + c.attempts, 0);
    expect(attempts).toBeGreaterThanOrEqual(60);
    expect(attempts).toBeLessThan(295);
    await runner.runStudy(coin, { rows });
    expect(contents(rows)).toEqual(contents(whole));
  });

  test('that two runs do in one folder at once has the same files', async () => {
    const rows = fresh();
    const both = await Promise.all([runner.runStudy(coin, { rows }), runner.runStudy(coin, { rows }), runner.runStudy(coin, { rows, attemptsFactor: 0.5 })]);
    expect(both.map((r) => r.done)).toEqual([295, 295, 150]);
    expect(contents(rows)).toEqual(contents(whole));
  });
});

describe('shards', () => {
  test('of any layout, in one folder or several, some attempts twice, merge into the files of one run', async () => {
    const rows = fresh(), elsewhere = fresh();
    await runner.runStudy(coin, { rows, attemptsFactor: 0.3 });
    for (const index of [1, 3]) await runner.runStudy(coin, { rows, shard: { index, of: 3 } });
    const names = readdirSync(rows);
    expect(names.filter((n) => /^[0-9a-f]{16}\.[13]of3\.jsonl$/.test(n)).length).toBeGreaterThan(2);
    const partial = await runner.mergeStudy(coin, rows);
    expect(partial.reduce((n, c) => n + c.attempts, 0)).toBeLessThan(295);
    expect(readdirSync(rows)).toEqual(files());
    for (const index of [1, 2]) await runner.runStudy(coin, { rows: elsewhere, shard: { index, of: 2 } });
    const before = contents(elsewhere);
    const merged = await runner.mergeStudy(coin, rows, [elsewhere]);
    expect(merged.map((c) => [c.attempts, c.asked, c.torn, c.shardFiles])).toEqual([[100, 100, 0, []], [100, 100, 0, []], [95, 95, 0, []]]);
    expect(contents(rows)).toEqual(contents(whole));
    expect(contents(elsewhere)).toEqual(before);
  });

  test('that are merged while one of them runs lose nothing', async () => {
    const rows = fresh();
    const shards = [1, 2].map((index) => runner.runStudy(coin, { rows, shard: { index, of: 2 } }));
    for (let k = 0; k < 8; k++) await runner.mergeStudy(coin, rows);
    await Promise.all(shards);
    await runner.mergeStudy(coin, rows);
    expect(contents(rows)).toEqual(contents(whole));
  });

  test('do not exist beyond their number', async () => {
    await expect(runner.runStudy(coin, { rows: fresh(), shard: { index: 3, of: 2 } })).rejects.toThrow('runStudy: needed a shard from 1/N to N/N, got 3/2');
  });
});

describe('what is no study', () => {
  test.each<[string, (study: Study) => unknown, RegExp]>([
    ['nothing', () => undefined, /study: needed an object made by defineStudy, got undefined/],
    ['a name with a space', (s) => ({ ...s, name: 'a coin' }), /needed a name in kebab-case, got "a coin"/],
    ['no cases', (s) => ({ ...s, cases: [] }), /needed at least one case/],
    ['the same case twice', (s) => ({ ...s, cases: [s.cases[0], { ...s.cases[0] }] }), /needed different cases \(coin\), got .* twice/],
    ['batches of none', (s) => ({ ...s, batch: () => 0 }), /needed batch, a whole number of at least 1/],
    ['no work', (s) => ({ ...s, work: {} }), /needed work: \{ url: import.meta.url, name \}/],
  ])('is refused: %s', (_, change, message) => {
    expect(() => runner.requireStudy(change(coin))).toThrow(message);
  });

  test('work that its module does not export is refused before any', async () => {
    const rows = fresh();
    await expect(runner.runStudy({ ...coin, work: { ...coin.work, name: 'spin' } }, { rows })).rejects.toThrow(`study: needed a function spin exported by ${fixture}, got undefined`);
    expect(readdirSync(rows)).toEqual([]);
  });

  test('rows that its code would not write today are not continued', async () => {
    const rows = fresh(), name = files()[0];
    await runner.runStudy(coin, { rows, attemptsFactor: 0 });
    writeFileSync(join(rows, name), readFileSync(join(rows, name), 'utf8').replace(/"heads":(\d+)/, (_, heads: string) => `"heads":${Number(heads) + 1}`));
    await expect(runner.runStudy(coin, { rows })).rejects.toThrow(/^rows of attempts 0 to 9: needed the same from every run, got .* and .* in this run/);
  });

  test('a result with a hole in a list fails in words: JSON would make a miss of it', async () => {
    const { runBatch } = await import('../../src/study/run-batch.js');
    const work = { url: new URL('../fixtures/hole.ts', import.meta.url).href, name: 'hole' };
    await expect(runBatch({ work, batch: { case: {}, seed: 1, from: 0, to: 2 } })).rejects.toThrow('study: needed a result that JSON holds of hole, got undefined in a list, at place 1');
  });
});
