import { examine, verdictOf, weightOutcomes, type Examination, type Findings, type Mask, type Verdict } from '../certify/index.js';
import { pilot, prune, type BlockJob, type Method, type Miss, type PrunedBlock } from '../constructions/index.js';
import type { Pool } from '../numeric/pool.js';
import { spectralNormUp } from '../numeric/spectral-norm.js';
import { describeDomain, requireDimension, type Domain } from '../network/domain.js';
import { countWeights, networkDigest, widths, type Network } from '../network/network.js';
import { normalise, type Normalised } from '../network/normalise.js';
import { countSourceWeights, seedWords } from '../network/source.js';
import type { Ticket } from '../network/ticket.js';
import { first, type Selector } from '../subset-sum/index.js';
import { demandsOf, requireFeasible, tolerancesFor, type Budget, type LayerDemand } from './budget.js';
import { evaluate } from './formula.js';
import { findingsOf, type HypothesisFinding, type Theorem } from './theorem.js';

/** What is asked: a target, a theorem, and one of a network error or a weight tolerance. */
export interface Request {
  readonly target: Network;
  readonly theorem: Theorem;
  readonly domain: Domain;
  /** Network error on the domain, l2, in the target's output units, in (0, 1); null if `tolerance` is given. */
  readonly epsilon: number | null;
  /** Error of one weight, in the target's weight units; null if `epsilon` is given. */
  readonly tolerance: number | null;
  readonly budget: Budget;
  /** Failure probability of the whole network, in (0, 1). */
  readonly delta: number;
  readonly selector: Selector;
  /** `bound`: the theorem's n; `auto`: the smallest sufficient n; or n itself. */
  readonly candidates: 'bound' | 'auto' | number;
  /** An integer in [0, 2^53). */
  readonly seed: number;
}

/** Called while work goes on; share in [0, 1]. */
export type OnProgress = (stage: string, share: number) => void;

/** How one target layer came out. */
export interface LayerResult {
  /** Hidden units per input: used, asked by the theorem's bound, and the least at which no weight misses (null if one does). */
  readonly n: { readonly used: number; readonly bound: number; readonly sufficient: number | null };
  /** In the target's weight units. */
  readonly tolerance: number;
  readonly scale: number;
  readonly problems: number;
  readonly misses: number;
  readonly maxWeightError: number;
  readonly selectedPerProblem: number;
  readonly weightsDrawn: number;
  /** Answers whose selector could not prove its promise (fewest) within its budget. */
  readonly unproven: number;
}

/** What `approximate` answers; JSON as it stands. Weight quantities are in the target's units. */
export interface Result extends Omit<Findings, 'perLayer'> {
  readonly schema: 1;
  readonly target: { readonly widths: readonly number[]; readonly weights: number; readonly digest: string; readonly notes: readonly string[] };
  readonly theorem: string;
  readonly construction: string;
  readonly select: string;
  readonly epsilon: number | null;
  readonly tolerance: number | null;
  readonly budget: Budget;
  readonly delta: number;
  readonly domain: string;
  readonly seed: number;
  readonly passes: number;
  readonly sourceWidths: readonly number[];
  readonly perLayer: readonly LayerResult[];
  /** Misses by layer (from 1), at most the first hundred. */
  readonly missed: readonly (Miss & { layer: number })[];
  readonly hypotheses: readonly HypothesisFinding[];
  readonly verdict: Verdict;
  /** What the verdict is about. */
  readonly claim: string;
  readonly seconds: Readonly<Record<string, number>>;
}

/** A result with its ticket, and what figures and exports need. */
export interface Approximation {
  readonly result: Result;
  readonly ticket: Ticket;
  readonly examination: Examination;
}

/** Most passes over a source with shrinking tolerances. */
const MOST_PASSES = 6;

/**
 * The main job: draws a random network as wide as the theorem asks, prunes it into the target by subset sums, and
 * certifies the error on the domain. With a network error and the expected budget, tolerances shrink by the measured ratio
 * and the same source is searched again until the certificate meets the error.
 * Misses are counted and kept, never redrawn. Throws a RangeError on a request out of range.
 */
