import { binomialLower, binomialUpper, type Interval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPanel, type ChartSeries } from '../../src/plot/index.js';
import { captionOf, type Batch, type CaseRows, type Study } from '../../src/study/study.js';
import { diamondTimes } from '../networks/diamond-times.js';
import { ownTolerance, theoremNamed } from '../networks/shares.js';
import { constantTarget } from '../networks/targets.js';
import { finiteOrNull, shown, shownInterval, sortedTimes, tallied, timeQuantile, type TimesOfAttempts } from '../networks/time-quantile.js';

/**
 * Equal weights w. `single`: one weight, one sign of its input; `column`: `problems` weights of one input, which share the first edges; `row`:
 * as many weights of inputs of their own; `network`: l layers of d x d, inputs of both signs.
 */
export type LayoutCase = { readonly layout: 'single' | 'column' | 'row' | 'network'; readonly w: number; readonly problems: number };

const D = 8, L = 2, EPSILON = 0.1, MANY = 64, MOST = 400;
/** Edges of the norm: all entries alike with signs of rank one; of an orthogonal matrix; of a permutation. */
const WEIGHTS: readonly number[] = [1 / 8, 0.3535533845424652, 1];
/** Both signs of the first layer's inputs, one sign of the others. */
const HALVES = D * (L + 1), PROBLEMS = HALVES * D;

const targetOf = ({ layout, w, problems }: LayoutCase) =>
  layout === 'network' ? constantTarget(D, D, L, w) : layout === 'column' ? constantTarget(problems, 1, 1, w) : layout === 'row' ? constantTarget(1, problems, 1, w) : constantTarget(1, 1, 1, w);

/** Times of a batch: [n]. The tolerance is that of the network for all layouts. */
export function layoutTimes({ case: c, seed, from, to }: Batch<LayoutCase>): TimesOfAttempts {
  const tolerance = ownTolerance(theoremNamed('pensia2020.theorem1'), { d: D, l: L, epsilon: EPSILON }), target = targetOf(c), times: (number | null)[][] = [];
  for (let attempt = from; attempt < to; attempt++) times.push([finiteOrNull(diamondTimes({ target, tolerance, most: MOST, seed, attempt, signed: c.layout === 'network' }).hit)]);
  return tallied(times);
}

type Rows = CaseRows<LayoutCase, TimesOfAttempts>;

/** The tail P(T > n) of a law of hitting times, with exact limits for each n. */
interface Tail {
  readonly most: number;
  at(n: number): Interval;
}

function tailOf(rows: Rows, confidence: number): Tail {
  const sorted = sortedTimes(rows), alpha = (1 - confidence) / 2;
  return {
    most: sorted.filter((t) => t < Infinity).at(-1) ?? 0,
    at(n) {
      let low = 0, high = sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sorted[middle] > n) high = middle;
        else low = middle + 1;
      }
      const beyond = sorted.length - low;
      return { estimate: beyond / sorted.length, lower: binomialLower(beyond, sorted.length, alpha), upper: binomialUpper(beyond, sorted.length, alpha) };
    },
  };
}

/** 1 - (1 - p)^k. */
const anyOf = (p: number, k: number): number => (p >= 1 ? 1 : -Math.expm1(k * Math.log1p(-p)));

/** Ways from a law of fewer problems to the network's: the law, how many of it there are, and how failures add up. */
const RULES = [
  { label: 'union bound of single weights', from: 'single', rule: (p: number) => Math.min(1, PROBLEMS * p) },
  { label: 'independent single weights', from: 'single', rule: (p: number) => anyOf(p, PROBLEMS) },
  { label: 'independent columns', from: 'column', rule: (p: number) => anyOf(p, HALVES) },
] as const;

/** The least n at which a prediction is at most delta, by the tail and by its limits; Infinity beyond what the tail shows. */
function predicted(tail: Tail, rule: (p: number) => number, delta: number): Interval {
  const least = (side: keyof Interval): number => {
    for (let n = 0; n <= MOST; n++) if (rule(tail.at(n)[side]) <= delta) return n;
    return Infinity;
  };
  return { estimate: least('estimate'), lower: least('lower'), upper: least('upper') };
}

const find = (cases: readonly Rows[], layout: LayoutCase['layout'], w: number, problems: number): Rows | undefined => cases.find(({ case: c }) => c.layout === layout && c.w === w && c.problems === problems);
const sizeOf = (from: 'single' | 'column'): number => (from === 'single' ? 1 : D);
const quantileOf = (rows: Rows, delta: number): Interval => timeQuantile(sortedTimes(rows), sortedTimes(rows), delta, study.confidence);

/** A curve of failure probabilities, down to what so many attempts can show. */
const curve = (label: string, kind: ChartSeries['kind'], tail: Tail, rule: (p: number) => number): ChartSeries => ({
  label, kind,
  points: Array.from({ length: tail.most + 1 }, (_, n) => n).flatMap((n) => {
    const { estimate, lower, upper } = tail.at(n), y = rule(estimate);
    return y > 2e-3 && y < 0.9999 ? [{ x: n, y, ...(kind === 'band' ? { low: Math.max(1e-3, rule(lower)), high: rule(upper) } : {}) }] : [];
  }),
});

