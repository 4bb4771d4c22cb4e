import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { builtins } from '../../src/network/builtin/index.js';
import { countSourceWeights, cube, normalise, type Network } from '../../src/network/index.js';
import { binomialInterval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPoint, type ChartSeries } from '../../src/plot/index.js';
import { captionOf, defineStudy, type Batch, type CaseRows } from '../../src/study/index.js';
import { selectorNamed } from '../../src/subset-sum/index.js';
import { planAttempts, runAttempts } from '../../src/theorem/index.js';
import { added, meanSize } from '../mean-size.js';
import { SampleTally, type SampleOutcome } from '../pensia-experiment-1/plain-samples.js';
import { PUBLISHED, TARGETS_RANGE } from '../pensia-experiment-1/study.js';
import { realTarget } from '../real-data.js';

/** Subsets of `samples` (no network), or tickets in random networks by the `diamond`; n samples, or hidden units per input. */
export type SparsityCase = { readonly source: 'samples' | 'diamond'; readonly target: 'pensia2020_fc2' | 'digits'; readonly select: string; readonly n: number };

/** A ticket of one attempt, or, of a batch of neurons, their subsets; the other is null. */
export interface SparsityResult {
  readonly samples: SampleOutcome | null;
  readonly tickets: readonly TicketCounts[] | null;
}

/** One ticket, counted. */
export interface TicketCounts {
  readonly problems: number;
  readonly selectedPerProblem: number;
  readonly kept: number;
  readonly keptPerWeight: number;
  readonly sourceWeights: number;
  /** Proven and not. */
  readonly missed: number;
  readonly open: number;
  /** Certified upper bound of the network error on the domain. */
  readonly upper: number | null;
}

const TOLERANCE = 0.01;

/** Neurons of the published target, and a step that visits each once: any first part of them is spread over both layers. */
const NEURONS = 510, STEP = 211;

const loaded = new Map<string, Promise<Network>>();

/** A target by name, read once. */
function targetOf(name: SparsityCase['target']): Promise<Network> {
  let network = loaded.get(name);
  if (!network) loaded.set(name, (network = name === 'digits' ? builtins.find((b) => b.name === name)!.load() : realTarget(PUBLISHED.target)));
  return network;
}

/** Attempts of a case: neurons whose weights are sums of samples, or whole tickets. */
export async function realise({ case: c, seed, from, to }: Batch<SparsityCase>): Promise<SparsityResult> {
  const target = await targetOf(c.target);
  return c.source === 'samples' ? { samples: neuronsOf(target, c, seed, from, to), tickets: null } : { samples: null, tickets: await ticketsOf(target, c, seed, from, to) };
}

/** Neurons of a target, a fresh pool for each weight. */
function neuronsOf(target: Network, { select, n }: SparsityCase, seed: number, from: number, to: number): SampleOutcome {
  const tally = new SampleTally({ seed, attempt: 0, n, sharing: 'weight', ...TARGETS_RANGE }, selectorNamed(select), TOLERANCE);
  for (let k = from; k < to; k++) {
    const neuron = (k * STEP) % NEURONS, [first, last] = target.layers, inFirst = neuron < first.weights.rows;
    const { columns, data } = (inFirst ? first : last).weights, row = inFirst ? neuron : neuron - first.weights.rows;
    tally.add(neuron, data.subarray(row * columns, (row + 1) * columns), new Float64Array(columns));
  }
  return tally.outcome();
}

/** Tickets of a target: a source of the diamond per attempt. */
async function ticketsOf(target: Network, { select, n }: SparsityCase, seed: number, from: number, to: number): Promise<TicketCounts[]> {
  const inputs = target.layers[0].weights.columns;
  const plan = await planAttempts({ theorem: theorem1, targets: { network: target }, domain: cube(0, 1, inputs), epsilon: null, tolerance: TOLERANCE, delta: 0.05, selector: selectorNamed(select), candidates: n, seed });
  const blocks = normalise(target).layers.map(({ weights }) => weights), sourceWeights = countSourceWeights([blocks[0].columns, ...blocks.flatMap(({ rows, columns }) => [columns * n, rows])]);
  return (await runAttempts(plan, from, to)).map(({ problems, misses, kept, keptPerWeight, selectedPerProblem, error }): TicketCounts => ({
    problems, selectedPerProblem, kept, keptPerWeight, sourceWeights, missed: misses.range + misses.resolution, open: misses.gaveUp, upper: error?.upper ?? null,
  }));
}

/** All subsets of a case of samples together. */
function sizesOf({ rows }: CaseRows<SparsityCase, SparsityResult>) {
  const all = rows.flatMap((r) => (r.result.samples ? [r.result.samples] : [])), sum = (f: (s: SampleOutcome) => number): number => all.reduce((total, s) => total + f(s), 0);
  const weights = sum((s) => s.weights), misses = sum((s) => s.missed + s.open);
  return { weights, misses, sizes: all.reduce<number[]>((total, s) => added(total, s.sizes), []) };
}

