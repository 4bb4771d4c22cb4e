import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { builtins } from '../../src/network/builtin/index.js';
import { countSourceWeights, cube, normalise, type Network } from '../../src/network/index.js';
import { binomialInterval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPoint, type ChartSeries } from '../../src/plot/index.js';
import { captionOf, defineStudy, type Batch, type CaseRows } from '../../src/study/study.js';
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
  return runAttempts(plan, from, to).map(({ problems, misses, kept, keptPerWeight, selectedPerProblem, error }): TicketCounts => ({
    problems, selectedPerProblem, kept, keptPerWeight, sourceWeights, missed: misses.range + misses.resolution, open: misses.gaveUp, upper: error?.upper ?? null,
  }));
}
