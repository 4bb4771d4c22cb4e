import type { Interval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPoint, type ChartSeries } from '../../src/plot/index.js';
import type { StudyFigure } from '../../src/study/index.js';
import type { MaskAttempt, MaskRows } from './study.js';
import { along, loss, meanOf } from './summary.js';

const point = (x: number, { estimate, lower, upper }: Interval): ChartPoint => ({ x, y: estimate, low: lower, high: upper });
const X = { title: 'n (units per input)', log: true, base: 2 } as const;

/** Accuracy lost, agreement with the target, and the error of the construction, over the width. */
export function figures(cases: readonly MaskRows[], caption: readonly string[], confidence: number): StudyFigure[] {
  const proved = along(cases, 'proved'), ways = (['searched', 'constructed'] as const).map((way) => ({ way, rows: along(cases, way) })).filter(({ rows }) => rows.length > 0);
  if (ways.length === 0) return [];
  const series = (of: (a: MaskAttempt) => number): ChartSeries[] => [
    ...ways.map(({ way, rows }): ChartSeries => ({ label: way, kind: 'measured', color: way, points: rows.map((r) => point(r.case.n, meanOf(r, of, confidence))) })),
    ...proved.map((r): ChartSeries => ({ label: 'promised n', kind: 'points', color: 'promised', points: [point(meanOf(r, (a) => a.n, confidence).estimate, meanOf(r, of, confidence))] })),
  ];
  const built = along(cases, 'constructed'), errors = (['certified', 'seen'] as const).map((key): ChartSeries => ({
    label: key === 'seen' ? 'largest on test images' : 'certified on [0, 1]^49', kind: 'measured', points: built.map((r) => point(r.case.n, meanOf(r, (a) => a[key]!, confidence))).map((p) => ({ ...p, low: Math.max(1e-3, p.low!) })),
  }));
  return [{
    name: 'searched-against-constructed',
    spec: chartSpec({
      title: 'One random binary network, masked by search and by construction', caption, columns: 2,
      panels: [
        { title: 'Accuracy lost against the target', x: X, y: { title: 'points' }, series: series(loss) },
        { title: 'Test images classified as the target does', x: X, y: { title: '%', domain: [0, 100] }, series: series((a) => a.alike / 100) },
        { title: 'Weights kept', x: X, y: { title: 'density', log: true }, series: series((a) => a.density) },
        ...(built.length > 0 ? [{ title: 'Error of what is constructed', x: X, y: { title: 'l2, output units', log: true }, series: errors }] : []),
      ],
    }),
  }];
}
