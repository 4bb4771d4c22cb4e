import { chartSpec, type ChartPanel, type ChartSeries } from '../../src/plot/index.js';
import type { StudyFigure } from '../../src/study/study.js';
import type { Interval } from '../../src/numeric/statistics/index.js';
import { finiteOrNull } from '../networks/time-quantile.js';
import { layerFailure, missCorrelation, unionBound } from './failure.js';
import type { SharingRows } from './study.js';

/** Raw draws at which rates are shown. */
const SHOWN: Readonly<Record<string, readonly number[]>> = { uniform: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], diamond: [16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60] };

const LABELS: Readonly<Record<string, string>> = { weight: 'own draws', column: 'shared in columns', row: 'shared in rows' };

const point = (x: number, { estimate, lower, upper }: Interval) => ({ x, y: finiteOrNull(estimate), low: finiteOrNull(lower), high: finiteOrNull(upper) });

/** Failures of layers over n beside the union bound, and correlations of misses. */
export function figures(cases: readonly SharingRows[], caption: readonly string[], confidence: number): StudyFigure[] {
  const panels = [...new Set(cases.map(({ case: c }) => c.law))].flatMap((law): ChartPanel[] => {
    const own = cases.filter(({ case: c }) => c.law === law), x = { title: 'n (raw draws)' };
    const failures: ChartSeries[] = own.map((c) => ({ label: LABELS[c.case.sharing], kind: 'measured', points: SHOWN[law].map((n) => point(n, layerFailure(c, n, confidence))).filter((p) => p.y !== 0) }));
    const [reference] = own;
    const union: ChartSeries = { label: 'union bound', kind: 'band', points: SHOWN[law].map((n) => point(n, unionBound(reference, n, confidence))).filter((p) => p.y !== 0) };
    return [
      { title: `${law}: failure`, x, y: { title: 'P(some weight is missed)', log: true, domain: [1e-3, 64] }, series: [union, ...failures] },
      { title: `${law}: two misses`, x, y: { title: 'correlation' }, series: own.map((c) => ({ label: LABELS[c.case.sharing], kind: 'measured', points: SHOWN[law].map((n) => point(n, missCorrelation(c, n, confidence))).filter((p) => p.y !== null) })) },
    ];
  });
  return panels.length === 0 ? [] : [{ name: 'sample-sharing', spec: chartSpec({ title: 'Layers of 8 x 8 weights whose subset sums share draws', caption, columns: 2, panels }) }];
}
