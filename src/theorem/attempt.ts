import { collapsedNetwork, examine, quickLower, quickUpper } from '../certify/index.js';
import { assemble, constructionAt, constructions, pruneBy, type BlockJob, type Construction, type PrunedBlock } from '../constructions/index.js';
import type { Law } from '../numeric/law.js';
import { countWeights, networkDigest, normalise, targetWithin, type Domain, type Mask, type Network, type NormalisedLayer, type TargetFamily } from '../network/index.js';
import { selectorNamed } from '../subset-sum/index.js';
import { inputSigns } from './budget.js';
import { missesOf, sumOfMisses, type Misses } from './misses.js';

/** Where the targets of attempts come from: one network, or a family, of which every attempt takes new ones (`fresh`) or the first only. */
export type Targets = { readonly network: Network } | { readonly family: TargetFamily; readonly widths: readonly number[]; readonly fresh: boolean };

/**
 * All that attempts need, as plain data that any thread can take: what is drawn, and into what it is pruned. One *attempt* is one source, drawn by
 * {seed, attempt}. Lists have an entry for each target layer.
 */
export interface AttemptPlan {
  /** Id of the theorem. */
  readonly theorem: string;
  /** Where the construction is found (`placeOf`), and names of the selectors; empty where the construction decides by itself. */
  readonly construction: string;
  readonly selectors: readonly string[];
  readonly law: Law;
  /** An integer in [0, 2^53), of sources and of targets. */
  readonly seed: number;
  readonly targets: Targets;
  /** Targets that are pruned from each source. */
  readonly targetsPerSource: number;
  readonly domain: Domain;
  /** Network error that is asked for, l2; null where only weights are looked at. */
  readonly epsilon: number | null;
  /** Of one weight, in the target's weight units. */
  readonly tolerances: readonly number[];
  /** The theorem's n, and hidden units per input as used. */
  readonly bounds: readonly number[];
  readonly n: readonly number[];
  /** What is certified of the network error, if anything: `upper` alone is cheaper. */
  readonly certificate: 'none' | 'upper' | 'both';
}

/** One target layer of an attempt. */
export interface AttemptLayer {
  readonly n: number;
  readonly problems: number;
  readonly misses: Misses;
  /** Hitting time: the least n at which no weight of the layer misses; null if one does at this n. An upper bound where not exact. */
  readonly hittingTime: number | null;
  readonly exact: boolean;
}

/** What became of one attempt: JSON, the same bits on every machine. Where several targets were pruned from the source, sums and worst cases over them. */
export interface AttemptResult {
  readonly attempt: number;
  /**
   * Claim E, every weight within its tolerance: `failure` only if some weight is proven out of reach of every subset that the selector may
   * choose, `unknown` if a search gave up and nothing is proven.
   */
  readonly event: 'success' | 'failure' | 'unknown';
  readonly problems: number;
  readonly misses: Misses;
  readonly perLayer: readonly AttemptLayer[];
  /** The least n, the same in every layer, at which no weight misses; null if one does at the n used. An upper bound where not exact. */
  readonly hittingTime: number | null;
  readonly exact: boolean;
  /** Kept source weights, per target weight too, and kept last edges per problem. */
  readonly kept: number;
  readonly keptPerWeight: number;
  readonly selectedPerProblem: number;
  readonly weightsDrawn: number;
  /** Certified bounds of the network error on the domain; `upper` null where none is finite. */
  readonly error: { readonly lower: number; readonly upper: number | null } | null;
  /** Claim N, a mask with a certified error of at most epsilon exists: never refuted by one mask. Null where it was not asked. */
  readonly network: 'success' | 'unknown' | null;
}

/** A task for a pool: attempts from .. to - 1 of a plan. */
export interface AttemptsTask {
  readonly plan: AttemptPlan;
  readonly from: number;
  readonly to: number;
}

/** Module and name of the task, for Pool.map. */
export const attemptsTask = { url: import.meta.url, name: 'runAttemptsOf' };

/** Runs a share of a plan's attempts: what a worker is told to do. */
export const runAttemptsOf = ({ plan, from, to }: AttemptsTask): Promise<AttemptResult[]> => runAttempts(plan, from, to);

/** Attempts from .. to - 1 of a plan, in this thread: each a function of the plan and its number alone. */
export async function runAttempts(plan: AttemptPlan, from: number, to: number): Promise<AttemptResult[]> {
  const construction = await constructionAt(plan.construction), prepare = preparer(plan, construction), results: AttemptResult[] = [];
  for (let attempt = from; attempt < to; attempt++) results.push(runAttempt(plan, construction, prepare, attempt));
  return results;
}

