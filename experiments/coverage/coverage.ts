import {
  anytimeQuantile, binomialInterval, bootstrap, compareCurves, compareForms, confidenceSequence, distributionBand, dkwRadius, leastSquares, logisticFit, PairedTest, quantileFit, quantileInterval, SequentialTest, tailFit,
  type Interval, type QuantileCell,
} from '../../src/numeric/index.js';
import { holdsWithProbability } from '../../src/properties/index.js';
import { drawn, exponentialLaw, hittingTime, maxLaw, SEED, times, trueQuantile, type HittingLaw } from './hitting-law.js';

/** A claim of the statistics, tried in many simulated experiments whose truth is known. */
interface Experiment {
  readonly name: string;
  readonly setting: string;
  /** `covers`: the share of intervals that hold the truth; `errs`: the share of verdicts that are wrong. */
  readonly kind: 'covers' | 'errs';
  /** What is promised: at least (covers) or at most (errs) this. */
  readonly promised: number;
  /** Simulations, as a share of those asked for. */
  readonly share: number;
  /** One simulation: for each of the names, whether the interval held, or the verdict was wrong. */
  readonly parts: readonly string[];
  run(k: number, experiment: number): readonly boolean[] | Promise<readonly boolean[]>;
}

/** One line of the table. */
export interface CoverageRow {
  readonly name: string;
  readonly part: string;
  readonly setting: string;
  readonly kind: 'covers' | 'errs';
  readonly promised: number;
  readonly count: number;
  readonly of: number;
  /** Of the share, exact, at 99 %. */
  readonly interval: Interval;
}

/** Resamples of a simulation: as few as limits at 2.5 % allow, so that simulations are many; a study takes 2000. */
export const RESAMPLES = 199;
const confidence = 0.95;
const holds = ({ lower, upper }: Interval, truth: number): boolean => lower <= truth && truth <= upper;
const sum = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0);

/** Cells of laws with the same quantiles and features by (cell, q); the truth is the least-squares line through the true quantiles. */
interface Grid {
  readonly laws: readonly HittingLaw[];
  readonly draws: number;
  readonly most?: number;
  readonly quantiles: readonly number[];
  features(cell: number, q: number): number[];
}

const cellsOf = (g: Grid, k: number, experiment: number): QuantileCell[] =>
  g.laws.map((law, c) => ({ times: times(law, drawn(experiment, k, c, g.draws), g.most), responses: g.quantiles.map((q) => ({ q, features: g.features(c, q) })) }));

/** The true coefficients over the responses that were used. */
function truthOf(g: Grid, beyond: readonly { cell: number; response: number }[], of: (n: number) => number): number[] {
  const used = g.laws.flatMap((law, cell) => g.quantiles.map((q, response) => ({ law, cell, q, response }))).filter((p) => !beyond.some((b) => b.cell === p.cell && b.response === p.response));
  return leastSquares(used.map((p) => g.features(p.cell, p.q)), used.map((p) => of(trueQuantile(p.law, p.q)))).coefficients;
}

/** Whether the limits of each coefficient hold the truth; a limit of Infinity, which is how a fit says that it does not know, holds it. */
function fitExperiment(setting: string, g: Grid, parts: readonly string[], options: { response?: 'n' | 'log n'; share: number }): Experiment {
  return {
    name: 'quantileFit',
    setting,
    kind: 'covers',
    promised: confidence,
    share: options.share,
    parts,
    run(k, experiment) {
      const fit = quantileFit({ cells: cellsOf(g, k, experiment), names: parts, seed: k, confidence, resamples: RESAMPLES, response: options.response });
      const truth = truthOf(g, fit.beyond, options.response === 'log n' ? Math.log : (n) => n);
      return parts.map((_, j) => holds(fit.coefficients[j], truth[j]));
    },
  };
}

