import { captionOf, type Batch, type CaseRows, type Study } from '../../src/study/study.js';
import type { Interval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartAxis, type ChartPoint, type ChartSeries } from '../../src/plot/index.js';
import type { Question } from '../../src/theorem/index.js';
import { certifiedErrors } from '../networks/certified-errors.js';
import { diamondCovers, diamondTimes } from '../networks/diamond-times.js';
import { nameOf, ORIGINS } from '../networks/names.js';
import { boundAt, boundsAt, diamondFloor, ownTolerance, theoremNamed } from '../networks/shares.js';
import { uniformTarget } from '../networks/targets.js';
import { finiteOrNull, shown, shownInterval, sortedTimes, tallied, timeQuantile, type TimesOfAttempts } from '../networks/time-quantile.js';

/** What an attempt tests: every weight of one target, every target that there is, or the certified error of one target. */
export type Claim = 'target' | 'every' | 'network';

/** The shape of the target; epsilon is null where one attempt tells the times of all EPSILONS. */
export type BoundCase = { readonly claim: Claim; readonly d: number; readonly l: number; readonly epsilon: number | null };

export const EPSILONS: readonly number[] = [0.3, 0.1, 0.03, 0.01, 0.003, 0.001];
const DELTAS = [0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.01];
const BASE: Question = { d: 4, l: 2, epsilon: 0.1, delta: 0.1 };
const PENSIA = 'pensia2020.theorem1', COUNTING = 'pensia2020.theorem2';

/** Widths at which the certified error is looked at: the closest subset of at most 60 candidates. */
export const WIDTHS: readonly number[] = Array.from({ length: 13 }, (_, k) => 8 + 4 * k);
/** Units per input drawn at most, above all but a share of 1e-9 of what is asked here. */
const MOST = 400;

const shapes = (claim: Claim, ds: readonly number[], ls: readonly number[], epsilons: readonly (number | null)[]): BoundCase[] => {
  const base = claim === 'network' ? null : BASE.epsilon;
  const all = [...ds.map((d) => ({ claim, d, l: BASE.l, epsilon: base })), ...ls.map((l) => ({ claim, d: BASE.d, l, epsilon: base })), ...epsilons.map((epsilon) => ({ claim, d: BASE.d, l: BASE.l, epsilon }))];
  return all.filter((c, k) => all.findIndex((b) => b.d === c.d && b.l === c.l && b.epsilon === c.epsilon) === k);
};

const isBase = ({ d, l, epsilon }: BoundCase): boolean => d === BASE.d && l === BASE.l && (epsilon === null || epsilon === BASE.epsilon);

const cost = ({ d, l, epsilon }: BoundCase): number => d * d * l * d * l * (BASE.epsilon / (epsilon ?? BASE.epsilon));

/** Times of a batch: [n] of one target; [at least, at most] of every target; for each of EPSILONS, the first of WIDTHS that is certified. */
export async function boundTimes({ case: { claim, d, l, epsilon }, seed, from, to }: Batch<BoundCase>): Promise<TimesOfAttempts> {
  const theorem = theoremNamed(PENSIA), target = uniformTarget(d, l), times: (number | null)[][] = [];
  for (let attempt = from; attempt < to; attempt++) {
    if (claim === 'network') {
      const errors = await certifiedErrors(theorem, target, WIDTHS, { seed, attempt });
      times.push(EPSILONS.map((e) => WIDTHS.find((_, k) => errors[k] <= e) ?? null));
      continue;
    }
    const asked = { target, tolerance: ownTolerance(theorem, { d, l, epsilon: epsilon! }), most: MOST, seed, attempt, signed: true };
    const { lower, upper } = claim === 'every' ? diamondCovers(asked) : { lower: diamondTimes(asked).hit, upper: null };
    times.push((claim === 'every' ? [lower, upper!] : [lower]).map(finiteOrNull));
  }
  return tallied(times);
}

type Cases = readonly CaseRows<BoundCase, TimesOfAttempts>[];

