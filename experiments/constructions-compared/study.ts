import { compareCurves, quantileFit, type Interval, type QuantileCell } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartAxis, type ChartPanel, type ChartPoint, type ChartSeries } from '../../src/plot/index.js';
import { captionOf, type Batch, type CaseRows, type Study } from '../../src/study/study.js';
import { nameOf, ORIGINS } from '../networks/names.js';
import { boundAt, ownTolerance, theoremNamed, weightsAt } from '../networks/shares.js';
import { sufficientWidth } from '../networks/sufficient-width.js';
import { uniformTarget } from '../networks/targets.js';
import { finiteOrNull, shownInterval, sortedTimes, tallied, timeQuantile, type Times, type TimesOfAttempts } from '../networks/time-quantile.js';

/** A theorem's construction on the uniform target of a shape, at a network error. */
export type ConstructionCase = { readonly theorem: string; readonly d: number; readonly l: number; readonly epsilon: number };

const DELTA = 0.1, PENSIA = 'pensia2020.theorem1', MALACH = 'malach2020.theorem2.1';

/** What is compared. */
const IDS: readonly string[] = [MALACH, 'malach2020.nearest-pair', 'orseau2020.weight', PENSIA, 'natale2024.fixed-size', 'diffenderfer2021.theorem', 'sreenivasan2022.theorem'];

type Variable = 'd' | 'l' | 'epsilon';

/** The shape whose other variables are held while one is moved. */
const BASE: Readonly<Record<Variable, { readonly d: number; readonly l: number; readonly epsilon: number }>> = {
  d: { d: 0, l: 1, epsilon: 0.5 }, l: { d: 2, l: 0, epsilon: 0.5 }, epsilon: { d: 2, l: 1, epsilon: 0 },
};
const VALUES: Readonly<Record<Variable, readonly number[]>> = { d: [2, 3, 4, 6, 8, 12], l: [1, 2, 3, 4, 6], epsilon: [0.5, 0.2, 0.1, 0.05, 0.02, 0.01] };

/** Malach's pools grow with the third power of d and the second of 1/epsilon. */
const affordable = ({ theorem, d, epsilon }: ConstructionCase): boolean => theorem !== MALACH || (d <= 6 && epsilon >= 0.05);

const shapes = (theorem: string): ConstructionCase[] => {
  const all = (Object.keys(BASE) as Variable[]).flatMap((v) => VALUES[v].map((x) => ({ theorem, ...BASE[v], [v]: x })));
  return all.filter((c, k) => affordable(c) && all.findIndex((b) => b.d === c.d && b.l === c.l && b.epsilon === c.epsilon) === k);
};

/** Times of a batch: [n, kept source weights]. */
export async function constructionTimes({ case: c, seed, from, to }: Batch<ConstructionCase>): Promise<TimesOfAttempts> {
  const theorem = theoremNamed(c.theorem), target = uniformTarget(c.d, c.l), tolerance = ownTolerance(theorem, c), bound = boundAt(c.theorem, { ...c, delta: DELTA }).n!;
  const times: Times[] = [];
  for (let attempt = from; attempt < to; attempt++) {
    const { n, kept } = await sufficientWidth({ theorem, target, tolerance, most: Math.min(theorem.construction.most, 2 * bound), seed, attempt });
    times.push([n, kept]);
  }
  return tallied(times);
}

type Rows = CaseRows<ConstructionCase, TimesOfAttempts>;

const quantileOf = (rows: Rows): Interval => timeQuantile(sortedTimes(rows), sortedTimes(rows), DELTA, study.confidence);

/** Kept source weights per target weight: the median over attempts. */
const keptPoint = (rows: Rows): ChartPoint => {
  const kept = sortedTimes(rows, 1), { estimate, lower, upper } = timeQuantile(kept, kept, 0.5, study.confidence), { d, l } = rows.case, each = (x: number): number | null => finiteOrNull(x / (d * d * l));
  return { x: rows.case.epsilon, y: each(estimate), low: each(lower), high: each(upper) };
};

const along = (cases: readonly Rows[], theorem: string, v: Variable): Rows[] =>
  VALUES[v].flatMap((x) => cases.filter(({ case: c }) => c.theorem === theorem && c[v] === x && (Object.keys(BASE) as Variable[]).every((o) => o === v || c[o] === BASE[v][o])));

const AXES: Readonly<Record<Variable, ChartAxis>> = {
  d: { title: 'd (width of the target)', log: true, base: 2 },
  l: { title: 'l (depth of the target)', log: true, base: 2 },
  epsilon: { title: 'epsilon (network error)', log: true, reverse: true },
};

