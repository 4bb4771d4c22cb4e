import type { Interval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartSeries } from '../../src/plot/index.js';
import type { StudyFigure } from '../../src/study/study.js';
import { finiteOrNull } from '../networks/time-quantile.js';
import { shareBeyond, sortedTimes, timeQuantile } from '../times.js';
import type { TargetsRows } from './study.js';

/** Raw draws at which misses are shown. */
const SHOWN: Readonly<Record<string, readonly number[]>> = { uniform: [6, 9, 12, 15], diamond: [12, 20, 30, 40] };
const DELTAS = [0.5, 0.1, 0.01];

const level = (delta: number, { estimate, lower, upper }: Interval): ChartSeries => ({
  label: `every w, delta = ${delta}`,
  kind: 'band',
  color: String(delta),
  points: [-1, 1].map((x) => ({ x, y: finiteOrNull(estimate), low: lower, high: finiteOrNull(upper) })),
});

/** The miss over w at several n, and the n that suffices over w beside the n for every w. */
export function figures(cases: readonly TargetsRows[], caption: readonly string[], confidence: number): StudyFigure[] {
  const groups = [...new Set(cases.map(({ case: c }) => `${c.law} ${c.epsilon}`))].map((key) => cases.filter(({ case: c }) => `${c.law} ${c.epsilon}` === key));
  const profiles = groups.map((group) => {
    const { law, epsilon } = group[0].case, single = group.filter(({ case: c }) => c.w !== null).map((c) => ({ w: c.case.w!, times: sortedTimes(c.rows, (r) => r) }));
    return {
      title: `${law}, epsilon = ${epsilon}`,
      x: { title: 'target w' },
      y: { title: 'P(miss)', log: true, domain: [1e-4, 1] as const },
      series: SHOWN[law].map((n) => ({
        label: `n = ${n}`,
        kind: 'measured' as const,
        points: single.map(({ w, times }) => {
          const { estimate, lower, upper } = shareBeyond(times, n, confidence);
          return { x: w, y: estimate > 0 ? estimate : null, low: lower > 0 ? lower : null, high: upper };
        }),
      })),
    };
  });
  const needs = groups.map((group) => {
    const { law, epsilon } = group[0].case, single = group.filter(({ case: c }) => c.w !== null), every = group.find(({ case: c }) => c.w === null);
    const quantile = (c: TargetsRows, delta: number) => timeQuantile(sortedTimes(c.rows, (r) => r), 1 - delta, confidence);
    return {
      title: `${law}, epsilon = ${epsilon}`,
      x: { title: 'target w' },
      y: { title: 'n (raw draws)' },
      series: DELTAS.flatMap((delta) => [
        {
          label: `delta = ${delta}`, kind: 'measured' as const, color: String(delta),
          points: single.map((c) => {
            const { estimate, lower, upper } = quantile(c, delta);
            return { x: c.case.w!, y: finiteOrNull(estimate), low: lower, high: finiteOrNull(upper) };
          }),
        },
        ...(every ? [level(delta, quantile(every, delta))] : []),
      ]),
    };
  });
  return groups.length === 0 ? [] : [
    { name: 'adversarial-targets', spec: chartSpec({ title: 'The chance to miss one target, over the target', caption, columns: 2, panels: profiles }) },
    { name: 'adversarial-targets-width', spec: chartSpec({ title: 'Draws that suffice for one target, and for every target of [-1, 1]', caption, columns: 2, panels: needs }) },
  ];
}
