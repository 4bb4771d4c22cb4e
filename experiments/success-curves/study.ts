import { binomialInterval, distributionBand } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPanel, type ChartSeries, type ChartStack } from '../../src/plot/index.js';
import { captionOf, type Batch, type CaseRows, type Study } from '../../src/study/study.js';
import { diamondTimes } from '../networks/diamond-times.js';
import { nameOf, ORIGINS } from '../networks/names.js';
import { boundAt, ownTolerance, theoremNamed } from '../networks/shares.js';
import { sufficientWidth } from '../networks/sufficient-width.js';
import { uniformTarget } from '../networks/targets.js';
import { finiteOrNull, shown, sortedTimes, tallied, timeQuantile, timesOf, type TimesOfAttempts } from '../networks/time-quantile.js';

/** A theorem on one target, at a network error and the failure probability that the bound is asked for. */
export type CurveCase = { readonly theorem: string; readonly d: number; readonly l: number; readonly epsilon: number };

const DELTA = 0.1, PENSIA = 'pensia2020.theorem1';
const isDiamond = ({ theorem }: CurveCase): boolean => theorem === PENSIA;

/** Times of a batch: of the diamond [n, n from which on the range reaches every weight], of another construction [n]. */
export async function curveTimes({ case: c, seed, from, to }: Batch<CurveCase>): Promise<TimesOfAttempts> {
  const theorem = theoremNamed(c.theorem), tolerance = ownTolerance(theorem, c), target = uniformTarget(c.d, c.l), most = Math.min(theorem.construction.most, 2 * boundAt(c.theorem, { ...c, delta: DELTA }).n!);
  const times: (number | null)[][] = [];
  for (let attempt = from; attempt < to; attempt++) {
    if (isDiamond(c)) {
      const { hit, range } = diamondTimes({ target, tolerance, most, seed, attempt, signed: true });
      times.push([hit, range].map(finiteOrNull));
    } else {
      const { n } = await sufficientWidth({ theorem, target, tolerance, most, seed, attempt });
      times.push([n]);
    }
  }
  return tallied(times);
}

type Rows = CaseRows<CurveCase, TimesOfAttempts>;

const percent = (p: number): string => `${Math.round(100 * p)} %`;
const boundOf = (c: CurveCase): number => boundAt(c.theorem, { ...c, delta: DELTA }).n!;
const quantileOf = (rows: Rows) => timeQuantile(sortedTimes(rows), sortedTimes(rows), DELTA, study.confidence);
const originOf = (c: CurveCase): string => theoremNamed(c.theorem).origin;
/** In a panel's title: what differs from a d of 4 and an epsilon of 0.1. */
const shapeShort = ({ d, epsilon }: CurveCase): string => `${d === 4 ? '' : `, d = ${d}`}${epsilon === 0.1 ? '' : `, epsilon = ${epsilon}`}`;

/** The success curve with its simultaneous band, the bound as a vertical line, the quantile as a point. */
function curvePanel(rows: Rows): ChartPanel {
  const c = rows.case, band = distributionBand(sortedTimes(rows), 1 - study.confidence), bound = boundOf(c), n = quantileOf(rows);
  const curve: ChartSeries = { label: 'success', kind: 'steps', points: band.map(({ x, estimate, lower, upper }) => ({ x, y: estimate, low: lower, high: upper })) };
  const series: ChartSeries[] = [curve, { label: `n of the bound, ${originOf(c)}`, kind: 'bound', color: 'bound', points: [{ x: bound, y: 0 }, { x: bound, y: 1 }] }];
  if (n.estimate < Infinity) series.push({ label: `measured n at delta = ${DELTA}`, kind: 'points', points: [{ x: n.estimate, y: 1 - DELTA }] });
  return {
    title: `${nameOf(c.theorem)}${shapeShort(c)}`,
    x: { title: c.theorem.startsWith('malach') ? 'n (units per weight)' : 'n (units per input)', log: true, base: bound > 200 * band[0]?.x ? 10 : 2 }, y: { title: 'P(all weights served)', domain: [0, 1] }, series,
  };
}

/** Shares of the attempts at some n: served; missed for want of range, of resolution; given up. */
function stacksOf(rows: Rows): ChartStack[] {
  const times = timesOf(rows), all = sortedTimes(rows), at = (q: number): number => all[Math.floor(q * (all.length - 1))];
  const ns = [...new Set([0.02, 0.25, 0.5, 0.75, 0.9, 0.98].map(at))].filter((n) => n < Infinity);
  return ns.map((n) => {
    const share = (met: (hit: number, range: number) => boolean): number => times.filter(([hit, range]) => met(hit, range)).length / times.length;
    return { x: String(n), shares: { served: share((hit) => hit <= n), 'out of range': share((_, range) => range > n), 'too coarse': share((hit, range) => hit > n && range <= n) } };
  });
}

