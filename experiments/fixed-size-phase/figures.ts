import { chartSpec, type ChartPanel } from '../../src/plot/index.js';
import type { StudyFigure } from '../../src/study/study.js';
import { finiteOrNull } from '../networks/time-quantile.js';
import { shareBeyond, sortedTimes } from '../times.js';
import { constantOf, curveAt } from './constant.js';
import { most, type PhaseRows } from './study.js';

/** The greatest n shown: beyond, all but subsets of one element hit. */
const SHOWN = 40;

const place = (target: number): string => (target === 0 ? 'target 0' : 'target sqrt(k)');

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
    series: [{ label: 'c_hyp = 1', kind: 'bound', points: group.map(({ case: { epsilon, size } }) => ({ x: size, y: curveAt(epsilon, size) })).filter((p) => p.y <= SHOWN) }],
  }));
  const constant: ChartPanel = {
    x: { title: 'k (elements of the subset)' },
    y: { title: 'c_hyp at success 1/2' },
    series: groups.map((group) => ({
      label: title(group),
      kind: 'measured',
      points: group.map((c) => {
        const { estimate, lower, upper } = constantOf(c, confidence);
        return { x: c.case.size, y: finiteOrNull(estimate), low: lower, high: finiteOrNull(upper) };
      }),
    })),
  };
  return groups.length === 0 ? [] : [
    { name: 'fixed-size-phase', spec: chartSpec({ title: 'Success of subsets of exactly k of n draws, and the n of Natale et al. (2024), Theorem 2, at c_hyp = 1', caption, columns: 2, panels: phase }) },
    { name: 'fixed-size-phase-constant', spec: chartSpec({ title: 'The constant c_hyp = n H2(k/n) / log2(k/epsilon) at which half of the attempts hit', caption, columns: 2, panels: [constant] }) },
  ];
}