const identity = (p: number): number => p;
const PROBABILITY = { title: 'P(some weight is missed)', log: true, domain: [1e-3, 1] as const };

function panelsOf(cases: readonly Rows[]): ChartPanel[] {
  const panels = WEIGHTS.map((w) => {
    const network = find(cases, 'network', w, PROBLEMS), column = find(cases, 'column', w, MANY), row = find(cases, 'row', w, MANY), tail = (rows: Rows): Tail => tailOf(rows, study.confidence);
    const laws = RULES.flatMap(({ label, from, rule }): ChartSeries[] => {
      const rows = find(cases, from, w, sizeOf(from));
      return rows ? [curve(label, label.startsWith('union') ? 'bound' : 'necessary', tail(rows), rule)] : [];
    });
    const title = `w = ${shown(w)}`, x = { title: 'n (units per input)' };
    return {
      network: network ? [{ title: `${title}: a network`, x, y: PROBABILITY, series: [curve('measured', 'band', tail(network), identity), ...laws] }] : [],
      shared: column && row ? [{ title: `${title}: ${MANY} weights`, x, y: PROBABILITY, series: [curve('own first edges', 'band', tail(row), identity), curve('shared first edges', 'band', tail(column), identity)] }] : [],
    };
  });
  return [...panels.flatMap((p) => p.network), ...panels.flatMap((p) => p.shared)];
}

/** From a block to the network: 1 minute on two free cores. */
const study: Study<LayoutCase, TimesOfAttempts> = {
  name: 'block-to-network',
  question: 'Does the law of a single weight predict the width that a whole network needs?',
  tested:
    `An attempt draws one source (the diamond of Pensia et al. (2020)) and finds the least n at which all its weights, of equal size w, are within the tolerance of a network of d = ${D}, l = ${L}, epsilon = ${EPSILON}; single weights, ${D} or ${MANY} of one input (sharing first edges) or of inputs of their own, and the network of ${PROBLEMS} problems. Bands are exact intervals, n by n; cases share the draws of an attempt.`,
  confidence: 0.95,
  seed: 1968,
  minutes: 1.5,
  cases: WEIGHTS.flatMap((w): LayoutCase[] => [
    { layout: 'single', w, problems: 1 }, { layout: 'column', w, problems: D }, { layout: 'column', w, problems: MANY }, { layout: 'row', w, problems: MANY }, { layout: 'network', w, problems: PROBLEMS },
  ]),
  attempts: ({ layout, problems }) => (layout === 'single' ? 200_000 : problems === D ? 30_000 : layout === 'network' ? 2_000 : 4_000),
  batch: ({ problems }) => Math.max(100, Math.floor(20_000 / problems)),
  work: { url: import.meta.url, name: 'layoutTimes' },
  figures: (cases) => [{ name: 'block-to-network', spec: chartSpec({ title: 'From one weight to a network: failure predicted, and measured', caption: captionOf(study, cases), columns: 2, panels: panelsOf(cases) }) }],
  finding: (cases) => {
    const cells = WEIGHTS.flatMap((w) => [0.1, 0.01].flatMap((delta) => {
      const network = find(cases, 'network', w, PROBLEMS), single = find(cases, 'single', w, 1);
      if (!network || !single) return [];
      const n = quantileOf(network, delta), union = predicted(tailOf(single, study.confidence), RULES[0].rule, delta);
      return [{ w, delta, n, union, apart: n.lower > union.upper || n.upper < union.lower }];
    }));
    const example = cells.find((c) => c.w === WEIGHTS[1] && c.delta === 0.01), apart = cells.filter((c) => c.apart).length, off = Math.max(...cells.map((c) => Math.abs(c.n.estimate - c.union.estimate)));
    const shared = WEIGHTS.flatMap((w) => {
      const column = find(cases, 'column', w, MANY), row = find(cases, 'row', w, MANY);
      return column && row ? [{ w, own: quantileOf(row, 0.1), same: quantileOf(column, 0.1) }] : [];
    });
    if (!example || shared.length === 0) return 'Not all layouts are measured yet: open.';
    const less = shared.filter((c) => c.same.upper < c.own.lower), more = shared.filter((c) => c.same.lower > c.own.upper).length, best = (less.length > 0 ? less : shared).reduce((a, b) => (b.own.estimate - b.same.estimate > a.own.estimate - a.same.estimate ? b : a));
    return (
      `The union bound of single weights predicts the n of the network of ${PROBLEMS} problems to within ${shown(off)} in ${cells.length} cells of w and delta, ${apart === 0 ? 'in none of which the intervals part' : `in ${apart} of which the intervals part`}: for w = ${shown(example.w)}, delta = ${example.delta}, for example, n = ${shownInterval(example.n)} against ${shownInterval(example.union)}. ` +
      `Weights that share their first edges, ${MANY} of them, need fewer units than ${MANY} that do not in ${less.length} of ${shared.length} sizes w at delta = 0.1, more in ${more} (else open): n = ${shownInterval(best.same)} against ${shownInterval(best.own)} at w = ${shown(best.w)}.`
    );
  },
};

export default study;
