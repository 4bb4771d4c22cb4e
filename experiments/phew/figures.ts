import { meanInterval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPanel, type ChartPoint, type ChartSeries } from '../../src/plot/index.js';
import type { StudyFigure } from '../../src/study/index.js';
import { attemptsOf, comparisons, densitiesOf, TEST_IMAGES, type Comparison, type PhewRows } from './compare.js';
import { METHODS, type Method } from './masks.js';
import type { PhewAttempt } from './study.js';

const DENSITY = { title: 'density', log: true, reverse: true } as const;

/** A mean over attempts with its interval; on a log axis of logarithms, and nothing where one is 0. */
function pointOf(x: number, values: readonly number[], confidence: number, log: boolean): ChartPoint[] {
  if (values.length < 2 || (log && values.some((v) => !(v > 0)))) return [];
  const { estimate, lower, upper } = meanInterval(log ? values.map(Math.log) : values, confidence), back = log ? Math.exp : (v: number): number => v;
  return [{ x, y: back(estimate), low: back(lower), high: back(upper) }];
}

/** A panel of means by density, a series a method. */
function panelOf(cases: readonly PhewRows[], confidence: number, title: string, y: ChartPanel['y'], value: (a: PhewAttempt) => number): ChartPanel {
  const series = METHODS.map((method): ChartSeries => ({ label: method, kind: 'measured', points: densitiesOf(cases).flatMap((d) => pointOf(d, attemptsOf(cases, method, d).map(value), confidence, y.log ?? false)) }));
  return { title, x: DENSITY, y, series: series.filter((s) => s.points.length > 0) };
}

/** Of each method, where PHEW is above it, not above it, or neither is known, beside all other comparisons. */
function verdicts(all: readonly Comparison[]): string[] {
  const of = (rival: Method, verdict: Comparison['verdict']): string[] => {
    const densities = all.filter((c) => c.rival === rival && c.verdict === verdict).map((c) => c.density);
    return densities.length === 0 ? [] : [`${verdict} at ${densities.join(', ')}`];
  };
  const parts = METHODS.map((rival) => ({ rival, told: (['holds', 'fails', 'open'] as const).flatMap((v) => of(rival, v)) })).filter(({ told }) => told.length > 0);
  return parts.length === 0 ? [] : [`That PHEW is above (all verdicts together, by Holm over ${all.length} comparisons): ${parts.map(({ rival, told }) => `${rival}: ${told.join(', ')}`).join('; ')}.`];
}

function whole(cases: readonly PhewRows[], confidence: number): string[] {
  const all = attemptsOf(cases, 'whole', 1).map((a) => (100 * a.right!) / TEST_IMAGES);
  if (all.length < 2) return [];
  const { estimate, lower, upper } = meanInterval(all, confidence);
  return [`The whole network: ${estimate.toFixed(1)} % [${lower.toFixed(1)}, ${upper.toFixed(1)}].`];
}

/** Test accuracy, and by how much PHEW is above each other method. */
export function accuracyFigure(name: string, caption: readonly string[], confidence: number, cases: readonly PhewRows[]): StudyFigure {
  const all = comparisons(cases, confidence);
  const above = METHODS.map((rival): ChartSeries => ({ label: rival, kind: 'measured', points: all.filter((c) => c.rival === rival).map((c) => ({ x: c.density, y: c.estimate, low: c.lower, high: c.upper })) })).filter((s) => s.points.length > 0);
  const zero: ChartSeries = { label: 'as good', kind: 'necessary', points: densitiesOf(cases).map((x) => ({ x, y: 0 })) };
  const panels = [
    panelOf(cases, confidence, 'Test accuracy', { title: 'accuracy (%)' }, (a) => (100 * a.right!) / TEST_IMAGES),
    { title: 'PHEW above the other', x: DENSITY, y: { title: 'difference (points)' }, series: [...above, zero] },
  ];
  return { name, spec: chartSpec({ title: 'Accuracy of LeNet-300-100 pruned before training', caption: [...caption, "Means over attempts with Student's intervals; differences are of pairs with the same first weights.", ...verdicts(all), ...whole(cases, confidence)], columns: 2, panels }) };
}

/** The networks that were pruned and not trained: shares of kept weights on paths, and of dead hidden channels and units, method by method. */
function elsewhere(cases: readonly PhewRows[], confidence: number): string[] {
  const percent = (all: readonly PhewAttempt[], value: (a: PhewAttempt) => number): string => {
    const { estimate, lower, upper } = meanInterval(all.map((a) => 100 * value(a)), confidence);
    return `${estimate.toFixed(0)} [${Math.max(0, lower).toFixed(0)}, ${Math.min(100, upper).toFixed(0)}]`;
  };
  return (['conv', 'residual'] as const).flatMap((network) => {
    const known = METHODS.map((method) => ({ method, all: attemptsOf(cases, method, 0.05, 'none', network) })).filter(({ all }) => all.length > 1);
    const parts = known.map(({ method, all }) => `${method} ${percent(all, (a) => a.onPaths / a.kept)} and ${percent(all, (a) => a.deadUnits)}`);
    return parts.length === 0 ? [] : [`The ${network === 'conv' ? 'convolutional' : 'residual'} network at a density of 0.05, % of kept weights on paths and % of the outputs of hidden layers (channels, units) that no path leads to: ${parts.join('; ')}.`];
  });
}

/** What can be told of the masks without training. */
export function checksFigure(name: string, caption: readonly string[], confidence: number, cases: readonly PhewRows[]): StudyFigure {
  const panel = (title: string, y: ChartPanel['y'], value: (a: PhewAttempt) => number): ChartPanel => panelOf(cases, confidence, title, y, value);
  const panels = [
    panel('Kept weights on paths', { title: 'share of kept weights', domain: [0, 1] }, (a) => a.onPaths / a.kept),
    panel('Width of layer 1', { title: 'units of 300', domain: [0, 300] }, (a) => a.widths[0]),
    panel('Width of layer 2', { title: 'units of 100', domain: [0, 100] }, (a) => a.widths[1]),
    panel('Dead hidden units', { title: 'share of 400', domain: [0, 1] }, (a) => a.deadUnits),
    panel('Trace of the path kernel', { title: 'trace', log: true }, (a) => a.trace),
    panel('Gradient before training', { title: 'norm', log: true }, (a) => a.gradientNorm),
  ];
  return { name, spec: chartSpec({ title: 'LeNet-300-100 pruned, before training', caption: [...caption, "Means (of the last two panels geometric) over attempts with Student's intervals; the trace is over all paths of kept weights and the weights on them of the squared product of the others.", ...elsewhere(cases, confidence)], columns: 2, panels }) };
}