const bits = [2, 4, 6, 8, 10], eps = (slope: number, scale: number): HittingLaw[] => bits.map((b) => exponentialLaw(3 + slope * b, scale));
const scaling = (cell: number, q: number): number[] => [1, bits[cell], Math.log(1 / (1 - q))];
const widths = [2, 4, 8, 16, 32, 64];

const experiments: readonly Experiment[] = [
  ...[[0.98, 200], [0.5, 30], [0.999, 500]].map(([p, n]): Experiment => ({
    name: 'binomialInterval', setting: `p = ${p}, ${n} trials`, kind: 'covers', promised: confidence, share: 1, parts: ['p'],
    run: (k, e) => [holds(binomialInterval(drawn(e, k, 0, n).filter((u) => u < p).length, n, confidence), p)],
  })),
  ...[[0.9, 200], [0.99, 1000], [0.5, 25]].map(([q, n]): Experiment => ({
    name: 'quantileInterval', setting: `integer T, ${n} draws, 3 % beyond`, kind: 'covers', promised: confidence, share: 1, parts: [`${q}-quantile`],
    run(k, e) {
      const law = exponentialLaw(5, 3), sorted = times(law, drawn(e, k, 0, n), hittingTime(law, 0.97)).sort((a, b) => a - b);
      // A limit of Infinity says "beyond what was tried", which is where the truth may lie.
      return [holds(quantileInterval(sorted, q, confidence), hittingTime(law, q) > hittingTime(law, 0.97) ? Infinity : hittingTime(law, q))];
    },
  })),
  ...[50, 1000].map((n): Experiment => ({
    name: 'distributionBand', setting: `integer T, ${n} draws, all n at once`, kind: 'covers', promised: confidence, share: 1, parts: ['P(T <= n)'],
    run(k, e) {
      const law = exponentialLaw(0, 6), sorted = times(law, drawn(e, k, 0, n)).sort((a, b) => a - b), band = distributionBand(sorted, 1 - confidence);
      // At a step the truth lies in the band; until the next it stays above its lower and below its upper limit.
      return [law(band[0].x - 1) <= dkwRadius(n, 1 - confidence) && band.every((p, i) => p.lower <= law(p.x) && (i + 1 === band.length || law(band[i + 1].x - 1) <= p.upper))];
    },
  })),
  fitExperiment('integer T, 5 eps, delta 0.2, 0.1, 0.05; 200 draws', { laws: eps(1.1, 1.8), draws: 200, quantiles: [0.8, 0.9, 0.95], features: scaling }, ['constant', 'per bit', 'per nat'], { share: 1 }),
  fitExperiment('the same at delta 0.1, 0.05, 0.01; 1000 draws', { laws: eps(1.1, 1.8), draws: 1000, quantiles: [0.9, 0.95, 0.99], features: scaling }, ['constant', 'per bit', 'per nat'], { share: 0.25 }),
  fitExperiment('delta 0.5, 0.2; 40 draws', { laws: eps(2.3, 4), draws: 40, quantiles: [0.5, 0.8], features: scaling }, ['constant', 'per bit', 'per nat'], { share: 1 }),
  fitExperiment('delta 0.1, 200 draws, those above the 0.965-quantile of the last cell beyond', { laws: eps(1.1, 1.8), draws: 200, most: hittingTime(eps(1.1, 1.8)[4], 0.965), quantiles: [0.9], features: (c) => [1, bits[c]] }, ['constant', 'per bit'], { share: 1 }),
  fitExperiment('exponents: T near 3 d^1.5, d = 2 .. 64, median and 0.9-quantile, 200 draws', { laws: widths.map((d) => exponentialLaw(d * Math.sqrt(d), 2 * d * Math.sqrt(d))), draws: 200, quantiles: [0.5, 0.9], features: (c, q) => [1, Math.log(widths[c]), q === 0.9 ? 1 : 0] }, ['constant', 'of d', 'of the quantile'], { response: 'log n', share: 1 }),
  ...([[30, 'bca'], [100, 'bca'], [200, 'percentile'], [1000, 'percentile']] as const).map(([n, method]): Experiment => ({
    name: 'bootstrap', setting: `mean of integer T (skewed), ${n} draws, ${method}`, kind: 'covers', promised: confidence, share: 1, parts: ['mean'],
    run(k, e) {
      const law = exponentialLaw(2, 4), mean = sum(Array.from({ length: 400 }, (_, i) => 1 - law(i)));
      return [holds(bootstrap([times(law, drawn(e, k, 0, n))], ([g]) => sum(g) / g.length, { seed: k, confidence, resamples: RESAMPLES }), mean)];
    },
  })),
  {
    name: 'bootstrap', setting: 'share of successes at two n, difference, 60 draws each, bca', kind: 'covers', promised: confidence, share: 1, parts: ['difference'],
    run(k, e) {
      const [a, b] = [0, 1].map((g) => Array.from(drawn(e, k, g, 60), (u) => (u < [0.8, 0.6][g] ? 1 : 0)));
      return [holds(bootstrap([a, b], ([x, y]) => sum(x) / 60 - sum(y) / 60, { seed: k, confidence, resamples: RESAMPLES }), 0.2)];
    },
  },
  ...[0.9, 0.99].map((p): Experiment => ({
    name: 'confidenceSequence', setting: `p = ${p}, at all times up to 1000 attempts`, kind: 'covers', promised: confidence, share: 1, parts: ['p'],
    run(k, e) {
      const u = drawn(e, k, 0, 1000);
      // Whoever stops as soon as p is left out: it must be held at all times. Looked at after every attempt at first, then after every twentieth.
      let successes = 0, held = true;
      for (let n = 1; n <= u.length && held; n++) {
        if (u[n - 1] < p) successes++;
        if (n < 30 || n % 20 === 0) held = holds(confidenceSequence({ successes, failures: n - successes }, confidence), p);
      }
      return [held];
    },
  })),
  ...([[0.05, 0.05, false], [0.05, 0.06, false], [0.05, 0.05, true], [0.2, 0.2, true]] as const).map(([delta, f, oneSided]): Experiment => ({
    name: 'SequentialTest', setting: `delta = ${delta}, f = ${f}${oneSided ? ', one-sided' : ''}, until decided, at most 2000 attempts`, kind: 'errs', promised: 0.05, share: 1, parts: f === delta && !oneSided ? ['wrongly holds', 'decides at all'] : ['wrongly holds'],
    run(k, e) {
      const u = drawn(e, k, 0, 2000), test = new SequentialTest(delta, 0.05, { oneSided });
      for (let n = 0; n < u.length && test.verdict === 'open'; n++) test.add(u[n] < f ? 'failure' : 'success');
      return [test.verdict === 'holds', test.verdict !== 'open'];
    },
  })),
  ...([
    ['additive', 'additive: 3 + 1.1 bits + 1.8 nats', 200, eps(1.1, 1.8)],
    ['additive', 'nearly one feature only: 3 + 0.1 bits + 4 nats', 200, eps(0.1, 4)],
    ['max', 'the greater of 4 + 1.5 bits and 2 + 4 nats', 200, bits.map((b) => maxLaw(4 + 1.5 * b, 2, 4))],
    ['max', 'the greater of 4 + 1.5 bits and 2 + 4 nats', 1000, bits.map((b) => maxLaw(4 + 1.5 * b, 2, 4))],
  ] as const).map(([form, what, draws, laws]): Experiment => ({
    name: 'compareForms', setting: `${what}; delta 0.2, 0.1, 0.05; ${draws} draws`, kind: 'errs', promised: 0.05, share: draws > 500 ? 0.05 : 0.1, parts: ['names the wrong form'],
    run(k, e) {
      const cells = cellsOf({ laws, draws, quantiles: [0.8, 0.9, 0.95], features: (c, q) => [bits[c], Math.log(1 / (1 - q))] }, k, e);
      return [![form, 'open'].includes(compareForms({ cells, seed: k, confidence, resamples: RESAMPLES }).verdict)];
    },
  })),
  ...([
    ['logarithmic', '10 + 4 ln d', 200, (d: number) => exponentialLaw(10 + 4 * Math.log(d), 2)],
    ['logarithmic', '10 + 4 ln d', 1000, (d: number) => exponentialLaw(10 + 4 * Math.log(d), 2)],
    ['power', '6 d^0.2', 200, (d: number) => exponentialLaw(5 * Math.exp(0.2 * Math.log(d)), 2 * Math.exp(0.2 * Math.log(d)))],
    ['power', '4 d^0.5', 200, (d: number) => exponentialLaw(3 * Math.sqrt(d), 2 * Math.sqrt(d))],
  ] as const).map(([form, what, draws, law]): Experiment => ({
    name: 'compareCurves', setting: `T near ${what}, d = 2 .. 64, 0.9-quantile, ${draws} draws`, kind: 'errs', promised: 0.05, share: draws > 500 ? 0.25 : 0.5, parts: ['names the wrong curve'],
    run(k, e) {
      const cells = cellsOf({ laws: widths.map(law), draws, quantiles: [0.9], features: (c) => [widths[c]] }, k, e);
      return [![form, 'open'].includes(compareCurves({ cells, seed: k, confidence, resamples: RESAMPLES }).verdict)];
    },
  })),
  {
    name: 'compareCurves', setting: 'T near 4 d^0.5, d = 2 .. 64, 0.9-quantile, 200 draws', kind: 'covers', promised: confidence, share: 1, parts: ['free exponent', 'exponent'],
    run(k, e) {
      const laws = widths.map((d) => exponentialLaw(3 * Math.sqrt(d), 2 * Math.sqrt(d))), g: Grid = { laws, draws: 200, quantiles: [0.9], features: (c) => [widths[c]] };
      const { freeExponent, exponent } = compareCurves({ cells: cellsOf(g, k, e), seed: k, confidence, resamples: RESAMPLES });
      return [holds(freeExponent, 0.5), holds(exponent, 0.5)];
    },
  },
  {
    name: 'tailFit', setting: 'P(T > n) = 8 eps^-1.2 0.6^n, 4 eps, 500 draws', kind: 'covers', promised: confidence, share: 1, parts: ['rho', 'per nat', 'exponent'],
    run(k, e) {
      const cells = [2, 3, 4, 5].map((x, c) => ({ x, times: times(exponentialLaw((Math.log(8) + 1.2 * x) / -Math.log(0.6), -1 / Math.log(0.6)), drawn(e, k, c, 500)) }));
      const { rho, perNat, exponent } = tailFit({ cells, seed: k, confidence, resamples: RESAMPLES });
      return [holds(rho, 0.6), holds(perNat, -1 / Math.log(0.6)), holds(exponent, 1.2)];
    },
  },
  {
    name: 'logisticFit', setting: 'logit P = 0.8 (n - 12), n = 6, 8 .. 18, 30 attempts each', kind: 'covers', promised: confidence, share: 1, parts: ['n at P = 0.5', 'n at P = 0.95'],
    run(k, e) {
      const counts = [6, 8, 10, 12, 14, 16, 18].map((n, c) => ({ n, attempts: 30, successes: drawn(e, k, c, 30).filter((u) => u < 1 / (1 + Math.exp(-0.8 * (n - 12)))).length }));
      const fit = logisticFit(counts);
      if (fit.verdict === 'separated') return [0, Math.log(19)].map((h) => fit.lastFailure <= 12 + h / 0.8 && 12 + h / 0.8 <= fit.firstSuccess);
      return [holds(fit.quantile(0.5, confidence), 12), holds(fit.quantile(0.95, confidence), 12 + Math.log(19) / 0.8)];
    },
  },
  fitExperiment('T on few integers (scale 0.4), 5 eps, delta 0.2, 0.05; 200 draws', { laws: eps(1.1, 0.4), draws: 200, quantiles: [0.8, 0.95], features: scaling }, ['constant', 'per bit', 'per nat'], { share: 1 }),
  ...[0.5, 0.9].map((q): Experiment => ({
    name: 'anytimeQuantile', setting: 'integer T, 3 % beyond, at all times up to 500 attempts', kind: 'covers', promised: confidence, share: 1, parts: [`${q}-quantile`],
    run(k, e) {
      const law = exponentialLaw(5, 3), all = times(law, drawn(e, k, 0, 500), hittingTime(law, 0.97)), truth = hittingTime(law, q);
      // Whoever stops as soon as the quantile is left out. Looked at after every attempt at first, then after every twentieth.
      for (let n = 1; n <= all.length; n++) if ((n < 30 || n % 20 === 0) && !holds(anytimeQuantile(all.slice(0, n).sort((a, b) => a - b), q, confidence), truth)) return [false];
      return [true];
    },
  })),
  ...([[0.95, ['wrongly holds', 'wrongly fails']], [0.96, ['wrongly fails']], [0.94, ['wrongly holds']], [0.5, ['wrongly holds']]] as const).map(([truth, parts]): Experiment => {
    const claimed = truth === 0.5 ? 0.5 : 0.95, often = holdsWithProbability(claimed, { confidence: 0.9 });
    const one = often('coin', (random) => random.uniform(), (u) => u < truth, { size: () => 0, show: () => '' });
    return {
      name: 'holdsWithProbability', setting: `p = ${claimed}, confidence 0.9 (each verdict at 5 %), truth ${truth}, until decided`, kind: 'errs', promised: 0.05, share: 1, parts,
      async run(k, e) {
        const { verdict } = await one.check({ seed: SEED * 2 ** 32 + e * 2 ** 16 + k });
        return parts.map((part) => part === `wrongly ${verdict}`);
      },
    };
  }),
  ...([[0.7, 0.7, 'wrongly fails'], [0.95, 0.95, 'wrongly fails'], [0.75, 0.65, 'wrongly holds'], [1, 0.9, 'wrongly holds']] as const).map(([first, second, part]): Experiment => ({
    name: 'PairedTest', setting: `success probabilities ${first} and ${second}, margin 0.1, until decided, at most 1000 pairs`, kind: 'errs', promised: 0.05, share: 1, parts: [part],
    run(k, e) {
      const [u, v] = [drawn(e, k, 0, 1000), drawn(e, k, 1, 1000)], test = new PairedTest({ margin: 0.1, falseAlarm: 0.05, alpha: 0.05 });
      for (let n = 0; n < u.length && test.verdict === 'open'; n++) test.add(u[n] < first, v[n] < second);
      return [part === `wrongly ${test.verdict}`];
    },
  })),
];

/** The functions that are tried. */
export const triedNames: readonly string[] = [...new Set(experiments.map((e) => e.name))];

/** The table, of `size` simulations where they are cheap and a share of that where they are not: a pure function of size. */
export async function coverageRows(size: number, only?: string): Promise<CoverageRow[]> {
  const rows: CoverageRow[] = [];
  for (const [e, experiment] of experiments.entries()) {
    if (only && experiment.name !== only) continue;
    const { name, setting, kind, promised, parts, share } = experiment, of = Math.max(1, Math.round(size * share)), counts = parts.map(() => 0);
    for (let k = 0; k < of; k++) (await experiment.run(k, e)).forEach((yes, j) => (counts[j] += yes ? 1 : 0));
    rows.push(...parts.map((part, j) => ({ name, part, setting, kind, promised, count: counts[j], of, interval: binomialInterval(counts[j], of, 0.99) })));
  }
  return rows;
}