export async function approximate(request: Request, pool: Pool, onProgress: OnProgress = () => {}): Promise<Approximation> {
  const clock = new Clock();
  const prepared = prepare(request);
  const { normalised, demands } = prepared;
  clock.lap('norms');
  let { tolerances } = prepared;
  for (let passes = 1; ; passes++) {
    requireFeasible(normalised, demands, tolerances);
    const bounds = await boundsFor(request, prepared, tolerances);
    clock.lap('bound');
    const report = (share: number): void => onProgress(passes === 1 ? 'search' : `search, pass ${passes}`, share);
    const { jobs, blocks } = await search(request, prepared, tolerances, bounds, pool, report);
    clock.lap('search');
    onProgress('certificate', 0);
    const mask = maskOf(request, normalised, jobs, blocks);
    const examination = examine(mask, request.target, tolerances);
    clock.lap('certificate');
    const { certificate } = examination.findings;
    const { epsilon } = request;
    const shrinkable = epsilon !== null && request.budget === 'expected' && certificate.upper > epsilon && passes < MOST_PASSES;
    if (shrinkable && blocks.every((b) => b.misses.length === 0)) {
      tolerances = tolerances.map((t) => t * (epsilon / certificate.upper) * 0.98);
      continue;
    }
    const ticket: Ticket = { ...mask, witness: examination.witness, claims: { ...examination.findings, epsilon } };
    return { ticket, examination, result: resultOf(request, prepared, bounds, jobs, blocks, mask, examination, passes, clock.seconds()) };
  }
}

/** What a run will need, before it runs: from the theorem's bound and a pilot of a few columns and outputs per layer. */
export interface Plan {
  readonly schema: 1;
  readonly sourceWidths: readonly number[];
  readonly sourceWeights: number;
  readonly perLayer: readonly { readonly n: number; readonly tolerance: number; readonly problems: number; readonly expectedDraws: number; readonly seconds: number }[];
  readonly expectedDraws: number;
  /** Of one pass, on the pool's workers. */
  readonly seconds: number;
  readonly megabytes: number;
}

/**
 * Plans a run on `workers` workers from the fastest of up to `rounds` pilots per layer. The first pilot of a process runs
 * code that is not compiled yet, and overestimates; one round is enough to know that a run is short.
 */
export async function plan(request: Request, workers: number, rounds = 40): Promise<Plan> {
  const prepared = prepare(request);
  const { normalised, demands, tolerances, normSeconds } = prepared;
  requireFeasible(normalised, demands, tolerances);
  const bounds = await boundsFor(request, prepared, tolerances);
  const jobs = jobsFor(prepared, tolerances, widthsToUse(request, bounds));
  const method = methodOf(request);
  const perLayer = [];
  let kept = 0;
  for (const [i, job] of jobs.entries()) {
    const started = performance.now();
    let took = Infinity, sample = await pilot(method, job);
    for (let round = 0; round < rounds && (round === 0 || performance.now() - started < 500); round++) {
      const start = performance.now();
      sample = await pilot(method, job);
      took = Math.min(took, (performance.now() - start) / 1000);
    }
    const { problems } = demands[i];
    const factor = problems / Math.max(1, sample.problems);
    kept += sample.rows.length * factor * 2;
    perLayer.push({
      n: job.n,
      tolerance: tolerances[i],
      problems,
      expectedDraws: Math.round(sample.weightsDrawn * factor) + job.n * job.layer.weights.columns,
      seconds: (took * factor) / workers,
    });
  }
  const weights = countWeights(request.target);
  const sourceWidths = widthsOfSource(request, normalised, jobs);
  return {
    schema: 1,
    sourceWidths,
    sourceWeights: countSourceWeights(sourceWidths),
    perLayer,
    expectedDraws: perLayer.reduce((sum, l) => sum + l.expectedDraws, 0),
    // A certificate takes about six norms of each layer's size and a search of fixed effort.
    seconds: perLayer.reduce((sum, l) => sum + l.seconds, 0) + 6 * normSeconds + 0.5,
    // Edges twice (shares, joined), a dozen matrices of the target's size, and each thread's own.
    megabytes: Math.round((kept * 16 + weights * 8 * 12) / 1e6 + 60 * (workers + 1)),
  };
}