const held = (v: Variable): string => (Object.keys(BASE) as Variable[]).filter((o) => o !== v).map((o) => `${o} = ${BASE[v][o]}`).join(', ');

const weightsPoint = (rows: Rows, x: number): ChartPoint[] => {
  const { case: c } = rows, n = quantileOf(rows), weights = (at: number): number | null => (at < Infinity ? finiteOrNull(weightsAt(theoremNamed(c.theorem), at, c)) : null);
  return n.estimate === Infinity ? [] : [{ x, y: weights(n.estimate), low: weights(n.lower), high: weights(n.upper) }];
};

const measured = (cases: readonly Rows[], theorem: string, v: Variable): ChartSeries => ({ label: nameOf(theorem), kind: 'measured', points: along(cases, theorem, v).flatMap((rows) => weightsPoint(rows, rows.case[v])) });
const bounded = (cases: readonly Rows[], theorem: string, v: Variable): ChartSeries => ({
  label: `bound, ${theoremNamed(theorem).origin}`, kind: 'bound', color: 'bound', points: along(cases, theorem, v).flatMap(({ case: c }) => [{ x: c[v], y: boundAt(theorem, { ...c, delta: DELTA }).weights }]),
});
const filled = (series: readonly ChartSeries[]): ChartSeries[] => series.filter((s) => s.points.length > 0);

const WEIGHTS: ChartAxis = { title: 'source weights per weight', log: true };

function panelsOf(cases: readonly Rows[]): ChartPanel[] {
  const variables: Variable[] = ['epsilon', 'd', 'l'];
  const kept = IDS.map((id): ChartSeries => ({ label: nameOf(id), kind: 'measured', points: along(cases, id, 'epsilon').map(keptPoint) }));
  return [
    ...variables.map((v) => ({ title: held(v), x: AXES[v], y: WEIGHTS, series: filled(IDS.map((id) => measured(cases, id, v))) })),
    { title: `${held('epsilon')}: kept`, x: AXES.epsilon, y: { title: 'kept source weights per weight', log: true }, series: filled(kept) },
  ];
}

/** An exponent of n, measured and of the bound over the same points, and whether the quantiles follow a power or a logarithm. */
interface Exponent {
  readonly n: Interval;
  readonly bound: number;
  readonly curve: 'power' | 'logarithmic' | 'open';
}

/** The exponent of n in a variable (1/epsilon for epsilon), measured and over the same points of the bound; null where too few quantiles are known. */
function exponentOf(cases: readonly Rows[], theorem: string, v: Variable): Exponent | null {
  const rows = along(cases, theorem, v), x = ({ case: c }: Rows): number => (v === 'epsilon' ? 1 / c.epsilon : c[v]);
  const cells = (feature: (r: Rows) => number[]): QuantileCell[] => rows.map((r) => ({ times: sortedTimes(r), responses: [{ q: 1 - DELTA, features: feature(r) }] }));
  const fit = rows.length < 4 ? null : quantileFit({ cells: cells((r) => [1, Math.log(x(r))]), names: ['constant', 'exponent'], seed: study.seed, confidence: study.confidence, response: 'log n', resamples: 500 });
  if (!fit || fit.verdict === 'open') return null;
  const logs = rows.map((r) => [Math.log(x(r)), Math.log(boundAt(theorem, { ...r.case, delta: DELTA }).n!)]), mean = (k: number): number => logs.reduce((s, p) => s + p[k], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)], bound = logs.reduce((s, [a, b]) => s + (a - mx) * (b - my), 0) / logs.reduce((s, [a]) => s + (a - mx) * (a - mx), 0);
  const { verdict } = compareCurves({ cells: cells((r) => [x(r)]), seed: study.seed, confidence: study.confidence, resamples: 500 });
  return { n: fit.coefficients[1], bound, curve: verdict };
}

const exponentText = ({ estimate, lower, upper }: Interval, plus = 0): string => `${(estimate + plus).toFixed(2)} [${(lower + plus).toFixed(2)}, ${(upper + plus).toFixed(2)}]`;

const CURVES = { power: 'a power', logarithmic: 'a logarithm', open: 'power or logarithm open' } as const;

/** The exponents of every construction in a variable, for a caption. */
const exponentsText = (cases: readonly Rows[], v: Variable): string =>
  IDS.map((id) => { const found = exponentOf(cases, id, v); return `${nameOf(id)} ${found ? `${exponentText(found.n)} (${CURVES[found.curve]})` : 'open'}`; }).join(', ');