/** Over the tickets of a case: means, the least and the most, misses, and whether all errors are certified. */
function ticketsTotal({ rows }: CaseRows<SparsityCase, SparsityResult>) {
  const all = rows.flatMap((r) => r.result.tickets ?? []), range = (f: (t: TicketCounts) => number) => {
    const values = all.map(f);
    return { mean: values.reduce((a, b) => a + b, 0) / values.length, least: Math.min(...values), most: Math.max(...values) };
  };
  return { tickets: all.length, misses: all.reduce((sum, t) => sum + t.missed + t.open, 0), missing: all.filter((t) => t.missed + t.open > 0).length, kept: range((t) => t.keptPerWeight), selected: range((t) => t.selectedPerProblem), density: range((t) => t.kept / t.sourceWeights), upper: range((t) => t.upper ?? Infinity) };
}

const SAMPLES = { source: 'samples', target: 'pensia2020_fc2' } as const, DIGITS = { source: 'diamond', target: 'digits' } as const;
const FIXED = [1, 2, 3, 4, 6, 8];

const cases: SparsityCase[] = [
  ...['closest', 'first', 'sparsest'].map((select) => ({ ...SAMPLES, select, n: 21 })),
  ...[24, 27].map((n) => ({ ...SAMPLES, select: 'closest', n })),
  ...[32, 64, 128, 256].flatMap((n) => ['first', 'sparsest', 'plenty'].map((select) => ({ ...SAMPLES, select, n }))),
  ...FIXED.map((size) => ({ ...SAMPLES, select: `exactly:${size}`, n: 21 })),
  ...FIXED.slice(0, 4).map((size) => ({ ...SAMPLES, select: `at-most:${size}`, n: 21 })),
  { ...DIGITS, select: 'closest', n: 60 },
  ...[64, 96, 128, 256, 512].flatMap((n) => ['first', 'sparsest', 'plenty'].map((select) => ({ ...DIGITS, select, n }))),
  ...['first', 'sparsest', 'plenty'].map((select): SparsityCase => ({ source: 'diamond', target: 'pensia2020_fc2', select, n: 256 })),
];

const isFixed = ({ select }: SparsityCase): boolean => select.includes(':');
/** Cases of all sizes in which a weight is not within the tolerance, and how many of how many. */
function missesText(all: readonly CaseRows<SparsityCase, SparsityResult>[]): string {
  const texts = all.filter(({ case: c }) => !isFixed(c)).flatMap((c) => {
    const { select, n, target } = c.case;
    if (c.case.source === 'samples') {
      const { misses, weights } = sizesOf(c);
      return misses > 0 ? [`${misses} of ${weights.toLocaleString('en-US')} weights of samples, ${select}, n = ${n}`] : [];
    }
    const { misses, missing, tickets } = ticketsTotal(c);
    return misses > 0 ? [`${misses} in ${missing} of ${tickets} tickets of ${target}, ${select}, n = ${n}`] : [];
  });
  return texts.length > 0 ? texts.join('; ') : 'none but in the subsets of K';
}

const percent = (x: number): string => `${(100 * x).toPrecision(2)} %`;

/** What tickets of the published target keep, by selector, with their density in the source and their certified error. */
const publishedTickets = (all: readonly CaseRows<SparsityCase, SparsityResult>[]): string =>
  all.filter(({ case: c, attempts }) => attempts > 0 && c.source === 'diamond' && c.target === 'pensia2020_fc2').map((c) => {
    const { kept, density, upper } = ticketsTotal(c);
    return `${c.case.select} ${kept.least.toFixed(2)} to ${kept.most.toFixed(2)} (density ${percent(density.mean)}, certified error ${Number(upper.mean.toPrecision(2))})`;
  }).join(', ') || 'open';

