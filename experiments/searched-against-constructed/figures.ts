import type { Interval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPoint, type ChartSeries } from '../../src/plot/index.js';
import type { StudyFigure } from '../../src/study/index.js';
import type { MaskAttempt, MaskRows } from './study.js';
import { along, meanOf, POINTS } from './summary.js';

const point = (x: number, { estimate, lower, upper }: Interval): ChartPoint => ({ x, y: estimate, low: lower, high: upper });
const wrong = (a: MaskAttempt): number => 100 - a.right / 100;
const X = { title: 'n (units per input)', log: true, base: 2 } as const;

/** Errors beside the target's, agreement with it, weights kept, and the certified error of the construction, over the width. */
export function figures(cases: readonly MaskRows[], caption: readonly string[], confidence: number): StudyFigure[] {
  const proved = along(cases, 'proved'), ways = (['searched', 'constructed'] as const).map((way) => ({ way, rows: along(cases, way) })).filter(({ rows }) => rows.length > 0);
  if (ways.length === 0) return [];
  const series = (of: (a: MaskAttempt) => number): ChartSeries[] => [
    ...ways.map(({ way, rows }): ChartSeries => ({ label: way, kind: 'measured', color: way, points: rows.map((r) => point(r.case.n, meanOf(r, of, confidence))) })),
    ...proved.map((r): ChartSeries => ({ label: 'promised n', kind: 'points', color: 'promised', points: [point(meanOf(r, (a) => a.n, confidence).estimate, meanOf(r, of, confidence))] })),
  ];
  const ends = ways.flatMap(({ rows }) => rows.map((r) => r.case.n)), all = meanOf({ ...ways[0].rows[0], rows: ways.flatMap(({ rows }) => rows[0].rows) }, (a) => 100 - a.target / 100, confidence).estimate;
  const level = (label: string, y: number): ChartSeries => ({ label, kind: 'bound', points: [Math.min(...ends), Math.max(...ends)].map((x) => ({ x, y })) }), targets = [level('target', all), level(`target and ${POINTS} point`, all + POINTS)];
  const built = along(cases, 'constructed'), errors = (['certified', 'seen'] as const).map((key): ChartSeries => ({
    label: key === 'seen' ? 'largest on test images' : 'certified on [0, 1]^49', kind: 'measured', points: built.map((r) => point(r.case.n, meanOf(r, (a) => a[key]!, confidence))).map((p) => ({ ...p, low: Math.max(1e-3, p.low!) })),
  }));
  return [{
    name: 'searched-against-constructed',
    spec: chartSpec({
      title: 'One random binary network, masked by search and by construction', caption, columns: 2,
      panels: [
        { title: 'Test images classified wrongly', x: X, y: { title: '%', log: true }, series: [...series(wrong), ...targets] },
        { title: 'Test images classified as the target does', x: X, y: { title: '%', domain: [0, 100] }, series: series((a) => a.alike / 100) },
        { title: 'Weights kept', x: X, y: { title: 'density', log: true }, series: series((a) => a.density) },
        ...(built.length > 0 ? [{ title: 'Error of what is constructed', x: X, y: { title: 'l2, output units', log: true }, series: errors }] : []),
      ],
    }),
  }];
}
