import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { coverageRows, type CoverageRow } from '../../experiments/coverage/coverage.js';
import { binomialLower, binomialUpper } from '../../src/numeric/statistics/index.js';

/** No row is far from what is promised: as few intervals that hold, or as many wrong verdicts, come with probability 1e-5. */
function expectKept(rows: readonly CoverageRow[]): void {
  for (const { name, part, setting, kind, count, of } of rows) {
    if (kind === 'covers') expect(binomialUpper(count, of, 1e-5), `${name}, ${part}; ${setting}`).toBeGreaterThanOrEqual(0.95);
    else expect(binomialLower(count, of, 1e-5), `${name}, ${part}; ${setting}`).toBeLessThanOrEqual(0.05);
  }
}

describe('intervals at 95 %', () => {
  test.each(['binomialInterval', 'quantileInterval', 'distributionBand', 'SequentialTest', 'PairedTest', 'holdsWithProbability'])('%s keeps its promise in 150 experiments', async (name) => {
    const rows = await coverageRows(150, name);
    expect(rows.length).toBeGreaterThan(0);
    expectKept(rows);
  });

  test('all others in a few, and together at least 94 of 100 hold', async () => {
    const names = ['confidenceSequence', 'bootstrap', 'quantileFit', 'compareForms', 'compareCurves', 'tailFit', 'logisticFit'], rows = (await Promise.all(names.map((name) => coverageRows(4, name)))).flat();
    expectKept(rows);
    const covers = rows.filter((r) => r.kind === 'covers'), [held, of] = [covers.reduce((s, r) => s + r.count, 0), covers.reduce((s, r) => s + r.of, 0)];
    expect(held / of).toBeGreaterThanOrEqual(0.94);
  });
});

describe('docs/statistics.md', () => {
  const lines = readFileSync(join(import.meta.dirname, '../../docs/statistics.md'), 'utf8').split('\n').filter((l) => / to [\d.]+ \|$/.test(l)).map((l) => l.split(' | '));

  test('was written by the simulations, a line for each', async () => {
    const rows = await coverageRows(1, 'binomialInterval');
    expect(lines.length).toBeGreaterThan(35);
    for (const { setting } of rows) expect(lines.some((l) => l[2] === setting)).toBe(true);
  });

  test('shows no interval that held in fewer than 94 of 100, and no verdict that was shown to be wrong in more than 5', () => {
    for (const [name, part, , , share, interval] of lines) {
      if (/wrong|decides/.test(part)) expect(Number.parseFloat(interval), `${name} ${part}`).toBeLessThanOrEqual(5);
      else expect(Number(share), `${name} ${part}`).toBeGreaterThanOrEqual(94);
    }
  });
});
