import type { ComparedBound, Question } from '../theorem/index.js';

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
 * what is sufficient as lines, what is necessary dashed.
 */
export function boundsSpec({ over, question, points }: BoundCurve): Record<string, unknown> {
  const values = points.flatMap(({ x, bounds }) => bounds.map(({ id, kind, origin, weights, layers, n }) => ({ [over]: x, id, kind, origin, weights, layers, n })));
  const others = (Object.keys(TITLES) as (keyof Question)[]).filter((k) => k !== over).map((k) => `${k} = ${question[k]}`);
  const ids = [...new Set(values.map((v) => v.id))];
  const last = points[points.length - 1].bounds;
  const ending = (id: string): number => last.find((p) => p.id === id)!.weights ?? Infinity, order = [...ids].sort((a, b) => (ending(a) === ending(b) ? 0 : ending(b) - ending(a)));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: 'How wide is enough: source weights per target weight', subtitle: [`${others.join(', ')}; dashed: no source of fewer weights in all will do`], anchor: 'start', offset: 12 },
    width: 460,
    height: 340,
    data: { values: values.filter((v) => v.weights !== null && v.weights > 0) },
    mark: { type: 'line' },
    config: { legend: { labelLimit: 0 } },
    encoding: {
      x: { field: over, type: 'quantitative', title: TITLES[over], scale: { type: 'log', nice: false } },
      y: { field: 'weights', type: 'quantitative', title: 'source weights per target weight', scale: { type: 'log' }, axis: { format: '~e', tickCount: 8 } },
      color: { field: 'id', type: 'nominal', title: 'theorem', sort: order, scale: { scheme: 'category10' } },
      strokeDash: { field: 'kind', type: 'nominal', title: 'bound', sort: ['sufficient', 'necessary'] },
    },
  };
}