const panelsOf = (cases: readonly Rows[]): ChartPanel[] => cases.map(curvePanel);
const stackPanels = (cases: readonly Rows[]): ChartPanel[] =>
  cases.filter(({ case: c }) => isDiamond(c)).map((rows) => ({ title: `d = ${rows.case.d}, epsilon = ${rows.case.epsilon}`, x: { title: 'n (units per input)' }, y: { title: 'share of attempts', domain: [0, 1] }, stacks: stacksOf(rows) }));

/** Success curves: 1 minute on two free cores. */
const study: Study<CurveCase, TimesOfAttempts> = {
  name: 'success-curves',
  question: 'With what probability does a source of n units serve a network, and where on that curve does the proved n lie?',
  tested:
    "An attempt draws one source and finds the least n at which every weight of a uniform target (spectral norms 1) is within the tolerance of the theorem's own shares; for Orseau and fixed size the n that their greedy searches used, which may be more than the least. Curves have simultaneous DKW bands. " +
    'At an n an attempt serves every weight, or misses one that is beyond the sum of all candidates of its sign (out of range), or only such as lie between subset sums (too coarse).',
  confidence: 0.95,
  seed: 1956,
  minutes: 1,
  cases: [
    { theorem: PENSIA, d: 4, l: 2, epsilon: 0.1 },
    { theorem: PENSIA, d: 16, l: 2, epsilon: 0.1 },
    { theorem: PENSIA, d: 4, l: 2, epsilon: 0.001 },
    { theorem: 'malach2020.theorem2.1', d: 4, l: 1, epsilon: 0.5 },
    { theorem: 'malach2020.nearest-pair', d: 4, l: 2, epsilon: 0.1 },
    { theorem: 'orseau2020.weight', d: 4, l: 2, epsilon: 0.1 },
    { theorem: 'natale2024.fixed-size', d: 4, l: 2, epsilon: 0.1 },
    { theorem: 'diffenderfer2021.theorem', d: 4, l: 2, epsilon: 0.1 },
    { theorem: 'sreenivasan2022.theorem', d: 4, l: 2, epsilon: 0.1 },
  ],
  attempts: (c) => (isDiamond(c) ? (c.d > 4 ? 2000 : 4000) : 200),
  batch: (c) => (isDiamond(c) ? (c.d > 4 ? 200 : 1000) : c.theorem === 'malach2020.theorem2.1' ? 20 : 25),
  work: { url: import.meta.url, name: 'curveTimes' },
  figures: (cases) => {
    const caption = captionOf(study, cases), regimes = cases.filter(({ case: c }) => isDiamond(c));
    return [
      { name: 'success-curves', spec: chartSpec({ title: 'Success of a random source over its width, and the width of the bound', caption: [...caption, `d = 4, l = 2, epsilon = 0.1 where a title says nothing else, for Malach l = 1. Pensia's bound is of every target at once, the others of one given. ${ORIGINS}`], columns: 2, panels: panelsOf(cases) }) },
      ...(regimes.length === 0 ? [] : [{ name: 'success-curves-regimes', spec: chartSpec({ title: 'Why a diamond of n units per input fails: range or resolution', caption: captionOf(study, regimes), columns: 2, panels: stackPanels(cases) }) }]),
    ];
  },
  finding: (cases) => {
    const ratios = cases.flatMap((rows) => {
      const n = quantileOf(rows), bound = boundOf(rows.case);
      return n.estimate < Infinity ? [{ c: rows.case, n, bound, least: bound / n.upper, most: bound / n.lower, ratio: bound / n.estimate }] : [];
    });
    if (ratios.length === 0) return 'No quantile is known yet: open.';
    const below = ratios.filter((r) => r.least > 1).length, above = ratios.filter((r) => r.most < 1).length, others = cases.length - below - above;
    const by = [...ratios].sort((a, b) => a.ratio - b.ratio), told = ({ c, ratio, least, most }: (typeof ratios)[number]): string => `${shown(ratio)} [${shown(least)}, ${shown(most)}] (${nameOf(c.theorem)})`;
    const regimes = cases.filter(({ case: c }) => isDiamond(c)).map((rows) => {
      const times = timesOf(rows), ranged = times.filter(([hit, range]) => range < Infinity && range === hit).length, { estimate, lower, upper } = binomialInterval(ranged, times.length, study.confidence);
      return `${percent(estimate)} [${percent(lower)}, ${percent(upper)}] at d = ${rows.case.d}, epsilon = ${rows.case.epsilon}`;
    });
    return (
      `The n that serves a uniform target with probability ${1 - DELTA} lies below the n of the bound in ${below} of ${cases.length} theorems and shapes${above > 0 ? ` and above it in ${above}` : ''}${others > 0 ? ` (open in ${others})` : ''}, by a factor from ${told(by[0])} to ${told(by[by.length - 1])}. ` +
      (regimes.length === 0 ? 'Which regime decides is open.' : `In the diamond what is served last waits for range, not for resolution, in ${regimes.join(', ')} of the attempts.`)
    );
  },
};

export default study;
