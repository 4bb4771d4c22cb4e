import { describe, expect, test } from 'vitest';
import { attemptOf, keptAfter, mappingOf, type SourceOutcome } from '../../experiments/elastic-tickets/attempt.js';
import { cellsOf, MARGIN, targetsOf, verdictsOf, type ElasticCase, type ElasticRows } from '../../experiments/elastic-tickets/cells.js';
import { FAMILIES, networkOf } from '../../experiments/elastic-tickets/families.js';
import { PUBLISHED, publishedDifference } from '../../experiments/elastic-tickets/published.js';
import study, { DEPTHS, TRAINING } from '../../experiments/elastic-tickets/study.js';
import { trainingOf } from '../../experiments/elastic-tickets/training.js';
import { mappingText, openBackend, type DataSet } from '../../src/tensor/index.js';

const images = (count: number): DataSet => ({ name: 'noise', inputShape: [784], classes: 10, count, inputs: Float32Array.from({ length: 784 * count }, (_, k) => ((k * k) % 97) / 97), labels: Int32Array.from({ length: count }, (_, k) => k % 10) });

describe('an attempt', () => {
  test('prunes once, and trains the ticket at every depth, as dense as the own ticket there; the diagonal is the ticket itself', async () => {
    await openBackend('wasm');
    const tiny = trainingOf({ steps: 2, batch: 5, rate: 0.01, rewind: 1, rounds: 2, share: 0.5 }), run = (): SourceOutcome => attemptOf(FAMILIES.residual, 2, [1, 2, 4], { train: images(20), test: images(10) }, tiny, 7);
    const first = run(), whole = 78_400 + 4 * 10_000 + 1_000;
    expect(first.dense.kept).toBe(whole);
    expect([first.iterative, first.oneShot, first.random].map((o) => o.kept)).toEqual([whole / 4, whole / 4, whole / 4].map(Math.round));
    for (const { depth, copied, permuted } of first.copies) {
      const own = keptAfter(tiny, 78_400 + 2 * depth * 10_000 + 1_000);
      // One weight more of a block that is repeated is kept at every place of it.
      expect(copied.kept).toBeGreaterThan(own - 4);
      expect(copied.kept).toBeLessThanOrEqual(own);
      expect(permuted.kept).toBe(copied.kept);
    }
    expect(first.copies[1].copied).toEqual(first.iterative);
    expect(run()).toEqual(first);
  });

  test('uses the mappings of the published scripts', () => {
    const of = (from: number, to: number): string => mappingText([mappingOf(from - FAMILIES.plain.offset, to - FAMILIES.plain.offset)]);
    expect([of(3, 4), of(3, 2), of(2, 3), of(2, 4), of(4, 2), of(4, 3)]).toEqual(['0:0;1:1,2;2:3', '0:0;1:1', '0:0;1:1,2', '0:0;1:1,2,3', '0:0;1:1', '0:0;1:1;2:2']);
    expect(networkOf(FAMILIES.plain, 2).model.name).toBe('mlp-784-300-300-100-10');
    expect(networkOf(FAMILIES.residual, 2).model.name).toBe('residual-784-100x2-10');
  });

  test('keeps 10.7 % of the weights', () => {
    for (const { share, rounds, rewind, steps } of Object.values(TRAINING)) {
      expect((1 - share) ** rounds).toBeCloseTo(0.1074, 4);
      expect(rewind / steps).toBeLessThanOrEqual(1_000 / 62_400 + 0.001);
    }
  });
});

describe('cells', () => {
  const outcome = (percent: number) => ({ right: Math.round(100 * percent), kept: 10 });
  /** Two depths; the ticket of depth 2 has `loss` less in depth 3 than the own one, attempt by attempt. */
  const rowsOf = (losses: readonly number[]): ElasticRows[] => ([2, 3] as const).map((depth) => ({
    case: { family: 'plain', depth } as ElasticCase,
    attempts: losses.length,
    asked: losses.length,
    rows: losses.map((loss, from) => ({
      from,
      to: from + 1,
      result: { dense: outcome(98), iterative: outcome(97 + from), oneShot: outcome(96), random: outcome(90), copies: [2, 3].map((to) => ({ depth: to, copied: outcome(97 + from - (to === depth ? 0 : depth === 2 ? loss : 0)), permuted: outcome(91) })) },
    })),
  }));

  test('pair a copy with the own ticket of the same attempt', () => {
    const cells = cellsOf(rowsOf([0.1, 0.2, 0.3]), () => 100), cell = cells.find((c) => c.from === 2 && c.to === 3)!;
    expect(cells).toHaveLength(4);
    cell.differences.forEach((d, k) => expect(d).toBeCloseTo(-[0.1, 0.2, 0.3][k], 10));
    expect(cell.density).toBe(0.1);
    expect(targetsOf(rowsOf([0]))[0]).toMatchObject({ dense: [98], random: [90] });
  });

  test.each([['holds', [0.1, 0.11, 0.12, 0.1]], ['fails', [1, 1.1, 1.05, 1.2]], ['open', [0.2, 0.9, 0.4, 0.6]], ['open', [0.1]]] as const)('%s: losses of %j against 0.5 points', (verdict, losses) => {
    const found = verdictsOf(cellsOf(rowsOf(losses), () => 100), 0.95);
    expect(MARGIN).toBe(0.5);
    expect(found.map((v) => v.cell.from)).toEqual([2, 3]);
    expect(found[0].verdict).toBe(verdict);
  });

  test('are adjusted to each other: what one alone would show, it may not among many', () => {
    const rows = rowsOf([0.0, 0.3, 0.1, 0.35]), [alone] = verdictsOf(cellsOf(rows, () => 100).filter((c) => c.from === 2), 0.95);
    expect(alone.verdict).toBe('holds');
    const cell = alone.cell;
    expect(verdictsOf(Array.from({ length: 6 }, () => cell), 0.95).map((v) => v.verdict)).toEqual(Array(6).fill('open'));
  });

  test('draw and tell of one attempt, and say that none is open', () => {
    const few = rowsOf([0.3]);
    expect(study.figures(few).map((f) => f.name)).toEqual(['elastic-tickets', 'elastic-tickets-differences']);
    expect(study.finding(few)).toContain('in 0 of 1 stretches and 0 of 1 squeezes (more in 0, open in 2)');
    expect(study.finding([])).toMatch(/open/);
    expect(study.figures([])).toEqual([]);
  });
});

test('published accuracies differ by 0.2 points at most', () => {
  const differences = DEPTHS.flatMap((from) => DEPTHS.map((to) => publishedDifference(from, to)));
  expect(Object.keys(PUBLISHED)).toHaveLength(9);
  expect(Math.max(...differences.map(Math.abs))).toBeCloseTo(0.2, 10);
});