/** The width that sufficed in a case, in units per input, at a question; null where the case was not run. */
function sufficed(cases: Cases, claim: Claim, { d, l, epsilon, delta }: Question): Interval | null {
  const found = cases.find(({ case: c }) => c.claim === claim && c.d === d && c.l === l && (c.epsilon === null || c.epsilon === epsilon));
  if (!found) return null;
  if (claim === 'network' && !EPSILONS.includes(epsilon)) return null;
  const [low, high] = claim === 'every' ? [0, 1] : claim === 'network' ? [EPSILONS.indexOf(epsilon), EPSILONS.indexOf(epsilon)] : [0, 0];
  return timeQuantile(sortedTimes(found, low), sortedTimes(found, high), delta, study.confidence);
}

/** Both layers of a square diamond: 2 n source weights for each target weight. */
const weightsPer = (n: number): number | null => finiteOrNull(2 * n);
const pointOf = (x: number, n: Interval | null): ChartPoint[] => (n === null || n.estimate === Infinity ? [] : [{ x, y: weightsPer(n.estimate), low: weightsPer(n.lower), high: weightsPer(n.upper) }]);

const MEASURED: Readonly<Record<Claim, string>> = { target: 'measured: one target', every: 'measured: every target', network: 'measured: certified error' };

interface Panel {
  readonly over: keyof Question;
  readonly x: ChartAxis;
  readonly at: readonly number[];
}

const geometric = (from: number, to: number, count: number): number[] => Array.from({ length: count }, (_, k) => from * Math.exp((k / (count - 1)) * Math.log(to / from)));

const panels: readonly Panel[] = [
  { over: 'd', x: { title: 'd (width of the target)', log: true, base: 2 }, at: [2, 3, 4, 6, 8, 12, 16, 24, 32] },
  { over: 'l', x: { title: 'l (depth of the target)' }, at: [1, 2, 3, 4, 5, 6] },
  { over: 'epsilon', x: { title: 'epsilon (network error)', log: true, reverse: true }, at: geometric(0.3, 0.001, 12) },
  { over: 'delta', x: { title: 'delta (failure probability)', log: true, reverse: true }, at: geometric(0.5, 0.01, 8) },
];

function panelOf({ over, x, at }: Panel, cases: Cases, ids: readonly string[]) {
  const asked = (v: number): Question => ({ ...BASE, [over]: v }), measuredAt = over === 'epsilon' ? EPSILONS : over === 'delta' ? DELTAS : at;
  const measured = (['target', 'every', 'network'] as const).map((claim): ChartSeries => ({ label: MEASURED[claim], kind: 'measured', points: measuredAt.flatMap((v) => pointOf(v, sufficed(cases, claim, asked(v)))) }));
  const bounds = boundsAt(BASE).filter(({ id }) => ids.includes(id)).map(({ id, kind, origin }): ChartSeries => ({
    label: kind === 'sufficient' ? `${nameOf(id)}, ${origin}` : `necessary: ${nameOf(id)}`, kind: kind === 'sufficient' ? 'bound' : 'necessary',
    points: at.flatMap((v) => {
      const { weights } = boundAt(id, asked(v));
      return weights !== null && weights > 0 ? [{ x: v, y: weights }] : [];
    }),
  }));
  const floor: ChartSeries = { label: 'necessary: range, bits', kind: 'necessary', points: at.map((v) => ({ x: v, y: 2 * diamondFloor(ownTolerance(theoremNamed(PENSIA), asked(v)), asked(v).delta) })) };
  // What has the same value is written once: epsilon = delta = 0.1.
  const rest = (Object.keys(BASE) as (keyof Question)[]).filter((k) => k !== over), values = [...new Set(rest.map((k) => BASE[k]))];
  const others = values.map((v) => [...rest.filter((k) => BASE[k] === v), v].join(' = ')).join(', ');
  return { title: others, x, y: { title: 'source weights per weight', log: true }, series: [...measured, ...bounds, floor].filter((s) => s.points.length > 0) };
}

const TITLE = 'Width that is proved to suffice, and width that sufficed';

/** Pensia's bound over the measured n, with the interval that the measured one gives; and what was measured. */
function ratioAt(cases: Cases, claim: Claim, question: Question): { readonly n: Interval; readonly ratio: Interval } | null {
  const n = sufficed(cases, claim, question), bound = boundAt(PENSIA, question).n!;
  return n === null || n.estimate === Infinity ? null : { n, ratio: { estimate: bound / n.estimate, lower: n.upper === Infinity ? 0 : bound / n.upper, upper: bound / n.lower } };
}

