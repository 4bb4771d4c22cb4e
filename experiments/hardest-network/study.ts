import { chartSpec, type ChartPanel, type ChartSeries } from '../../src/plot/index.js';
import type { Interval } from '../../src/numeric/statistics/index.js';
import { captionOf, type Batch, type CaseRows, type Study } from '../../src/study/study.js';
import { diamondTimes } from '../networks/diamond-times.js';
import { nameOf } from '../networks/names.js';
import { boundAt, ownTolerance, theoremNamed } from '../networks/shares.js';
import { sufficientWidth } from '../networks/sufficient-width.js';
import { families, familyNamed } from '../networks/targets.js';
import { finiteOrNull, shownInterval, sortedTimes, tallied, timeQuantile, type Times, type TimesOfAttempts } from '../networks/time-quantile.js';

/** A family of targets under a theorem. */
export type FamilyCase = { readonly theorem: string; readonly family: string; readonly d: number; readonly l: number; readonly epsilon: number };

const PENSIA = 'pensia2020.theorem1', MALACH = 'malach2020.theorem2.1', DELTAS = [0.5, 0.1, 0.01], DELTA = 0.1;
const SETTINGS = [{ theorem: PENSIA, d: 8, l: 2, epsilon: 0.1 }, { theorem: PENSIA, d: 8, l: 2, epsilon: 0.001 }, { theorem: MALACH, d: 4, l: 1, epsilon: 0.5 }];

/** Times of a batch: [n]. */
export async function familyTimes({ case: c, seed, from, to }: Batch<FamilyCase>): Promise<TimesOfAttempts> {
  const theorem = theoremNamed(c.theorem), target = await familyNamed(c.family).target(c.d, c.l), tolerance = ownTolerance(theorem, c), times: Times[] = [];
  const most = 2 * boundAt(c.theorem, { ...c, delta: DELTA }).n!;
  for (let attempt = from; attempt < to; attempt++) {
    const n = c.theorem === PENSIA ? finiteOrNull(diamondTimes({ target, tolerance, most, seed, attempt, signed: true }).hit) : (await sufficientWidth({ theorem, target, tolerance, most, seed, attempt })).n;
    times.push([n]);
  }
  return tallied(times);
}

type Rows = CaseRows<FamilyCase, TimesOfAttempts>;
type Setting = (typeof SETTINGS)[number];

const quantileOf = (rows: Rows, delta: number, confidence = study.confidence): Interval => timeQuantile(sortedTimes(rows), sortedTimes(rows), delta, confidence);
const inSetting = (cases: readonly Rows[], s: Setting): Rows[] => cases.filter(({ case: c }) => c.theorem === s.theorem && c.epsilon === s.epsilon);

/** Families from the hardest down, by the quantile. Their intervals hold all at once (Bonferroni): the hardest is chosen by looking at all. */
const ranked = (cases: readonly Rows[], s: Setting): { readonly family: string; readonly n: Interval }[] => {
  const own = inSetting(cases, s), confidence = 1 - (1 - study.confidence) / own.length;
  return own.map((rows) => ({ family: rows.case.family, n: quantileOf(rows, DELTA, confidence) })).sort((a, b) => b.n.estimate - a.n.estimate);
};

function panelOf(cases: readonly Rows[], s: Setting): ChartPanel {
  const own = inSetting(cases, s);
  const series = own.map((rows): ChartSeries => ({
    label: rows.case.family, kind: 'measured',
    points: DELTAS.flatMap((delta) => {
      const { estimate, lower, upper } = quantileOf(rows, delta);
      return estimate < Infinity ? [{ x: delta, y: estimate, low: finiteOrNull(lower), high: finiteOrNull(upper) }] : [];
    }),
  }));
  return {
    title: `${nameOf(s.theorem)}, epsilon = ${s.epsilon}`,
    x: { title: 'delta (failure probability)', log: true, reverse: true },
    y: { title: s.theorem === PENSIA ? 'n (units per input)' : 'n (units per weight)', log: s.theorem !== PENSIA },
    series: series.filter((x) => x.points.length > 0),
  };
}

/** The hardest network: 1 minute on two free cores. */
const study: Study<FamilyCase, TimesOfAttempts> = {
  name: 'hardest-network',
  question: 'Which target within the hypotheses needs the widest source?',
  tested:
    `An attempt draws one source and finds the least n at which every weight of a target is within the tolerance of the theorem's own shares; points are (1 - delta)-quantiles with distribution-free intervals; targets share the draws of an attempt. Targets of norm at most 1: ${families.map((f) => `${f.name} (${f.layers})`).join(', ')}. A weight of 1 is within Malach's pools, though beyond its hypothesis of small entries. ${SETTINGS.map((s) => `${nameOf(s.theorem)} at epsilon = ${s.epsilon}: d = ${s.d}, l = ${s.l}`).join('; ')}.`,
  confidence: 0.95,
  seed: 1982,
  minutes: 2,
  cases: SETTINGS.flatMap((s) => families.map(({ name }) => ({ ...s, family: name }))),
  attempts: (c) => (c.theorem === PENSIA ? 1500 : 60),
  batch: (c) => (c.theorem === PENSIA ? 250 : 10),
  work: { url: import.meta.url, name: 'familyTimes' },
  figures: (cases) => [{ name: 'hardest-network', spec: chartSpec({ title: 'Width that sufficed, family by family of targets', caption: captionOf(study, cases), columns: 2, panels: SETTINGS.map((s) => panelOf(cases, s)).filter((p) => p.series!.length > 0) }) }],
  finding: (cases) => {
    const said = SETTINGS.flatMap((s) => {
      const [first, second, ...rest] = ranked(cases, s);
      if (!second) return [];
      const least = rest[rest.length - 1] ?? second, next = [second, ...rest].reduce((a, b) => (b.n.upper > a.n.upper ? b : a)), apart = first.n.lower > next.n.upper;
      const at = `${s.theorem === PENSIA ? 'the diamond' : "Malach's pools"} at epsilon = ${s.epsilon}`, n = (f: typeof first): string => `${shownInterval(f.n)} for ${f.family}`;
      return [{ at, apart, text: apart ? `n = ${n(first)}, ${n(second)} next and ${n(least)} last` : `n = ${n(first)} is not told apart (open) from ${n(next)}` }];
    });
    if (said.length === 0) return 'No two families are measured yet: open.';
    return `The hardest of ${families.length} families at delta = ${DELTA}, with ${100 * study.confidence} % confidence in each setting as a whole: for ${said[0].at} ${said[0].text}. ${said.length > 1 ? `For ${said.slice(1).map(({ at, text }) => `${at} ${text}`).join('; for ')}.` : ''}`.trim();
  },
};

export default study;
