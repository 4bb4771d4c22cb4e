import { meanInterval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPanel, type ChartPoint, type ChartSeries } from '../../src/plot/index.js';
import type { StudyFigure } from '../../src/study/study.js';
import { MARGIN, verdictsOf, type Cell, type TargetAccuracies } from './cells.js';
import { publishedDifference } from './published.js';

const NAMES = { plain: 'MLP', residual: 'residual' } as const;

/** Room at the sides of depths. */
const ROOM = 0.35;

const finite = (v: number): number | null => (Number.isFinite(v) ? v : null);

const point = (x: number, values: readonly number[], confidence: number): ChartPoint => {
  const { estimate, lower, upper } = meanInterval(values, confidence);
  return { x, y: estimate, low: finite(lower), high: finite(upper) };
};

/** The accuracy of every cell, a panel a target; and the differences from the target's own ticket, by source. */
export function figures(targets: readonly TargetAccuracies[], cells: readonly Cell[], caption: readonly string[], confidence: number): StudyFigure[] {
  const families = (['plain', 'residual'] as const).filter((family) => targets.some((t) => t.family === family));
  if (families.length === 0) return [];
  const depths = targets.map((t) => t.depth), domain = [Math.min(...depths) - ROOM, Math.max(...depths) + ROOM] as const, x = { title: 'source depth', domain };
  const densities = cells.map((c) => c.density), kept = `Densities of copies: ${Math.min(...densities).toFixed(4)} to ${Math.max(...densities).toFixed(4)}.`;
  const panel = (t: TargetAccuracies): ChartPanel => {
    const own = cells.filter((c) => c.family === t.family && c.to === t.depth);
    const level = (label: string, values: readonly number[]): ChartSeries => {
      const { estimate, lower, upper } = meanInterval(values, confidence);
      return { label, kind: 'band', points: domain.map((at) => ({ x: at, y: estimate, low: finite(lower), high: finite(upper) })) };
    };
    return {
      title: `${NAMES[t.family]}-${t.depth}`,
      x,
      y: { title: 'test accuracy (%)' },
      series: [
        level('its own IMP ticket', t.iterative),
        { label: 'copied ticket', kind: 'measured', points: own.filter((c) => c.from !== c.to).map((c) => point(c.from, c.copied, confidence)) },
        { label: 'copy, masks permuted', kind: 'points', points: own.map((c) => point(c.from, c.permuted, confidence)) },
        { label: 'dense', kind: 'points', points: [point(t.depth, t.dense, confidence)] },
        { label: 'one-shot magnitude', kind: 'points', points: [point(t.depth, t.oneShot, confidence)] },
        { label: 'random', kind: 'points', points: [point(t.depth, t.random, confidence)] },
      ],
    };
  };
  const differences = families.map((family): ChartPanel => {
    const verdicts = verdictsOf(cells.filter((c) => c.family === family), confidence), to = [...new Set(verdicts.map(({ cell }) => cell.to))].sort((a, b) => a - b);
    const line = (label: string, y: number, kind: 'bound' | 'necessary'): ChartSeries => ({ label, kind, points: domain.map((at) => ({ x: at, y })) });
    return {
      title: family === 'plain' ? 'plain networks, MLP-n' : 'residual networks',
      x,
      y: { title: 'points above IMP' },
      series: [
        ...to.map((depth): ChartSeries => ({ label: `to depth ${depth}`, kind: 'points', points: verdicts.filter(({ cell }) => cell.to === depth).map(({ cell, difference: d }) => ({ x: cell.from, y: d.estimate, low: finite(d.lower), high: finite(d.upper) })) })),
        ...(family === 'plain' ? to.map((depth): ChartSeries => ({ label: `published, to ${depth}`, color: `to depth ${depth}`, kind: 'points', points: verdicts.filter(({ cell }) => cell.to === depth).map(({ cell }) => ({ x: cell.from, y: publishedDifference(cell.from, depth) })) })) : []),
        line(`${MARGIN} less`, -MARGIN, 'necessary'),
      ],
    };
  });
  return [
    { name: 'elastic-tickets', spec: chartSpec({ title: 'Tickets of density 0.107, copied into networks of another depth', caption: [...caption, kept], columns: 2, panels: targets.map(panel) }) },
    { name: 'elastic-tickets-differences', spec: chartSpec({ title: 'Copied tickets against the ticket of the target itself, paired by seed', caption: [...caption, kept], columns: 2, panels: differences }) },
  ];
}