export default defineStudy<SparsityCase, SparsityResult>({
  name: 'ticket-sparsity',
  question: 'How many weights does a ticket keep, by the selector that chooses its subsets, where every weight is within the same tolerance?',
  tested: `Subsets of plain samples for the weights of the target of Pensia et al. (2020), Experiment 1, and tickets of networks on [0, 1]^d in random networks by the diamond; tolerance of every weight ${TOLERANCE}.`,
  confidence: 0.99,
  seed: 20209390,
  minutes: 6,
  cases,
  // All neurons of the published target where that is quick; of the others, a tenth.
  attempts: ({ source, target, select, n }) => (source === 'samples' ? (n === 21 && !select.includes(':') ? NEURONS : NEURONS / 10) : target === 'pensia2020_fc2' || select === 'closest' ? 2 : 20),
  batch: (c) => (c.source === 'samples' ? (isFixed(c) ? 3 : 51) : c.target === 'digits' && c.select !== 'closest' ? 5 : 1),
  work: { url: import.meta.url, name: 'realise' },
  figures(all) {
    const points = (source: SparsityCase['source'], target: SparsityCase['target'], y: (c: CaseRows<SparsityCase, SparsityResult>) => Omit<ChartPoint, 'x'>): ChartSeries[] =>
      ['closest', 'plenty', 'first', 'sparsest'].map((select) => ({
        label: select, kind: 'measured', color: select,
        points: all.filter(({ case: c }) => c.source === source && c.target === target && c.select === select).map((c) => ({ x: c.case.n, ...y(c) })),
      }));
    const samples = points('samples', 'pensia2020_fc2', (c) => {
      const { estimate, lower, upper } = meanSize(sizesOf(c).sizes, this.confidence);
      return { y: estimate, low: lower, high: upper };
    });
    const fixed = (['exactly', 'at-most'] as const).map((kind): ChartSeries => ({
      label: kind === 'exactly' ? 'exactly K' : 'at most K', kind: 'measured',
      points: all.filter(({ case: c }) => c.select.startsWith(kind)).map((c) => {
        const { misses, weights } = sizesOf(c), { estimate, lower, upper } = binomialInterval(misses, weights, this.confidence);
        return { x: Number(c.case.select.split(':')[1]), y: misses > 0 ? estimate : null, low: misses > 0 ? lower : null, high: upper };
      }),
    }));
    const kept = points('diamond', 'digits', (c) => {
      const { mean, least, most } = ticketsTotal(c).kept;
      return { y: mean, low: least, high: most };
    });
    const traded = ['closest', 'plenty', 'first', 'sparsest'].map((select): ChartSeries => ({
      label: select, kind: 'points', color: select,
      points: all.filter(({ case: c }) => c.target === 'digits' && c.select === select).map((c) => {
        const { kept: { mean }, upper } = ticketsTotal(c);
        return { x: mean, y: upper.mean, low: upper.least, high: upper.most };
      }),
    }));
    const spec = chartSpec({
      title: `Kept weights by selector, weights within ${TOLERANCE}`,
      caption: [
        ...captionOf(this, all),
        'A case is a source, a target, a selector and n. Attempts: neurons of the target where samples are drawn, else sources. Intervals: of means of samples by Maurer & Pontil (2009), of shares exact; of tickets the least and the most of all attempts.',
        `Not within the tolerance: ${missesText(all)}.`,
        `Tickets of the published target, n = 256, kept source weights per weight from the least to the most of all attempts: ${publishedTickets(all)}.`,
      ],
      columns: 2,
      panels: [
        { title: 'Plain samples', x: { title: 'n (samples of a pool)', log: true, base: 2 }, y: { title: 'samples per weight', log: true }, series: [...samples, { label: 'published', kind: 'points', points: [{ x: PUBLISHED.n, y: PUBLISHED.selectedPerWeight }] }] },
        { title: `Subsets of K of ${PUBLISHED.n} samples`, x: { title: 'K' }, y: { title: `share of weights not within ${TOLERANCE}`, log: true }, series: fixed },
        { title: 'Tickets of the built-in digits', x: { title: 'n (hidden units per input)', log: true, base: 2 }, y: { title: 'kept source weights per weight', log: true }, series: kept },
        { title: 'The same tickets', x: { title: 'kept source weights per weight', log: true }, y: { title: 'certified error on [0, 1]^196', log: true }, series: traded },
      ],
    });
    return [{ name: this.name, spec }];
  },
  finding(all) {
    const find = (source: string, target: string, select: string, n: number) => all.find(({ case: c, attempts }) => attempts > 0 && c.source === source && c.target === target && c.select === select && c.n === n);
    const sized = (select: string, n = 21): string => {
      const found = find('samples', 'pensia2020_fc2', select, n);
      if (!found) return `${select} open`;
      const { estimate, lower, upper } = meanSize(sizesOf(found).sizes, this.confidence);
      return `${select} ${estimate.toFixed(2)} [${lower.toFixed(2)}, ${upper.toFixed(2)}]`;
    };
    const tickets = (target: 'digits' | 'pensia2020_fc2', select: string, n: number): string => {
      const found = find('diamond', target, select, n);
      if (!found) return `${select} open`;
      const { kept, upper, misses } = ticketsTotal(found);
      return `${select} ${kept.least.toFixed(2)} to ${kept.most.toFixed(2)} (${Number(upper.mean.toPrecision(2))}${misses > 0 ? `, ${misses} misses` : ''})`;
    };
    const closest = find('samples', 'pensia2020_fc2', 'closest', PUBLISHED.n), but = closest ? sizesOf(closest).misses : 0;
    return `For the 397,000 weights of the published target, ${but > 0 ? `all but ${but}` : 'all'} within ${TOLERANCE}, a subset of ${PUBLISHED.n} plain samples has on average ${['closest', 'first', 'sparsest'].map((s) => sized(s)).join(', ')} (published, closest: ${PUBLISHED.selectedPerWeight}). `
      + `Tickets of the digits keep per target weight, least to most of all attempts (mean certified error on [0, 1]^196), ${tickets('digits', 'closest', 60)} at n = 60, ${['plenty', 'first', 'sparsest'].map((s) => tickets('digits', s, 96)).join(', ')} at n = 96.`;
  },
});
