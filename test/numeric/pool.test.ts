import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chunks } from '../../src/numeric/chunks.js';
import type { Pool } from '../../src/numeric/pool.js';

const url = new URL('../fixtures/tasks.mjs', import.meta.url).href;
const task = <Data>(name: string, data: Data) => ({ url, name, data });
const pools: Record<string, Pool> = {};

beforeAll(async () => {
  // Threads run what is shipped.
  const { inlinePool, openPool } = (await import('../../dist/src/numeric/pool.js')) as typeof import('../../src/numeric/pool.js');
  pools.inline = inlinePool;
  pools.threads = await openPool(2);
});
afterAll(() => pools.threads.close());

describe.each(['inline', 'threads'])('a pool (%s)', (kind) => {
  test('answers in the order of the tasks and counts those that have ended', async () => {
    const done: number[] = [];
    const results = await pools[kind].map(Array.from({ length: 50 }, (_, k) => task('square', k)), { onDone: (n) => done.push(n) });
    expect(results).toEqual(Array.from({ length: 50 }, (_, k) => k * k));
    expect(done).toEqual(Array.from({ length: 50 }, (_, k) => k + 1));
  });

  test('rejects with what a task throws, runs it once, and works on', async () => {
    const lost: unknown[] = [];
    await expect(pools[kind].map([task('square', 1), task('refuse', 0), task('square', 2)], { onLost: (l) => lost.push(l) })).rejects.toThrow('refuse: needed another task, got this');
    expect(lost).toEqual([]);
    expect(await pools[kind].map([task('square', 3)])).toEqual([9]);
  });

  test('hands over each result as it comes, waits for who takes it, and tells of what failed in place of rejecting', async () => {
    const taken: [number, unknown][] = [], failed: [number, string][] = [];
    await pools[kind].map([task('square', 1), task('refuse', 0), task('square', 2), task('square', 3)], {
      onResult: async (k, result) => {
        await new Promise((resolve) => setTimeout(resolve, 2));
        taken.push([k, result]);
      },
      onFailed: (k, error) => failed.push([k, error.message]),
    });
    expect(taken.sort()).toEqual([[0, 1], [2, 4], [3, 9]]);
    expect(failed).toEqual([[1, 'refuse: needed another task, got this']]);
    const full = { onResult: () => Promise.reject(new Error('no room')) };
    await expect(pools[kind].map([task('square', 1), task('square', 2)], full)).rejects.toThrow('no room');
  });

  test('does nothing for a signal that is aborted already', async () => {
    await expect(pools[kind].map([task('square', 1)], { signal: AbortSignal.abort(new Error('not wanted')) })).rejects.toThrow('not wanted');
  });
});

describe('a pool of threads', () => {
  test('stops tasks that run when the signal is aborted, rejects with its reason, and works on', async () => {
    const stop = new AbortController();
    const work = pools.threads.map([task('spin', 0), task('never', 0), task('square', 1)], { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(work).rejects.toThrow('enough');
    expect(await pools.threads.map([task('square', 4)])).toEqual([16]);
  });

  test('rejects with the error of the first task that throws, also where a later one throws sooner, and stops what comes after', async () => {
    const both = [task<string | number>('square', 1), task('refuseLate', 'the first'), task('refuse', 0), task('never', 0)];
    for (let k = 0; k < 3; k++) await expect(pools.threads.map(both)).rejects.toThrow('refuseLate: needed another task, got the first');
    expect(await pools.threads.map([task('square', 4)])).toEqual([16]);
  });

  test.each(['exit', 'throw'])('reports a worker that dies (%s) and runs its task again', async (how) => {
    const lost: { task: number; attempt: number; reason: string }[] = [];
    const tries = new SharedArrayBuffer(4);
    const results = await pools.threads.map<unknown, number>([task('square', 2), task('frail', { tries, deaths: 2, how })], { onLost: (l) => lost.push(l) });
    expect(results).toEqual([4, 3]);
    expect(lost.map(({ task, attempt }) => [task, attempt])).toEqual([[1, 1], [1, 2]]);
    expect(lost[0].reason).toMatch(how === 'exit' ? /exited with code: 3/ : /outside the task/);
  });

  test('gives up a task that three workers did not live through', async () => {
    const tries = new SharedArrayBuffer(4);
    await expect(pools.threads.map([task('frail', { tries, deaths: 99, how: 'exit' })])).rejects.toThrow('pool: needed a worker that lives through task 0 (frail), got 3 that died');
    expect(new Int32Array(tries)[0]).toBe(3);
    const failed: string[] = [];
    const results = await pools.threads.map<unknown, number>([task('frail', { tries, deaths: 99, how: 'exit' }), task('square', 5)], { onLost: () => {}, onFailed: (_, error) => failed.push(error.message) });
    expect(results).toEqual([undefined, 25]);
    expect(failed).toEqual([expect.stringContaining('got 3 that died')]);
  });
});

describe('chunks', () => {
  test('hold every index once, in order, and end where their cost reaches the target', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (costs, target) => {
        const ranges = chunks(costs.length, (k) => costs[k], target);
        expect(ranges.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, k) => from + k))).toEqual(costs.map((_, k) => k));
        const cost = ({ from, to }: { from: number; to: number }): number => costs.slice(from, to).reduce((a, b) => a + b, 0);
        for (const r of ranges.slice(0, -1)) expect(cost(r)).toBeGreaterThanOrEqual(target);
        for (const r of ranges) expect(cost({ from: r.from, to: r.to - 1 })).toBeLessThan(target);
      }),
    );
    expect(() => chunks(3, () => 1, 0)).toThrow('chunks: needed a positive target, got 0');
  });
});
