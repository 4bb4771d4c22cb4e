import type { ComparedBound, Question } from '../theorem/index.js';
import type { Chart, ChartSeries } from './chart.js';
import { chartSpec } from './chart-spec.js';

/** The bounds of all theorems along one variable of the question. */
export interface BoundCurve {
  readonly over: keyof Question;
  /** The question; its value of `over` is not used. */
  readonly question: Question;
  readonly points: readonly { readonly x: number; readonly bounds: readonly ComparedBound[] }[];
}

const TITLES: Readonly<Record<keyof Question, string>> = {
  d: 'd (width of every layer of the target)',
  l: 'l (depth of the target)',
  epsilon: 'epsilon (network error on the unit ball)',
  delta: 'delta (failure probability of the network)',
};

/**
 * The figure of `slth bounds` as a Vega-Lite specification: source weights per target weight over one variable, on log axes;
 * what is sufficient as curves with the origin of their statement, what is necessary in short dashes.
 */
export function boundsSpec({ over, question, points }: BoundCurve): Record<string, unknown> {
  const others = (Object.keys(TITLES) as (keyof Question)[]).filter((k) => k !== over).map((k) => `${k} = ${question[k]}`);
  const ids = [...new Set(points.flatMap(({ bounds }) => bounds.map((b) => b.id)))];
  const series = ids.map((id): ChartSeries => {
    const curve = points.map(({ x, bounds }) => ({ x, bound: bounds.find((b) => b.id === id) })), { kind, origin } = curve.find((p) => p.bound)!.bound!;
    return { label: `${id} (${origin})`, kind: kind === 'necessary' ? 'necessary' : 'bound', points: curve.map(({ x, bound }) => ({ x, y: bound?.weights ?? null })) };
  });
  const chart: Chart = {
    title: 'How wide is enough: source weights per target weight',
    caption: [`${others.join(', ')}; in brackets the origin of the statement; short dashes: no source of fewer weights in all will do.`],
    columns: 2,
    panels: [{ x: { title: TITLES[over], log: true }, y: { title: 'source weights per target weight', log: true }, series }],
  };
  return chartSpec(chart);
}
