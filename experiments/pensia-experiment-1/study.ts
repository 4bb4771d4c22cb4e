import { classify, validNetwork, type Idx, type Network } from '../../src/network/index.js';
import { binomialInterval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartSeries } from '../../src/plot/index.js';
import { captionOf, defineStudy, type Batch, type CaseRows } from '../../src/study/index.js';
import { closest } from '../../src/subset-sum/index.js';
import { added, meanSize, meanSizeOfLots } from '../mean-size.js';
import { mnistTest, realTarget } from '../real-data.js';
import { SampleTally, type SampleOutcome } from './plain-samples.js';

/** Pensia et al. (2020), Experiment 1: its target, n as its code computes it, and what it found. The time was that of 36 cores. */
export const PUBLISHED = { target: 'pensia2020_fc2.safetensors', n: 21, tolerance: 0.01, selectedPerWeight: 9.39, right: 9719, images: 10_000, seconds: 77_266 } as const;

/** The range of its samples: the smallest and the largest weight of its target, so that no weight is out of it. */
export const TARGETS_RANGE = { low: -0.46423155069351196, high: 0.5407021641731262 } as const;

/** Where samples come from, and how many weights a pool of them serves. */
export type PensiaCase = { readonly range: 'target' | 'unit'; readonly sharing: 'weight' | 'row'; readonly n: number };

/** One attempt: every weight of the target realised, and how many test images are then classified as labelled. */
export interface PensiaAttempt extends SampleOutcome {
  readonly right: number;
}

const lawOf = (c: PensiaCase): { low: number; high: number } => (c.range === 'target' ? TARGETS_RANGE : { low: -1, high: 1 });

let loaded: Promise<{ target: Network; images: Idx; labels: Idx }> | undefined;

/** Attempts of a case on the published target. About 10 s each. */
export async function approximateTarget({ case: c, seed, from, to }: Batch<PensiaCase>): Promise<PensiaAttempt[]> {
  const { target, images, labels } = await (loaded ??= realTarget(PUBLISHED.target).then((network) => ({ target: network, ...mnistTest() })));
  return Array.from({ length: to - from }, (_, k) => {
    const { network, outcome } = approximatedBy(target, c, seed, from + k);
    return { ...outcome, right: classify(network, images, labels, null).right };
  });
}

/** A target whose weights are replaced by sums of samples, all within the tolerance or counted: neuron by neuron, over all layers. */
export function approximatedBy(target: Network, c: PensiaCase, seed: number, attempt: number): { network: Network; outcome: SampleOutcome } {
  const tally = new SampleTally({ seed, attempt, n: c.n, sharing: c.sharing, ...lawOf(c) }, closest, PUBLISHED.tolerance);
  let neuron = 0;
  const layers = target.layers.map(({ weights, bias }) => {
    const { rows, columns, data } = weights, sums = new Float64Array(data.length);
    for (let r = 0; r < rows; r++) tally.add(neuron++, data.subarray(r * columns, (r + 1) * columns), sums.subarray(r * columns, (r + 1) * columns));
    return { weights: { rows, columns, data: sums }, bias };
  });
  return { network: validNetwork(layers, 'approximatedBy'), outcome: tally.outcome() };
}

/** The published target's rows: 500 of 784 weights, 10 of 500. */
const ROWS = [[500, 784], [10, 500]] as const, WEIGHTS = 397_000;

/** The sum of squares of the rows' shares of all weights. */
const rowsShare = ROWS.reduce((sum, [count, weights]) => sum + count * (weights / WEIGHTS) * (weights / WEIGHTS), 0);

/** All attempts of a case together. */
function totalOf({ rows }: CaseRows<PensiaCase, PensiaAttempt[]>) {
  const attempts = rows.flatMap((r) => r.result), sum = (f: (a: PensiaAttempt) => number): number => attempts.reduce((s, a) => s + f(a), 0);
  return {
    attempts: attempts.length,
    weights: sum((a) => a.weights),
    missed: sum((a) => a.missed),
    open: sum((a) => a.open),
    within: attempts.filter((a) => a.missed + a.open === 0).length,
    right: { least: Math.min(...attempts.map((a) => a.right)), most: Math.max(...attempts.map((a) => a.right)) },
    sizes: attempts.reduce<number[]>((total, a) => added(total, a.sizes), []),
    times: attempts.reduce<number[]>((total, a) => added(total, a.times), []),
    squares: rowsShare / attempts.length,
  };
}

const percent = (x: number): string => `${(100 * x).toFixed(0)} %`;
const nameOf = (c: PensiaCase): string => `${c.range === 'target' ? "target's range" : '[-1, 1]'}, a pool per ${c.sharing}`;

