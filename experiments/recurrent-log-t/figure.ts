import type { Interval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPanel, type ChartPoint, type ChartSeries } from '../../src/plot/index.js';
import { recurrentErrors } from '../../src/theorem/index.js';
import { finiteOrNull } from '../networks/time-quantile.js';
import { LENGTHS, shapeOf, TOLERANCE } from './measure.js';
import { casesOf, errorsOf, widthsOf, type Rows } from './quantiles.js';
import { boundAt, radiiOf } from './tolerance.js';

/** n against T for each norm, and errors against T at one tolerance. */
export function figureOf(cases: readonly Rows[], caption: readonly string[], { confidence }: { readonly confidence: number }): Record<string, unknown> {
  const norms = [...new Set(casesOf(cases, 'weights').map((c) => c.case.norm))], x = { title: 'T (steps)', log: true } as const;
  const widths = norms.map((norm): ChartPanel => {
    const [{ case: c }] = casesOf(cases, 'weights', norm), weights = widthsOf(cases, 'weights', norm, confidence), certified = widthsOf(cases, 'certified', norm, confidence);
    return {
      title: `norm of W_h: ${norm}`, x, y: { title: 'n (units per input)', log: true },
      series: [
        { label: 'bound, proved', kind: 'bound', points: weights.map(({ steps }) => ({ x: steps, y: boundAt(shapeOf(c), steps) })) },
        { label: 'every weight', kind: 'measured', points: weights.flatMap(({ steps, quantile }) => pointOf(steps, quantile)) },
        { label: 'certified error', kind: 'measured', points: certified.flatMap(({ steps, quantile }) => pointOf(steps, quantile)) },
      ],
    };
  });
  const errors: ChartPanel = {
    title: `weights within ${TOLERANCE}`, x, y: { title: 'error of a state', log: true },
    series: norms.flatMap((norm): ChartSeries[] => {
      const found = casesOf(cases, 'error', norm);
      if (found.length === 0) return [];
      const shape = shapeOf(found[0].case), most = LENGTHS[LENGTHS.length - 1], budget = recurrentErrors(norm, TOLERANCE * Math.sqrt(shape.units * (shape.units + shape.inputs)), radiiOf(shape, most)), color = `norm ${norm}`;
      return [
        { label: `budget, ${norm}`, kind: 'bound', color, points: LENGTHS.map((steps) => ({ x: steps, y: budget[steps - 1] })) },
        { label: `certified, ${norm}`, kind: 'measured', color, points: errorsOf(cases, 'upper', norm, confidence).flatMap(({ steps, median }) => pointOf(steps, median)) },
        { label: `worst run found, ${norm}`, kind: 'points', color, points: errorsOf(cases, 'lower', norm, confidence).flatMap(({ steps, median }) => pointOf(steps, median)) },
      ];
    }),
  };
  return chartSpec({
    title: 'One block for all steps: its width, and its error, against the number of steps', columns: 2, panels: [...widths, ...(casesOf(cases, 'error').length > 0 ? [errors] : [])],
    caption: [...caption, 'Budget: the recursion of the proof at that tolerance; no certified error exceeds it. Bound: recurrent.steps, or recurrent.contractive where that is less (proved here).'],
  });
}

const pointOf = (x: number, { estimate, lower, upper }: Interval): ChartPoint[] => (estimate < Infinity ? [{ x, y: estimate, low: lower > 0 ? lower : null, high: finiteOrNull(upper) }] : []);