/** A target, and the blocks to prune for it. */
interface Prepared {
  readonly target: Network;
  readonly layers: readonly NormalisedLayer[];
  readonly jobs: readonly BlockJob[];
}

/** The target that has a number, prepared; what is asked for twice in a row is prepared once. */
function preparer(plan: AttemptPlan, construction: Construction): (number: number) => Prepared {
  const { targets } = plan;
  let last: { number: number; prepared: Prepared } | undefined;
  return (asked) => {
    const number = 'network' in targets ? 0 : asked;
    if (last?.number !== number) {
      const target = 'network' in targets ? targets.network : targetWithin(targets.widths, plan.seed, targets.family, number);
      last = { number, prepared: preparedOf(plan, construction, target) };
    }
    return last.prepared;
  };
}

function preparedOf(plan: AttemptPlan, construction: Construction, target: Network): Prepared {
  const { layers } = normalise(target);
  let firstLayer = 1;
  const jobs = layers.map((layer, i): BlockJob => {
    const { rows: outputs, columns: inputs } = layer.weights;
    const block = { firstLayer, inputs, outputs, n: plan.n[i], tolerance: plan.tolerances[i] / layer.scale };
    firstLayer += construction.hiddenWidths(block).length + 1;
    return { layer, block, selector: plan.selectors[i] === '' ? null : selectorNamed(plan.selectors[i]), signs: inputSigns(layers, plan.domain, i) };
  });
  return { target, layers, jobs };
}

/** The first target of a plan. */
export const firstTarget = (plan: Pick<AttemptPlan, 'targets' | 'seed'>): Network =>
  'network' in plan.targets ? plan.targets.network : targetWithin(plan.targets.widths, plan.seed, plan.targets.family, 0);

function runAttempt(plan: AttemptPlan, construction: Construction, prepare: (number: number) => Prepared, attempt: number): AttemptResult {
  const { targetsPerSource, targets } = plan;
  const outcomes = Array.from({ length: targetsPerSource }, (_, k) => {
    const prepared = prepare('family' in targets && targets.fresh ? attempt * targetsPerSource + k : k);
    const blocks = prunedBlocks(plan, construction, prepared, attempt);
    return { weights: countWeights(prepared.target), blocks, error: plan.certificate === 'none' ? null : errorOf(plan, construction, prepared, blocks, attempt) };
  });
  const all = outcomes.flatMap((o) => o.blocks), sum = (f: (b: PrunedBlock) => number): number => all.reduce((total, b) => total + f(b), 0);
  const perLayer = plan.n.map((n, i) => layerOf(n, outcomes.map((o) => o.blocks[i])));
  const misses = sumOfMisses(perLayer.map((l) => l.misses));
  const problems = sum((b) => b.problems), kept = sum((b) => b.layers.reduce((edges, l) => edges + l.rows.length, 0));
  const errors = outcomes.flatMap((o) => (o.error ? [o.error] : []));
  const error = errors.length === 0 ? null : { lower: Math.max(...errors.map((e) => e.lower)), upper: Math.max(...errors.map((e) => e.upper)) };
  const { epsilon } = plan;
  return {
    attempt,
    event: misses.range + misses.resolution > 0 ? 'failure' : misses.gaveUp > 0 ? 'unknown' : 'success',
    problems,
    misses,
    perLayer,
    ...slowestOf(perLayer),
    kept,
    keptPerWeight: kept / outcomes.reduce((total, o) => total + o.weights, 0),
    selectedPerProblem: sum((b) => b.layers[b.layers.length - 1].rows.length) / Math.max(1, problems),
    weightsDrawn: sum((b) => b.weightsDrawn),
    error: error && { ...error, upper: error.upper < Infinity ? error.upper : null },
    network: error === null || epsilon === null ? null : error.upper <= epsilon ? 'success' : 'unknown',
  };
}

/** One layer, over the targets of a source. */
function layerOf(n: number, blocks: readonly PrunedBlock[]): AttemptLayer {
  return { n, problems: blocks.reduce((sum, b) => sum + b.problems, 0), misses: missesOf(blocks.flatMap((b) => b.misses)), ...slowestOf(blocks.map((b) => ({ hittingTime: b.sufficient, exact: b.sufficientExact }))) };
}

