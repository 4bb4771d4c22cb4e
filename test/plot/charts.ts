import type { Chart, ChartPoint } from '../../src/plot/index.js';

/** One chart of each kind, small and by formulas without rounding: + - * / alone, so that every engine has the same. */
const powers = [1, 2, 3, 4, 5, 6].map((k) => ({ k, n: 2 ** k }));
const share = (x: number): number => 1 / (1 + x * x);

/** Eight curves that end close together. */
export const curves = (columns: 1 | 2): Chart => ({
  title: 'Eight bounds that end close together',
  columns,
  caption: ['Bounds by formula.', '6 cases, 1,000 attempts each (6,000 in all), seed 1; 95 % confidence.'],
  panels: [{
    x: { title: 'd (width)', log: true, base: 2 },
    y: { title: 'source weights', log: true },
    series: Array.from({ length: 8 }, (_, i) => ({ label: `theorem ${i + 1}`, kind: i === 7 ? ('necessary' as const) : i === 6 ? ('measured' as const) : ('bound' as const), points: powers.map(({ k, n }): ChartPoint => ({ x: n, y: (30 + i) * k, ...(i === 6 ? { low: 25 * k, high: 45 * k } : {}) })) })),
  }],
});

/** Points without an end, and points that are known from below only. */
export const ends: Chart = {
  title: 'Hitting times, some beyond what was tried',
  columns: 1,
  caption: ['Open triangles: beyond.'],
  panels: [{
    x: { title: 'tolerance', log: true, base: 2, reverse: true },
    y: { title: 'n', log: true, base: 2 },
    series: [
      { label: 'uniform', kind: 'measured', points: powers.map(({ k, n }) => ({ x: 1 / n, y: k < 5 ? 3 * k : null, low: 2 * k, high: k < 4 ? 4 * k : null })) },
      { label: 'proved', kind: 'bound', color: 'uniform', points: powers.map(({ k, n }) => ({ x: 1 / n, y: 6 * k })) },
    ],
  }],
};

/** Step functions in bands, in three panels that share their labels; a failure rate of zero on a log axis. */
export const bands: Chart = {
  title: 'Survival in its band',
  columns: 2,
  caption: ['Bands at 99 %.'],
  panels: ['uniform', 'normal', 'hyperbolic'].map((title, p) => ({
    title,
    x: { title: 'n' },
    y: { title: 'failure rate', log: true, domain: [0.01, 1] as const },
    series: [
      { label: 'attempts', kind: 'steps' as const, points: Array.from({ length: 12 }, (_, x) => ({ x, y: x < 9 ? share(x / (p + 1)) : 0, low: x < 9 ? share(x / (p + 1)) * 0.8 : 0, high: share(x / (p + 1)) * 1.2 })) },
      { label: 'fit', kind: 'band' as const, points: Array.from({ length: 12 }, (_, x) => ({ x, y: share(x), low: share(x) / 2, high: share(x) * 2 })) },
      { label: 'other draws', kind: 'points' as const, points: [{ x: 2, y: 0.2, low: 0.1, high: 0.3 }, { x: 8, y: 0, low: 0, high: 0.05 }] },
    ],
  })),
};

export const cells: Chart = {
  title: 'A phase diagram',
  columns: 1,
  caption: ['White: half.'],
  panels: [{
    x: { title: 'n' },
    y: { title: 'tolerance', log: true, base: 2 },
    cells: { title: 'share within', values: powers.flatMap(({ k, n }) => Array.from({ length: 8 }, (_, i) => ({ x: 2 * i, y: 1 / n, value: share(k - i) }))) },
    series: [{ label: 'half', kind: 'bound', points: powers.map(({ k, n }) => ({ x: 2 * k, y: 1 / n })) }],
  }],
};

export const stacks: Chart = {
  title: 'What became of the attempts',
  columns: 2,
  caption: ['Shares of 1,000 attempts.'],
  panels: [{ x: { title: 'target' }, y: { title: 'share' }, stacks: ['digits', 'spirals', 'a target of a long name'].map((x, i) => ({ x, shares: { holds: 0.875 - 0.25 * i, fails: 0.0625 + 0.125 * i, open: 0.0625 } })) }],
};

/** More labels than a column of a paper has room for. */
export const long: Chart = { ...curves(1), panels: curves(1).panels.map((p) => ({ ...p, series: p.series!.map((s) => ({ ...s, label: `${s.label} (reconstructed from its restatements, with constants)` })) })) };

export const charts: Readonly<Record<string, Chart>> = { curves: curves(2), 'narrow-curves': curves(1), ends, bands, cells, stacks, long };
