import { chartSpec, type ChartPanel, type ChartSeries } from '../../src/plot/index.js';
import type { StudyFigure } from '../../src/study/study.js';
import { finiteOrNull } from '../networks/time-quantile.js';
import { shareBeyond, sortedTimes, timeQuantile } from '../times.js';
import type { RegimesRows } from './study.js';

const STACKED = [4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56];
const DELTAS = [0.5, 0.1, 0.01];

/** Shares of hits and misses over n, and the n that suffices over the scale of the first layer. */
export function figures(cases: readonly RegimesRows[], caption: readonly string[], confidence: number): StudyFigure[] {
  const name = 'range-against-resolution';
  const spec = (title: string, panels: ChartPanel[]) => chartSpec({ title, caption, columns: 2, panels });
  const stacked = cases.filter(({ case: c }) => c.targets === 'one' && (c.scale === 1 || c.scale === 2) && c.range === 1).sort((a, b) => a.case.scale - b.case.scale).map((c) => stackPanel(c, confidence));
  const kinds = [...new Set(cases.map(({ case: c }) => c.targets))].flatMap((targets) => {
    const panels = [...new Set(cases.map(({ case: c }) => `${c.range} ${c.epsilon}`))].map((key) => {
      const [range, epsilon] = key.split(' ').map(Number);
      return quantilePanel(cases.filter(({ case: c }) => c.targets === targets && c.range === range && c.epsilon === epsilon), confidence);
    });
    return [{ name: targets === 'one' ? `${name}-one` : name, spec: spec(`Units that one half of a diamond needs for ${targets === 'one' ? 'one uniform target' : 'every target'}, over the scale of its first layer`, panels) }];
  });
  return [...kinds.reverse(), ...(stacked.length > 0 ? [{ name: `${name}-shares`, spec: spec('Hits of one uniform target of [-1, 1], and misses by regime', stacked) }] : [])];
}

function stackPanel({ case: { epsilon, scale }, rows }: RegimesRows, confidence: number): ChartPanel {
  const range = sortedTimes(rows, (r) => r.range), hit = sortedTimes(rows, (r) => r.hit);
  return {
    title: `epsilon = ${epsilon}, scale ${scale}`,
    x: { title: 'n (raw draws)' },
    y: { title: 'share of attempts', domain: [0, 1] },
    stacks: STACKED.map((n) => {
      const out = shareBeyond(range, n, confidence).estimate, missed = shareBeyond(hit, n, confidence).estimate;
      return { x: String(n), shares: { 'missed: out of range': out, 'missed: resolution': Math.max(0, missed - out), hit: 1 - missed } };
    }),
  };
}

function quantilePanel(cases: readonly RegimesRows[], confidence: number): ChartPanel {
  const { range = 1, epsilon = 0 } = cases[0]?.case ?? {};
  const series = (label: (delta: number) => string, kind: 'measured' | 'points', of: 'range' | 'hit'): ChartSeries[] =>
    DELTAS.map((delta) => ({
      label: label(delta),
      kind,
      color: String(delta),
      points: cases.map(({ case: { scale }, rows }) => {
        const { estimate, lower, upper } = timeQuantile(sortedTimes(rows, (r) => r[of]), 1 - delta, confidence);
        return { x: scale, y: finiteOrNull(estimate), low: finiteOrNull(lower), high: finiteOrNull(upper) };
      }),
    }));
  return {
    title: `[-${range}, ${range}], epsilon = ${epsilon}`,
    x: { title: 'scale of the first layer', log: true, base: 2 },
    y: { title: 'n (raw draws)' },
    series: [...series((delta) => `hit, delta = ${delta}`, 'measured', 'hit'), ...series((delta) => `in range, delta = ${delta}`, 'points', 'range')],
  };
}