/** The last of several hitting times; exact if some that is so late is. */
function slowestOf(times: readonly { readonly hittingTime: number | null; readonly exact: boolean }[]): { hittingTime: number | null; exact: boolean } {
  if (times.some((t) => t.hittingTime === null)) return { hittingTime: null, exact: true };
  const hittingTime = Math.max(...times.map((t) => t.hittingTime!));
  return { hittingTime, exact: times.some((t) => t.hittingTime === hittingTime && t.exact) };
}

/** Every block pruned, all columns in this thread. */
function prunedBlocks(plan: AttemptPlan, construction: Construction, prepared: Prepared, attempt: number, n?: number): PrunedBlock[] {
  const source = { seed: plan.seed, attempt, law: plan.law };
  const blocks = prepared.jobs.map(({ layer, block: given, selector, signs }) => {
    const block = n === undefined ? given : { ...given, n }, columns = Array.from({ length: block.inputs }, (_, c) => c);
    return assemble(construction, block, [pruneBy(construction, { source, construction: plan.construction, selector: selector?.name ?? '', block, weights: layer.weights.data, signs, columns })]);
  });
  if (!constructions.includes(construction)) requireHonest(plan, construction, prepared, blocks, attempt, n);
  return blocks;
}

/** Throws a RangeError where a construction of somebody's own has misses of which it says nothing: what it succeeds at is then no success. */
function requireHonest(plan: AttemptPlan, construction: Construction, prepared: Prepared, blocks: readonly PrunedBlock[], attempt: number, n?: number): void {
  const { target } = prepared, { perLayer } = examine({ ...maskOf(plan, construction, prepared, blocks, attempt, n), target: networkDigest(target) }, target, plan.tolerances).findings;
  perLayer.forEach(({ misses }, i) => {
    const said = blocks[i].misses.length;
    if (misses > said) throw new RangeError(`attempts: needed a construction that calls every miss one, got ${misses} misses in layer ${i + 1} of attempt ${attempt}, of which ${construction.name} says ${said}; slth test finds the smallest such case`);
  });
}

/** What was pruned, as a mask. */
function maskOf(plan: AttemptPlan, construction: Construction, { layers, jobs }: Prepared, blocks: readonly PrunedBlock[], attempt: number, n?: number): Mask {
  const used = jobs.map(({ block }) => (n === undefined ? block : { ...block, n }));
  return {
    seed: plan.seed, attempt, law: plan.law, construction: construction.name, domain: plan.domain, outside: [], target: '',
    widths: [used[0].inputs, ...used.flatMap((block) => [...construction.hiddenWidths(block), block.outputs])],
    depths: blocks.map((b) => b.layers.length),
    scales: used.map((block, i) => layers[i].scale / construction.scale(block.tolerance)),
    layers: blocks.flatMap((b) => b.layers),
  };
}

/** Certified bounds of the error of what was pruned. */
function errorOf(plan: AttemptPlan, construction: Construction, prepared: Prepared, blocks: readonly PrunedBlock[], attempt: number, n?: number): { lower: number; upper: number } {
  const { target } = prepared, pruned = collapsedNetwork(maskOf(plan, construction, prepared, blocks, attempt, n), target.layers[0].weights.columns);
  return { lower: plan.certificate === 'both' ? quickLower(target, pruned, plan.domain) : 0, upper: quickUpper(target, pruned, plan.domain) };
}

/**
 * The certified network error of one attempt at each n of `ns`, ascending, the same n in every layer: the least found at that n or a smaller
 * one of the list, which is a true statement about n since draws are nested. Of the first target of the attempt. null: none finite.
 */
export async function errorByWidth(plan: AttemptPlan, attempt: number, ns: readonly number[]): Promise<(number | null)[]> {
  const { targets, targetsPerSource } = plan, construction = await constructionAt(plan.construction), prepared = preparer(plan, construction)('family' in targets && targets.fresh ? attempt * targetsPerSource : 0);
  let least = Infinity;
  return ns.map((n, k) => {
    if (k > 0 && !(n > ns[k - 1])) throw new RangeError(`errorByWidth: needed ascending n, got ${n} after ${ns[k - 1]}`);
    const blocks = prunedBlocks(plan, construction, prepared, attempt, n);
    least = Math.min(least, errorOf({ ...plan, certificate: 'upper' }, construction, prepared, blocks, attempt, n).upper);
    return least < Infinity ? least : null;
  });
}
