import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { constructed, problemsOf, rounded, sourceWidths } from '../../experiments/searched-against-constructed/constructed.js';
import against, { type MaskAttempt, type MaskRows } from '../../experiments/searched-against-constructed/study.js';
import { WIDTHS } from '../../experiments/searched-against-constructed/target.js';
import { searched } from '../../experiments/searched-against-constructed/searched.js';
import { widthFor, widthRatio } from '../../experiments/searched-against-constructed/summary.js';
import tickets, { type SearchAttempt, type SearchRows } from '../../experiments/searched-tickets/study.js';
import { ahead } from '../../experiments/searched-tickets/summary.js';
import { forward, targetWithin } from '../../src/network/index.js';
import { readStudy, type CaseRows, type Study } from '../../src/study/index.js';
import { openBackend, prunable, stream, taughtBy } from '../../src/tensor/index.js';

const root = join(import.meta.dirname, '../..'), target = targetWithin(WIDTHS, 1, 'uniform', 0);

beforeAll(async () => void (await openBackend('wasm')));

describe.each([[tickets.name, tickets], [against.name, against]] as unknown as [string, Study<never, unknown[]>][])('the study %s', (name, study) => {
  let read: CaseRows<never, unknown[]>[];
  beforeAll(async () => {
    read = await readStudy(study, join(root, 'experiments', name, 'rows'));
  });

  test('says that it is open where there are next to no rows, and draws nothing of one attempt', () => {
    const few = [{ ...read[0], attempts: 1, rows: read[0].rows.slice(0, 1) }];
    expect(study.finding(few)).toMatch(/open/);
    expect(study.figures(few)).toEqual([]);
  });
});

test('what is constructed without a miss computes what the target rounded to the grid does', async () => {
  const random = stream(3, 'data'), x = Float64Array.from({ length: WIDTHS[0] }, random);
  for (const kappa of [1, 4, 8]) {
    const { network, missed } = await constructed(target, { seed: 5, attempt: 2, n: 80 }, kappa), expected = forward(rounded(target, kappa))(x), got = forward(network)(x);
    expect(missed).toBe(0);
    expected.forEach((y, k) => expect(got[k], `kappa = ${kappa}`).toBeCloseTo(y, 12));
  }
  expect(problemsOf(target)).toBe(49 * 16 + 16 * 10);
});

test('of too few units it misses weights, and says how many', async () => {
  expect((await constructed(target, { seed: 5, attempt: 2, n: 4 }, 16)).missed).toBeGreaterThan(100);
});

test('the search masks the source that the construction does: the same signs, each a layer times one scale', async () => {
  const data = taughtBy(target, 200, 1), { model: net, values, density } = searched(data, { seed: 5, attempt: 2, n: 1 });
  expect(prunable(net).map((p) => p.shape)).toEqual(sourceWidths(1).slice(1).map((rows, i) => [rows, sourceWidths(1)[i]]));
  expect(density).toBeCloseTo(0.5, 2);
  for (const weights of values.values()) expect(new Set([...weights].map(Math.abs)).size).toBe(2);
  // One path of the construction is one pair of edges of that source: its sign is the product of theirs.
  const { network } = await constructed(target, { seed: 5, attempt: 2, n: 1 }, 8), first = values.get('layer1.weights')!, second = values.get('layer2.weights')!;
  const seen = { agree: 0, all: 0 };
  network.layers[0].weights.data.forEach((w, k) => {
    const [row, column] = [Math.floor(k / 49), k % 49], u = first[column * 49 + column], v = second[row * 49 + column];
    if (w === 0 || u === 0 || v === 0) return;
    seen.all++;
    if (u > 0 && Math.sign(v) === Math.sign(w)) seen.agree++;
  });
  expect(seen.all).toBeGreaterThan(10);
  expect(seen.agree).toBe(seen.all);
});

test('the width that is enough is where the loss stays within the points: between where it may and where it must', () => {
  const at = (n: number, losses: readonly number[]): MaskRows => ({ case: { way: 'searched', n }, attempts: losses.length, asked: losses.length, rows: losses.map((l, k) => ({ from: k, to: k + 1, result: [{ target: 9000, right: 9000 - 100 * l } as MaskAttempt] })) });
  const rows = [at(1, [9, 9.5]), at(2, [0.5, 1.3]), at(4, [0.5, 0.6]), at(8, [0.5, 0.5])];
  expect(widthFor(rows, 1, 0.95)).toEqual({ estimate: 2, lower: 2, upper: 8 });
  expect(widthFor(rows.slice(0, 1), 1, 0.95)).toEqual({ estimate: Infinity, lower: 2, upper: Infinity });
    // Between 1, which is too little for sure, and 4 nothing was tried.
    expect(widthFor([rows[0], rows[2]], 1, 0.95)).toEqual({ estimate: 4, lower: 2, upper: Infinity });
    // Of the ratio each end is wider than at 95 %.
    expect(widthRatio(rows, [at(8, [9, 9.5]), at(16, [0.5, 0.5])], 1, 0.95)).toEqual({ estimate: 8, lower: 9 / 8, upper: 8 });
});

test('one search is ahead of another by the mean over attempts of the same number', () => {
  const of = (rights: readonly number[]): SearchRows => ({ case: { method: 'biprop', width: 1, density: 0.5 }, attempts: rights.length, asked: rights.length, rows: rights.map((right, k) => ({ from: k, to: k + 1, result: [{ right, untrained: 1000 } as SearchAttempt] })) });
  expect(ahead(of([9100, 9200, 9300]), of([9000, 9100, 9200]), 0.95)).toEqual({ estimate: 1, lower: 1, upper: 1 });
});