interface Prepared {
  readonly normalised: Normalised;
  readonly demands: readonly LayerDemand[];
  readonly tolerances: readonly number[];
  readonly norms: readonly number[];
  readonly normSeconds: number;
}

/** Checks a request and turns it into scales, demands and tolerances. */
function prepare(request: Request): Prepared {
  const { target, domain, epsilon, tolerance, budget, delta, candidates } = request;
  const open = (x: number): boolean => x > 0 && x < 1;
  if ((epsilon === null) === (tolerance === null)) throw new RangeError('approximate: needed either epsilon or tolerance, got both or neither');
  if (epsilon !== null && !open(epsilon)) throw new RangeError(`approximate: needed epsilon in (0, 1), got ${epsilon}`);
  if (tolerance !== null && !open(tolerance)) throw new RangeError(`approximate: needed tolerance in (0, 1), got ${tolerance}`);
  if (!open(delta)) throw new RangeError(`approximate: needed delta in (0, 1), got ${delta}`);
  if (typeof candidates === 'number' && !(Number.isInteger(candidates) && candidates >= 1)) throw new RangeError(`approximate: needed a positive number of candidates, got ${candidates}`);
  if (typeof candidates !== 'number' && request.selector.most < Infinity) {
    throw new RangeError(`approximate: needed an explicit --candidates N (at most ${request.selector.most} usable) with --select ${request.selector.name}, got ${candidates}`);
  }
  seedWords(request.seed);
  requireDimension(domain, target.layers[0].weights.columns);
  const start = performance.now();
  const normalised = normalise(target);
  const demands = demandsOf(normalised, domain);
  const norms = target.layers.map(({ weights, bias }, i) => (bias || normalised.layers[i].constantIn ? spectralNormUp(weights) : demands[i].norm));
  const normSeconds = (performance.now() - start) / 1000;
  const tolerances = tolerance !== null ? target.layers.map(() => tolerance) : tolerancesFor(normalised, demands, domain, epsilon!, budget);
  return { normalised, demands, tolerances, norms, normSeconds };
}

/** The theorem's n for each layer: the failure probability is shared evenly by all problems of the network. */
async function boundsFor({ theorem, delta }: Request, { normalised, demands }: Prepared, tolerances: readonly number[]): Promise<number[]> {
  const problems = Math.max(1, demands.reduce((sum, d) => sum + d.problems, 0));
  const bounds: number[] = [];
  for (const [i, { scale }] of normalised.layers.entries()) {
    const tau = tolerances[i] / scale;
    // A tolerance beyond the largest weight asks for nothing: every weight is within it of 0.
    bounds.push(tau < 1 ? await evaluate(theorem.bound, { tau, delta: delta / problems }) : 1);
  }
  return bounds;
}

const widthsToUse = ({ candidates }: Request, bounds: readonly number[]): readonly number[] => (typeof candidates === 'number' ? bounds.map(() => candidates) : bounds);

const methodOf = ({ theorem, selector, seed }: Request, select = selector): Method => ({
  source: { seed, attempt: 0, law: theorem.law },
  construction: theorem.construction,
  selector: select,
});

const jobsFor = ({ normalised, demands }: Prepared, tolerances: readonly number[], n: readonly number[]): BlockJob[] =>
  normalised.layers.map((layer, i) => ({ layer, block: i + 1, n: n[i], tolerance: tolerances[i] / layer.scale, signs: demands[i].signs }));

async function search(request: Request, prepared: Prepared, tolerances: readonly number[], bounds: readonly number[], pool: Pool, onShare: (share: number) => void): Promise<{ jobs: BlockJob[]; blocks: PrunedBlock[] }> {
  let jobs = jobsFor(prepared, tolerances, widthsToUse(request, bounds));
  if (request.candidates === 'auto') {
    const scout = await prune(methodOf(request, first), jobs, pool, (share) => onShare(share / 2));
    jobs = jobs.map((job, i) => ({ ...job, n: scout[i].sufficient ?? job.n }));
  }
  return { jobs, blocks: await prune(methodOf(request), jobs, pool, onShare) };
}

