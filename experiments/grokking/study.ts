import { meanInterval, quantileInterval, type Interval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPanel, type ChartSeries } from '../../src/plot/index.js';
import { captionOf, defineStudy, type Batch, type CaseRows } from '../../src/study/index.js';
import { computedBy, studyBackend } from '../mnist.js';
import { evaluationSteps, grokkingRun, MAIN, type GrokkingCase, type GrokkingRun } from './run.js';

/** Attempts of a case: a run each. */
export async function grok({ case: c, seed, from, to }: Batch<GrokkingCase>): Promise<GrokkingRun[]> {
  await studyBackend();
  return Array.from({ length: to - from }, (_, k) => grokkingRun(c, seed + from + k));
}

/** How many times later validation is to be at 99 %. */
const LATER = 10;
/** Without decay. */
const WITHOUT: typeof MAIN = { transformer: { ...MAIN.transformer, decay: 0 }, mlp: { ...MAIN.mlp, decay: 0 } };
/** An operation that does not generalise at this size. */
const EDGE = 'x^3+xy^2+y';

type Rows = CaseRows<GrokkingCase, GrokkingRun[]>;
const runsOf = ({ rows }: Rows): GrokkingRun[] => rows.flatMap((r) => r.result);
const isOf = (a: GrokkingCase, b: GrokkingCase): boolean => (Object.keys(b) as (keyof GrokkingCase)[]).every((name) => a[name] === b[name]);
const find = (cases: readonly Rows[], c: GrokkingCase): Rows | undefined => cases.find((r) => r.attempts > 0 && isOf(r.case, c));

/** How many times later a run's validation is first at 99 % than its training; Infinity where it was not within the steps, 0 where training was not either: no delay is seen. */
const ratioOf = ({ train99, validation99 }: GrokkingRun): number => (train99 === null ? 0 : (validation99 ?? Infinity) / train99);

/** That ratio over runs: the geometric mean with Student's interval; where training or validation was not there in some runs, the median with the interval of order statistics. Null: too few runs. */
function delayOf(rows: Rows): { readonly ratio: Interval | null; readonly censored: number; readonly runs: number } {
  const ratios = runsOf(rows).map(ratioOf).sort((a, b) => a - b), runs = ratios.length, censored = ratios.filter((r) => r === Infinity || r === 0).length;
  if (runs < 3) return { ratio: null, censored, runs };
  if (censored > 0) return { ratio: { ...quantileInterval(ratios, 0.5, study.confidence), estimate: medianOf(ratios) }, censored, runs };
  const { estimate, lower, upper } = meanInterval(ratios.map(Math.log), study.confidence);
  return { ratio: { estimate: Math.exp(estimate), lower: Math.exp(lower), upper: Math.exp(upper) }, censored, runs };
}

/** The middle value, or the mean of the two in the middle. */
function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b), half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
}

const verdictOf = (ratio: Interval | null): string => (ratio === null ? 'open' : ratio.lower >= LATER ? 'holds' : ratio.upper < LATER ? 'fails' : 'open');

/** Accuracies of all runs of a case over steps: the mean, in a band from the lowest to the highest; a run that has ended stays where it ended. */
function curves(rows: Rows, name: string): ChartSeries[] {
  const runs = runsOf(rows), last = Math.max(...runs.map(({ curve }) => curve[curve.length - 1][0])), steps = evaluationSteps(rows.case.steps).filter((s) => s <= last);
  const at = ({ curve }: GrokkingRun, step: number, k: 1 | 2): number => [...curve].reverse().find(([s]) => s <= step)![k];
  return ([['training', 1], ['validation', 2]] as const).map(([what, k]): ChartSeries => ({
    label: `${what}${name}`, kind: 'band',
    points: steps.map((step) => {
      const all = runs.map((r) => at(r, step, k));
      return { x: step, y: all.reduce((a, b) => a + b, 0) / all.length, low: Math.min(...all), high: Math.max(...all) };
    }),
  }));
}

const STEPS = { title: 'steps', log: true }, ACCURACY = { title: 'accuracy', domain: [0, 1] as const };

/** Steps to 99 % by share: medians, from the least to the most; runs that were not there count as beyond the last step. */
function byShare(cases: readonly Rows[]): ChartSeries[] {
  const rows = cases.filter(({ case: c }) => c.network === 'mlp' && c.operation === MAIN.mlp.operation && c.decay === MAIN.mlp.decay).sort((a, b) => a.case.share - b.case.share);
  return (['train99', 'validation99'] as const).map((what): ChartSeries => ({
    label: what === 'train99' ? 'training' : 'validation', kind: 'measured',
    points: rows.map((r) => {
      const all = runsOf(r).map((run) => run[what] ?? Infinity).sort((a, b) => a - b), median = medianOf(all), most = all[all.length - 1];
      return { x: r.case.share, y: Number.isFinite(median) ? median : null, low: Number.isFinite(median) ? all[0] : null, high: Number.isFinite(most) ? most : Number.isFinite(median) ? r.case.steps : null };
    }),
  }));
}

const percent = (x: number): string => `${(100 * x).toFixed(0)} %`;
const shown = (x: number): string => (x < 100 ? x.toPrecision(3) : Math.round(x).toLocaleString('en-US'));

