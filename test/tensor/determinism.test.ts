import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { openPool } from '../../dist/src/numeric/pool.js';
import * as tensor from '../../src/tensor/index.js';
import { adam, parseCheckpoint, sgd, writeCheckpoint, type Backend, type Checkpoint, type Optimiser } from '../../src/tensor/index.js';
import { digestOfRun } from '../fixtures/train-task.mjs';
import { smallRun } from './small-run.mjs';

let backend: Backend;
beforeAll(async () => {
  backend = await tensor.openBackend('wasm');
});

const optimisers: readonly [string, Optimiser][] = [['SGD with momentum and decay', sgd({ momentum: 0.9, decay: 1e-3 })], ['AdamW', adam({ decay: 0.01 })]];

describe('a training run', () => {
  test('learns', () => {
    const { curve } = smallRun(tensor, 1);
    expect(curve.map((p) => p.step)).toEqual([0, 7, 14]);
    expect(curve[0].batchLoss).toBeNaN();
    expect(curve[2].on.data.loss).toBeLessThan(0.85 * curve[0].on.data.loss);
  });

  test.each(optimisers)('with %s is the same to the bit when it is run twice, and another from another seed', (_, optimiser) => {
    const one = smallRun(tensor, 2, { optimiser });
    expect(smallRun(tensor, 2, { optimiser })).toEqual(one);
    expect(smallRun(tensor, 3, { optimiser }).end.values).not.toEqual(one.end.values);
  });

  test.each(optimisers)('with %s goes on from any checkpoint, through its file too, as if it had not stopped: values, memory, statistics, order and moved images', (_, optimiser) => {
    const keep = [1, 5], whole = smallRun(tensor, 4, { optimiser, keep });
    expect([...whole.kept.keys()]).toEqual(keep);
    for (const [step, checkpoint] of whole.kept) {
      expect(checkpoint.step).toBe(step);
      const { checkpoint: read } = parseCheckpoint(writeCheckpoint(checkpoint, { model: 'small', optimiser: optimiser.name, backend }));
      expect(read).toEqual(checkpoint);
      expect(smallRun(tensor, 4, { optimiser, start: read }).end).toEqual(whole.end);
    }
    // Settings of the order are of the step, not of the run: stopping early is the same too.
    expect(smallRun(tensor, 4, { optimiser, steps: 5 }).end).toEqual(whole.kept.get(5));
  });

  test('does not change what it is given, and kept checkpoints stay as they were', () => {
    const { kept } = smallRun(tensor, 5, { keep: [3] }), start = kept.get(3)!, copy = structuredClone(start) as Checkpoint;
    smallRun(tensor, 5, { start });
    expect(start).toEqual(copy);
  });

  test('keeps at 0 what a mask takes away, from a checkpoint of a whole run too, whose memory would move it', () => {
    const { kept } = smallRun(tensor, 6, { keep: [6], optimiser: sgd() }), start = kept.get(6)!, masks = new Map([['in.weights', Uint8Array.from({ length: 144 }, (_, k) => +(k % 3 === 0))], ['last.weights', new Uint8Array(48)]]);
    expect(start.slots.get('in.weights')![0].some((v) => v !== 0)).toBe(true);
    for (const optimiser of [sgd(), adam({ decay: 0.1 })]) {
      const from = optimiser.slots === 1 ? start : start.values, { end } = smallRun(tensor, 6, { start: from, masks, optimiser });
      for (const [name, mask] of masks) expect([...end.values.get(name)!].every((v, k) => mask[k] === 1 || v === 0), name).toBe(true);
      expect([...end.values.get('in.weights')!].filter((v) => v !== 0).length).toBe(48);
    }
  });

  test('is the same to the bit in two worker threads and here', async () => {
    const seeds = [1, 2], task = join(import.meta.dirname, '../fixtures/train-task.mjs'), pool = await openPool(2);
    const there = await pool.map<{ backend: 'wasm'; seed: number }, unknown>(seeds.map((seed) => ({ url: pathToFileURL(task).href, name: 'digestOfRun', data: { backend: 'wasm', seed } })));
    await pool.close();
    const here = [];
    for (const seed of seeds) here.push(await digestOfRun({ backend: 'wasm', seed }));
    expect(there).toEqual(here);
    expect(new Set(here.map((h) => h.digest)).size).toBe(2);
  });
});