/** Constructions compared: 1.5 minutes on two free cores. */
const study: Study<ConstructionCase, TimesOfAttempts> = {
  name: 'constructions-compared',
  question: 'How many source weights does each construction need for the same target, and with what exponents do they grow?',
  tested:
    "An attempt draws one source and finds the least n at which every weight of a uniform target (spectral norms 1) is within the tolerance of the theorem's own shares of epsilon; for Orseau and fixed size the n that their greedy searches used, which may be more than the least. Points are 0.9-quantiles (delta = 0.1), of what is kept medians, with distribution-free intervals; cases share the draws of an attempt. Source weights are told per target weight. A target layer takes two source layers, in the ladder ceil(log2(1/tau)) + 1 for a tolerance tau.",
  confidence: 0.95,
  seed: 2001,
  minutes: 2.5,
  cases: IDS.flatMap(shapes),
  attempts: () => 60,
  batch: (c) => (c.theorem === MALACH ? 3 : c.d > 8 ? 10 : 30),
  work: { url: import.meta.url, name: 'constructionTimes' },
  figures: (cases) => {
    const caption = captionOf(study, cases);
    const each = IDS.flatMap((id): ChartPanel[] => {
      const series = filled([{ ...measured(cases, id, 'd'), label: 'measured' }, bounded(cases, id, 'd')]);
      return series.length === 0 ? [] : [{ title: nameOf(id), x: AXES.d, y: WEIGHTS, series }];
    });
    return [
      { name: 'constructions-compared', spec: chartSpec({ title: 'Source weights that sufficed, construction by construction', caption: [...caption, `n grows with 1/epsilon to the power: ${exponentsText(cases, 'epsilon')}.`, `n grows with d to the power: ${exponentsText(cases, 'd')}.`], columns: 2, panels: panelsOf(cases) }) },
      { name: 'constructions-compared-bounds', spec: chartSpec({ title: `Source weights that sufficed, and of the bound: ${held('d')}`, caption: [...caption, `Pensia's bound is of every target at once, the others of one given. ${ORIGINS}`], columns: 2, panels: each }) },
    ];
  },
  finding: (cases) => {
    const malach = { d: exponentOf(cases, MALACH, 'd'), l: exponentOf(cases, MALACH, 'l') }, pensia = exponentOf(cases, PENSIA, 'd'), errors = exponentOf(cases, PENSIA, 'epsilon');
    if (!malach.d || !malach.l || !pensia) return 'Too few quantiles are known to fit exponents: open.';
    const sizes = IDS.flatMap((id) => {
      const rows = along(cases, id, 'epsilon').find(({ case: c }) => c.epsilon === 0.1), [point] = rows ? weightsPoint(rows, 0) : [];
      return point ? [{ id, w: { estimate: point.y!, lower: point.low ?? 0, upper: point.high ?? Infinity } }] : [];
    }).sort((a, b) => a.w.estimate - b.w.estimate), [least, most] = [sizes[0], sizes[sizes.length - 1]];
    const held = ({ lower, upper }: Interval, p: number): string => (lower <= p && p <= upper ? 'held' : 'excluded');
    // The factor of width over d is n d, n units in the private pool of each weight.
    const against = ({ n, bound }: Exponent, published: number, plus: number): string => `${exponentText(n, plus)} (published ${published}: ${held(n, published - plus)}; the bound's there, logarithm included, ${(bound + plus).toFixed(2)}: ${held(n, bound)})`;
    const excluded = [4, 2].filter((p) => pensia.n.upper < p), curve = (found: Exponent | null): string => (found === null || found.curve === 'open' ? 'open' : `decided (${CURVES[found.curve]})`);
    return (
      `Malach's factor of width grows like d^${against(malach.d, 4, 1)} and l^${against(malach.l, 2, 0)}; Pensia's like d^${exponentText(pensia.n)}, which excludes ${excluded.length > 0 ? excluded.join(' and ') : 'neither 4 nor 2'}. ` +
      `Whether Pensia's n follows a power or a logarithm is ${curve(pensia)} in d and ${curve(errors)} in epsilon` +
      (least && most ? `; at d = 2, l = 1, epsilon = 0.1, delta = ${DELTA}, for example, ${nameOf(least.id)} takes ${shownInterval(least.w)} source weights per target weight and ${nameOf(most.id)} ${shownInterval(most.w)}.` : '.')
    );
  },
};

export default study;
