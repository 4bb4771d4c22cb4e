import { certify, collapsedNetwork, examine, weightOutcomes, type Examination, type TicketClaims } from '../certify/index.js';
import { prune, type BlockJob, type PrunedBlock } from '../constructions/index.js';
import type { Pool } from '../numeric/pool.js';
import { roundDownTo12Bits } from '../numeric/rounding.js';
import { networkDigest, type Network } from '../network/network.js';
import type { Mask, Ticket } from '../network/ticket.js';
import { first } from '../subset-sum/index.js';
import { isFeasible, requireFeasible } from './budget.js';
import { boundsFor, hypothesesOf, jobsFor, methodOf, placeable, prepare, requireAffordable, widthsOfSource, widthsToUse, type Prepared, type Request } from './request.js';
import { resultOf, type Result } from './result.js';
import type { HypothesisFinding } from './theorem.js';

/** Called while work goes on; share in [0, 1]. */
export type OnProgress = (stage: string, share: number) => void;

/** A result with its ticket, and what figures and exports need. */
export interface Approximation {
  readonly result: Result;
  readonly ticket: Ticket;
  readonly examination: Examination;
}

/** Most passes over a source with shrinking tolerances. */
const MOST_PASSES = 6;

/** Multiply-adds of branch and bound where no error is aimed at: under a second. */
const UNAIMED_EFFORT = 2e8;

/**
 * The main job: draws a random network as wide as the theorem asks, prunes it into the target by subset sums, and
 * certifies the error on the domain. With a network error and the expected budget, tolerances shrink by the measured ratio
 * and the same source is searched again until the certificate meets the error, or a search could not give the bits.
 * Misses are counted and kept, never redrawn. Throws a RangeError on a request out of range.
 */
export async function approximate(request: Request, pool: Pool, onProgress: OnProgress = () => {}): Promise<Approximation> {
  const clock = new Clock();
  const prepared = prepare(request);
  const { normalised, demands } = prepared;
  clock.lap('norms');
  let { tolerances } = prepared;
  requireFeasible(normalised, demands, tolerances);
  const laws = new Set<string>();
  for (let passes = 1; ; passes++) {
    const bounds = await boundsFor(request, prepared, tolerances);
    clock.lap('bound');
    const report = (share: number): void => onProgress(passes === 1 ? 'search' : `search, pass ${passes}`, share);
    const { jobs, blocks } = await search(request, prepared, tolerances, bounds, pool, report);
    clock.lap('search');
    onProgress('certificate', 0);
    laws.add(JSON.stringify(methodOf(request, prepared, tolerances).source.law));
    const hypotheses = hypothesesOf(request, prepared, bounds, jobs);
    const mask = maskOf(request, prepared, tolerances, jobs, blocks, hypotheses);
    const { target, domain, epsilon } = request;
    const examination = examine(mask, target, tolerances);
    const collapsed = collapsedNetwork(mask, target.layers[0].weights.columns, examination.blocks);
    const { certificate, record } = await certify(target, collapsed, domain, {
      pool, ...(epsilon !== null ? { aim: epsilon } : { effort: UNAIMED_EFFORT }),
      onProgress: ({ lower, upper }) => onProgress(`certificate [${lower.toPrecision(3)}, ${upper.toPrecision(3)}]`, 0),
    });
    clock.lap('certificate');
    if (epsilon !== null && request.budget === 'expected' && certificate.upper > epsilon && passes < MOST_PASSES && blocks.every((b) => b.misses.length === 0)) {
      const smaller = tolerances.map((t) => roundDownTo12Bits(t * (epsilon / certificate.upper) * 0.98));
      if (isFeasible(normalised, demands, smaller)) {
        tolerances = smaller;
        continue;
      }
    }
    const { lower, upper, norm, method } = certificate, { pairing, tree, witness } = record;
    const claims: TicketClaims = { ...examination.findings, certificate: { lower, upper, norm, method, pairing, tree }, epsilon };
    const ticket: Ticket = { ...mask, witness: Float64Array.from(witness), claims: { ...claims } };
    return { ticket, examination, result: await resultOf(request, prepared, bounds, jobs, blocks, mask, examination, hypotheses, certificate, { passes, sources: laws.size }, clock.seconds()) };
  }
}

async function search(request: Request, prepared: Prepared, tolerances: readonly number[], bounds: readonly number[], pool: Pool, onShare: (share: number) => void): Promise<{ jobs: BlockJob[]; blocks: PrunedBlock[] }> {
  const method = methodOf(request, prepared, tolerances);
  let jobs = jobsFor(request, prepared, tolerances, widthsToUse(request, bounds));
  // What could not be run is refused before the work.
  hypothesesOf(request, prepared, bounds, jobs);
  if (request.candidates === 'auto') jobs = placeable(request, jobs);
  await requireAffordable(request, jobs, method);
  widthsOfSource(request, jobs);
  if (request.candidates === 'auto') {
    // Any search of all subsets is sooner done by the cheapest: it finds the same n.
    const scouts = jobs.map((job) => (job.selector?.complete && !job.selector.admits ? { ...job, selector: first } : job));
    const scouted = await prune(method, scouts, pool, (share) => onShare(share / 2));
    jobs = jobs.map((job, i) => ({ ...job, block: { ...job.block, n: scouted[i].sufficient ?? job.block.n } }));
  }
  return { jobs, blocks: await prune(method, jobs, pool, onShare) };
}

function maskOf(request: Request, prepared: Prepared, tolerances: readonly number[], jobs: readonly BlockJob[], blocks: readonly PrunedBlock[], hypotheses: readonly HypothesisFinding[]): Mask {
  const { construction } = request.theorem;
  return {
    ...methodOf(request, prepared, tolerances).source,
    widths: widthsOfSource(request, jobs),
    depths: blocks.map((b) => b.layers.length),
    construction: construction.name,
    scales: jobs.map(({ layer, block }) => layer.scale / construction.scale(block.tolerance)),
    domain: request.domain,
    outside: hypotheses.filter((h) => h.met === 'broken').map((h) => h.name),
    target: networkDigest(request.target),
    layers: blocks.flatMap((b) => b.layers),
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