const study = defineStudy<GrokkingCase, GrokkingRun[]>({
  name: 'grokking',
  question: 'How much later than the equations that a network is trained on does it know the others, and what does that delay depend on?',
  tested:
    'An attempt trains on a random share of all equations x op y = c modulo 31 (Power et al. 2021) and is evaluated on all of them: a decoder-only transformer (1 block, width 64, 4 heads; rate 1e-3) that reads x op y =, or a ReLU network 62-128-31 without biases on one-hot x and y (rate 3e-3); AdamW with betas 0.9 and 0.98, the decay of all parameters. A run ends when validation is first at 99 %, or at its last step; accuracies are looked at every 8 % of the steps done.',
  confidence: 0.95,
  seed: 2021,
  minutes: 35,
  computedBy,
  cases: [
    MAIN.mlp,
    ...[0.4, 0.5, 0.7, 0.8, 0.9].map((share) => ({ ...MAIN.mlp, share })),
    WITHOUT.mlp,
    { ...MAIN.mlp, operation: EDGE },
    MAIN.transformer,
    WITHOUT.transformer,
  ],
  attempts: (c) => (isOf(c, MAIN.mlp) || isOf(c, MAIN.transformer) ? 6 : 3),
  batch: () => 1,
  work: { url: import.meta.url, name: 'grok' },
  figures(cases) {
    const panels: ChartPanel[] = (['transformer', 'mlp'] as const).flatMap((network): ChartPanel[] => {
      const main = find(cases, MAIN[network]), without = find(cases, WITHOUT[network]);
      return main ? [{ title: network === 'mlp' ? 'ReLU network' : 'Transformer', x: STEPS, y: ACCURACY, series: [...curves(main, ''), ...(without ? [curves(without, ', decay 0')[1]] : [])] }] : [];
    });
    const other = find(cases, { ...MAIN.mlp, operation: EDGE });
    if (other) panels.push({ title: 'ReLU network, x^3 + xy^2 + y', x: STEPS, y: ACCURACY, series: curves(other, '') });
    panels.push({ title: 'ReLU network: steps to 99 %', x: { title: 'share of equations trained on' }, y: { title: 'steps to 99 %', log: true }, series: byShare(cases) });
    return [{ name: this.name, spec: chartSpec({ title: 'Grokking: validation long after training', caption: [...captionOf(this, cases), `x + y, decay 1, ${100 * MAIN.transformer.share} % (transformer) or ${100 * MAIN.mlp.share} % (ReLU network) of the equations where nothing else is said. Bands from the lowest to the highest run.`], columns: 2, panels }) }];
  },
  finding(cases) {
    const main = (['transformer', 'mlp'] as const).flatMap((network) => {
      const rows = find(cases, MAIN[network]);
      return rows ? [{ name: network === 'mlp' ? 'The ReLU network' : 'The transformer', rows, ...delayOf(rows) }] : [];
    });
    if (main.length === 0) return 'No main setting is measured yet: open.';
    const told = main.map(({ name, rows, ratio, censored, runs }) => {
      const steps = (what: 'train99' | 'validation99'): string => shown(medianOf(runsOf(rows).map((r) => r[what] ?? Infinity)));
      return `${name}, ${shown(100 * rows.case.share)} % of the equations, is first at 99 % on validation ${ratio ? `${shown(ratio.estimate)} [${shown(ratio.lower)}, ${ratio.upper === Infinity ? 'beyond the last step' : shown(ratio.upper)}]` : 'an unknown number of'} times later than on training (${censored > 0 ? 'median' : 'geometric mean'} of ${runs} runs${censored > 0 ? `, in ${censored} not within ${shown(rows.case.steps)} steps` : ''}; medians: steps ${steps('train99')} and ${steps('validation99')}): at least ${LATER} times ${verdictOf(ratio)}.`;
    });
    const reached = (rows: Rows | undefined, what: string): string[] => (rows ? [`${what} in ${runsOf(rows).filter((r) => r.validation99 !== null).length} of ${rows.attempts} runs, best ${percent(Math.max(...runsOf(rows).flatMap(({ curve }) => curve.map(([, , v]) => v))))}`] : []);
    const contrast = [
      ...reached(find(cases, WITHOUT.transformer), `without decay the transformer is there`),
      ...reached(find(cases, WITHOUT.mlp), `the ReLU network`),
      ...reached(find(cases, { ...MAIN.mlp, operation: EDGE }), `on ${EDGE}, with decay, the ReLU network`),
    ];
    const shared = cases.filter(({ case: c, attempts }) => attempts > 0 && isOf(c, { ...MAIN.mlp, share: c.share })).sort((a, b) => a.case.share - b.case.share), shares = shared.map((rows) => {
      const all = runsOf(rows), ratio = medianOf(all.map(ratioOf));
      return `${rows.case.share}: ${Number.isFinite(ratio) ? shown(ratio) : `more than ${shown(Math.min(...all.map((r) => rows.case.steps / (r.train99 ?? rows.case.steps))))}`}`;
    });
    return `${told.join(' ')} By share of the equations the ReLU network's median ratio is ${shares.join(', ')} (of ${Math.min(...shared.map((r) => r.attempts))} to ${Math.max(...shared.map((r) => r.attempts))} runs).${contrast.length > 0 ? ` Within ${shown(WITHOUT.mlp.steps)} steps, ${contrast.join('; ')}.` : ''}`;
  },
});

export default study;