export default defineStudy<PensiaCase, PensiaAttempt[]>({
  name: 'pensia-experiment-1',
  question: 'Does Experiment 1 of Pensia et al. (2020) come out as published, with a fresh pool of samples for each weight, and with the range of the theorem?',
  tested: `Pensia et al. (2020), Experiment 1: each of the 397,000 weights of its target replaced by the closest sum of ${PUBLISHED.n} plain samples, tolerance ${PUBLISHED.tolerance}.`,
  confidence: 0.99,
  seed: 20201210,
  minutes: 4,
  cases: (['target', 'unit'] as const).flatMap((range) => (['weight', 'row'] as const).map((sharing): PensiaCase => ({ range, sharing, n: PUBLISHED.n }))),
  attempts: () => 5,
  batch: () => 1,
  work: { url: import.meta.url, name: 'approximateTarget' },
  figures(cases) {
    const totals = cases.map((c) => ({ name: nameOf(c.case), sharing: c.case.sharing, ...totalOf(c) }));
    const left = totals.map(({ name, sharing, times, weights }): ChartSeries => {
      let out = weights;
      const points = times.slice(0, -1).map((count, n) => {
        out -= count;
        const { estimate, lower, upper } = binomialInterval(out, weights, this.confidence);
        return { x: n, y: out > 0 ? estimate : null, ...(sharing === 'weight' && out > 0 ? { low: lower, high: upper } : {}) };
      });
      return { label: name, kind: 'measured', points };
    });
    const sizes = totals.map(({ name, sizes: counts, weights }): ChartSeries => ({ label: name, kind: 'measured', points: counts.map((count, size) => ({ x: size, y: count / weights })) }));
    const spec = chartSpec({
      title: 'Experiment 1 of Pensia et al. (2020), with fresh and with shared samples',
      caption: [...captionOf(this, cases), `Published: n = ${PUBLISHED.n}, a mean of ${PUBLISHED.selectedPerWeight} samples per weight; its code drew a pool per row, from the range of the target's own weights. Intervals are exact, of pools per weight only.`],
      columns: 2,
      panels: [
        { title: 'Weights out of reach', x: { title: 'n (samples)', domain: [0, PUBLISHED.n] }, y: { title: `share not within ${PUBLISHED.tolerance}`, log: true }, series: left },
        { title: 'Samples in the closest sum', x: { title: 'samples', domain: [0, PUBLISHED.n] }, y: { title: 'share of weights' }, series: sizes },
      ],
    });
    return [{ name: this.name, spec }];
  },
  finding(cases) {
    const show = (x: number): string => x.toLocaleString('en-US');
    const of = (range: PensiaCase['range'], sharing: PensiaCase['sharing']) => {
      const found = cases.find((c) => c.attempts > 0 && c.case.range === range && c.case.sharing === sharing);
      if (!found) return null;
      const total = totalOf(found), mean = sharing === 'weight' ? meanSize(total.sizes, this.confidence) : meanSizeOfLots(total.sizes, total.squares, this.confidence), all = binomialInterval(total.within, total.attempts, this.confidence);
      return { ...total, mean: `${mean.estimate.toFixed(2)} [${mean.lower.toFixed(2)}, ${mean.upper.toFixed(2)}]`, holds: mean.lower <= PUBLISHED.selectedPerWeight && PUBLISHED.selectedPerWeight <= mean.upper, all: `in ${total.within} of ${total.attempts} attempts [${percent(all.lower)}, ${percent(all.upper)}]` };
    };
    const code = of('target', 'row'), fresh = of('target', 'weight'), unit = of('unit', 'weight');
    if (!code || !fresh || !unit) return 'Not all ways to draw samples are measured yet: open.';
    const right = code.right.least === code.right.most ? show(code.right.least) : `${show(code.right.least)} to ${show(code.right.most)}`;
    // Of weights that share samples no binomial law holds: only fresh pools tell a rate.
    const rate = ({ missed, open, weights }: typeof fresh): string => {
      const { lower } = binomialInterval(missed, weights, this.confidence), { upper } = binomialInterval(missed + open, weights, this.confidence);
      return `${missed + open} of ${show(weights)} are not [${lower.toExponential(1)}, ${upper.toExponential(1)}]`;
    };
    return `Drawn as by its code, ${PUBLISHED.n} samples for each row from the range of the target's own weights, all weights are within ${PUBLISHED.tolerance} ${code.all}, with ${code.mean} samples per weight (published: ${PUBLISHED.selectedPerWeight}, ${code.holds ? 'held' : 'excluded'}) and ${right} of ${show(PUBLISHED.images)} test images right (published: ${show(PUBLISHED.right)}). `
      + `With fresh samples for each weight all are within it ${fresh.all}: ${rate(fresh)}, and ${rate(unit)} with samples from [-1, 1], as the theorem has it; ${fresh.mean} samples per weight then ${fresh.holds ? 'hold' : 'exclude'} the published mean.`;
  },
});