/** Bound against width: 2 minutes on two free cores. */
const study: Study<BoundCase, TimesOfAttempts> = {
  name: 'bound-against-width',
  question: 'How far is the width that a theorem proves sufficient from the width that suffices?',
  tested:
    'An attempt draws one source (the diamond of Pensia et al. (2020)) and finds the least n at which every weight of a target, or of every target in [-1, 1], is within the tolerance of the theorem\'s own shares, or at which the certified error on the unit ball is best so far at most epsilon (n in steps of 4); ' +
    'points are (1 - delta)-quantiles with distribution-free intervals. Cases share the draws of an attempt. Source weights are told per target weight. Necessary for every target: that sums of one sign reach 1, and log2(1/tolerance) bits (foundations.floor); counting is of one layer, shared out over all l.',
  confidence: 0.95,
  seed: 2006,
  minutes: 3.5,
  cases: [
    ...shapes('target', [2, 4, 8, 16, 32], [1, 2, 3, 4, 6], EPSILONS),
    ...shapes('every', [2, 4, 8, 16], [1, 2, 3, 4, 6], EPSILONS.slice(0, 4)),
    ...shapes('network', [2, 4, 8], [1, 2, 3], []),
  ],
  attempts: (c) => (c.claim === 'target' ? (isBase(c) ? 6000 : c.d > 8 ? 500 : 2000) : c.claim === 'every' ? (isBase(c) ? 500 : c.d > 8 ? 60 : 150) : isBase(c) ? 160 : 60),
  batch: (c) => Math.max(1, c.claim === 'target' ? Math.min(1000, Math.floor(40000 / (c.d * c.d * c.l))) : c.claim === 'every' ? Math.min(50, Math.floor(12800 / cost(c))) : 10),
  work: { url: import.meta.url, name: 'boundTimes' },
  figures: (cases) => {
    const caption = captionOf(study, cases), every = boundsAt(BASE).map((b) => b.id);
    const figure = (name: string, title: string, ids: readonly string[]) => ({ name, spec: chartSpec({ title, caption: ids.length > 2 ? [...caption, ORIGINS] : caption, columns: 2, panels: panels.map((p) => panelOf(p, cases, ids)) }) });
    return [
      figure('bound-against-width', TITLE, [PENSIA, COUNTING]),
      figure('bound-against-width-all', 'Width by the bound of every theorem, and width that sufficed', every),
    ];
  },
  finding: (cases) => {
    const target = ratioAt(cases, 'target', BASE), every = ratioAt(cases, 'every', BASE), bound = boundAt(PENSIA, BASE).n!, counting = boundAt(COUNTING, BASE).weights!;
    if (!every || !target) return 'What suffices at the base of the panels is beyond what was drawn, or not measured: open.';
    const over = (claim: Claim): string => {
      const ratios = cases.flatMap(({ case: c }) => (c.claim === claim ? (ratioAt(cases, claim, { ...BASE, d: c.d, l: c.l, epsilon: c.epsilon! })?.ratio ?? []) : []));
      return `${shown(Math.min(...ratios.map((r) => r.lower)))} to ${shown(Math.max(...ratios.map((r) => r.upper)))}`;
    };
    const gap = (2 * every.n.lower) / counting;
    return (
      `At d = ${BASE.d}, l = ${BASE.l}, epsilon = ${BASE.epsilon}, delta = ${BASE.delta}, ${bound} units per input are proved to serve every target (Pensia, Theorem 1, constants proved here) and ${shownInterval(every.n)} did, ${shownInterval(every.ratio)} times fewer; over all shapes and errors the factor lies within ${over('every')} (each interval by itself). ` +
      `One given target was served by ${shownInterval(target.n)} units (factor ${shownInterval(target.ratio)}), while counting shows only ${shown(counting)} source weights per target weight of any source to be necessary, ${gap > 1 ? `at least ${shown(gap)} times fewer than the ${shown(2 * every.n.estimate)} that sufficed: the gap below is open` : 'which is what sufficed'}.`
    );
  },
};

export default study;
