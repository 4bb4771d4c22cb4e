import type { Interval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPoint, type ChartSeries } from '../../src/plot/index.js';
import type { StudyFigure } from '../../src/study/index.js';
import type { SearchRows } from './study.js';
import { accuracy, along } from './summary.js';

const METHODS = ['edge-popup', 'biprop'] as const;
const point = (x: number, { estimate, lower, upper }: Interval): ChartPoint => ({ x, y: estimate, low: Math.max(0, lower), high: Math.min(100, upper) });

/** Errors where there were accuracies, in %; an interval that reaches 0 has no lower end on a log axis. */
const wrongly = (series: ChartSeries): ChartSeries => ({ ...series, points: series.points.map(({ x, y, low, high }) => ({ x, y: 100 - y!, low: high! < 100 ? 100 - high! : null, high: 100 - low! })) });
const WRONG = { title: '%', log: true } as const;

/** Accuracy over density, first masks beside; errors over density, and over the width. */
export function figures(cases: readonly SearchRows[], caption: readonly string[], confidence: number): StudyFigure[] {
  const searched = (by: 'density' | 'width'): ChartSeries[] => METHODS.flatMap((label): ChartSeries[] => {
    const rows = along(cases, label, by);
    return rows.length === 0 ? [] : [{ label, kind: 'measured', points: rows.map((r) => point(r.case[by], accuracy(r, confidence))) }];
  });
  const curves = searched('density'), popup = along(cases, 'edge-popup', 'density'), [dense] = along(cases, 'dense', 'density'), widths = along(cases, 'dense', 'width');
  if (curves.length === 0) return [];
  const level: ChartSeries[] = dense ? [{ label: 'weights trained', kind: 'band', points: [0, 1].map((x) => point(x, accuracy(dense, confidence))) }] : [];
  const untrained: ChartSeries[] = popup.length === 0 ? [] : [{ label: 'first mask', kind: 'measured', points: popup.map((r) => point(r.case.density, accuracy(r, confidence, (a) => a.untrained))) }];
  const density = { title: 'density (share of weights kept)', domain: [0, 1] } as const, y = { title: 'test accuracy, %' };
  return [{
    name: 'searched-tickets',
    spec: chartSpec({
      title: 'LeNet-300-100 with random weights, masked by trained scores', caption, columns: 2,
      panels: [
        { title: 'Before and after the search', x: density, y: { ...y, domain: [0, 100] }, series: [...curves, ...level, ...untrained] },
        { title: 'Test images classified wrongly', x: density, y: WRONG, series: [...curves, ...level].map(wrongly) },
        ...(widths.length > 1 ? [{ title: `Hidden widths, density ${along(cases, 'biprop', 'width')[0]?.case.density ?? ''}`, x: { title: 'times LeNet-300-100', log: true, base: 2 as const }, y: WRONG, series: [...searched('width'), { label: 'weights trained', kind: 'measured' as const, points: widths.map((r) => point(r.case.width, accuracy(r, confidence))) }].map(wrongly) }] : []),
      ],
    }),
  }];
}
