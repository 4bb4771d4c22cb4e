import { chartSpec, type ChartPanel } from '../../src/plot/index.js';
import type { StudyFigure } from '../../src/study/study.js';
import { finiteOrNull } from '../networks/time-quantile.js';
import { shareBeyond, sortedTimes } from '../times.js';
import { constantOf, curveAt, halfOf } from './constant.js';
import { most, type PhaseRows } from './study.js';

/** The greatest n shown: beyond, all but subsets of one element hit. */
const SHOWN = 40;

const place = (target: number): string => (target === 0 ? 'target 0' : 'target sqrt(k)');

const CURVE = 'The curve: the least n of Theorem 2 (cited) at c_hyp = 1, which is n = 2 k where that is more; the success c_thm that it promises is an unnamed constant, not 1/2.';

/** The phase diagrams, and the constant over the size. */
export function figures(cases: readonly PhaseRows[], caption: readonly string[], confidence: number): StudyFigure[] {
  const groups = [...new Set(cases.map(({ case: c }) => `${c.epsilon} ${c.target}`))].map((key) => cases.filter(({ case: c }) => `${c.epsilon} ${c.target}` === key));
  const title = (group: readonly PhaseRows[]): string => `epsilon = ${group[0].case.epsilon}, ${place(group[0].case.target)}`;
  const phase = groups.map((group): ChartPanel => ({
    title: title(group),
    x: { title: 'k (elements of the subset)' },
    y: { title: 'n (draws)', domain: [0, SHOWN + 1] },
    cells: {
      title: 'P(hit)',
      values: group.flatMap(({ case: { size }, rows }) => {
        const times = sortedTimes(rows, (r) => r);
        return Array.from({ length: Math.min(SHOWN, most(size)) }, (_, k) => k + 1).map((n) => ({ x: size, y: n, value: 1 - shareBeyond(times, n, confidence).estimate }));
      }),
    },
    series: [{ label: 'c_hyp = 1, n >= 2 k', kind: 'bound', points: group.map(({ case: { epsilon, size } }) => ({ x: size, y: curveAt(epsilon, size) })).filter((p) => p.y <= SHOWN) }],
  }));
  const constant = (inside: boolean): ChartPanel => ({
    title: inside ? 'n >= 2 k, as the theorem asks' : 'half hit below n = 2 k, or open',
    x: { title: 'k (elements of the subset)', domain: [0, Math.max(1, ...cases.map(({ case: c }) => c.size))] },
    y: { title: 'c_hyp at success 1/2', domain: [0.9, 1.8] },
    series: groups.map((group) => ({
      label: title(group),
      kind: 'measured' as const,
      points: group.filter((c) => halfOf(c, confidence).lower >= 2 * c.case.size === inside).map((c) => {
        const { estimate, lower, upper } = constantOf(c, confidence);
        return { x: c.case.size, y: finiteOrNull(estimate), low: lower, high: finiteOrNull(upper) };
      }),
    })).filter((s) => s.points.some((p) => p.y !== null)),
  });
  return groups.length === 0 ? [] : [
    { name: 'fixed-size-phase', spec: chartSpec({ title: 'Success of subsets of exactly k of n draws, and the curve of Natale et al. (2024)', caption: [...caption, CURVE], columns: 2, panels: phase }) },
    { name: 'fixed-size-phase-constant', spec: chartSpec({ title: 'c_hyp = n H2(k/n) / log2(k/epsilon) at which half of the attempts hit', caption, columns: 2, panels: [constant(true), constant(false)].filter((p) => p.series!.length > 0) }) },
  ];
}