function widthsOfSource({ theorem }: Request, normalised: Normalised, jobs: readonly BlockJob[]): number[] {
  const result = [normalised.layers[0].weights.columns];
  for (const { block, n, layer } of jobs) result.push(theorem.construction.hiddenWidth({ block, inputs: layer.weights.columns, n }), layer.weights.rows);
  const widest = Math.max(...result);
  if (!(widest < 2 ** 32)) throw new RangeError(`approximate: needed source layers of fewer than 2^32 units, got ${widest}; give a larger tolerance or --candidates N`);
  return result;
}

function maskOf(request: Request, normalised: Normalised, jobs: readonly BlockJob[], blocks: readonly PrunedBlock[]): Mask {
  return {
    ...methodOf(request).source,
    widths: widthsOfSource(request, normalised, jobs),
    construction: request.theorem.construction.name,
    scales: normalised.layers.map((l) => l.scale),
    domain: request.domain,
    target: networkDigest(request.target),
    layers: blocks.flatMap((b) => [b.scaffold, b.last]),
  };
}

function resultOf(
  request: Request, prepared: Prepared, bounds: readonly number[], jobs: readonly BlockJob[], blocks: readonly PrunedBlock[],
  mask: Mask, { findings }: Examination, passes: number, seconds: Record<string, number>,
): Result {
  const { target, theorem, selector, epsilon, tolerance, budget, delta, domain, seed } = request;
  const { perLayer, ...totals } = findings;
  const missed = blocks.flatMap((b, i) => b.misses.map((m) => ({ layer: i + 1, ...m })));
  // Only a proven miss refutes the claim that every weight is within its tolerance. That none misses is not the
  // search's word but the examination's, which compares exactly.
  const event: Verdict = findings.misses === 0 ? 'holds' : missed.some((m) => m.outcome === 'unreachable') ? 'fails' : 'open';
  return {
    schema: 1,
    target: { widths: widths(target), weights: countWeights(target), digest: mask.target, notes: target.notes },
    theorem: theorem.id,
    construction: theorem.construction.name,
    select: selector.name,
    epsilon,
    tolerance,
    budget,
    delta,
    domain: describeDomain(domain),
    seed,
    passes,
    sourceWidths: mask.widths,
    perLayer: perLayer.map((l, i): LayerResult => ({
      n: { used: jobs[i].n, bound: bounds[i], sufficient: blocks[i].sufficient },
      tolerance: l.tolerance,
      scale: prepared.normalised.layers[i].scale,
      problems: l.problems,
      misses: l.misses,
      maxWeightError: l.maxWeightError,
      selectedPerProblem: l.selected / Math.max(1, l.problems),
      weightsDrawn: blocks[i].weightsDrawn,
      unproven: blocks[i].unproven,
    })),
    ...totals,
    missed: missed.slice(0, 100),
    hypotheses: findingsOf(theorem, { target, domain, norms: prepared.norms, scales: mask.scales }),
    verdict: epsilon === null ? event : verdictOf(findings.certificate, epsilon),
    claim: epsilon === null ? `every weight within ${tolerance} of the target's` : `network error at most ${epsilon} on ${describeDomain(domain)}`,
    seconds,
  };
}

/** Seconds by stage, summed over passes. */
class Clock {
  private readonly stages: Record<string, number> = {};
  private last = performance.now();

  lap(stage: string): void {
    const now = performance.now();
    this.stages[stage] = (this.stages[stage] ?? 0) + (now - this.last) / 1000;
    this.last = now;
  }

  seconds(): Record<string, number> {
    return { ...this.stages };
  }
}

/** Errors and kept candidates of every problem, for figures. */
export const outcomesOf = ({ ticket, examination }: Approximation, target: Network) => weightOutcomes(ticket, target, examination.blocks);
