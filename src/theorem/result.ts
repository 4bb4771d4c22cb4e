import { isMissed, verdictOf, type Certificate, type Examination, type Findings, type Verdict } from '../certify/index.js';
import type { BlockJob, Miss, PrunedBlock } from '../constructions/index.js';
import { describeDomain } from '../network/domain.js';
import { countWeights, widths } from '../network/network.js';
import type { Mask } from '../network/ticket.js';
import type { Budget } from './budget.js';
import { missesOf, type Misses } from './misses.js';
import type { Prepared, Request } from './request.js';
import { toTex, type Origin } from './formula.js';
import type { HypothesisFinding, Theorem } from './theorem.js';

/** How one target layer came out. */
export interface LayerResult {
  /**
   * Hidden units per input: used, asked by the theorem's bound, and the least at which no weight misses (null if one does;
   * only an upper bound of it if not exact, where a hitting time lies beyond 46 usable candidates).
   */
  readonly n: { readonly used: number; readonly bound: number; readonly sufficient: number | null; readonly sufficientExact: boolean };
  /** In the target's weight units. */
  readonly tolerance: number;
  readonly scale: number;
  readonly problems: number;
  readonly misses: number;
  /** Those of the search by regime; what it gave up may be within the tolerance all the same, and is then no miss. */
  readonly regimes: Misses;
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
  /** The theorem in the form that was run, where that comes from, and what its bound rests on. */
  readonly theorem: { readonly id: string; readonly origin: Origin; readonly cite: Theorem['cite']; readonly bound: { readonly expression: string; readonly tex: string; readonly counts: string; readonly origin: Origin; readonly source: string } };
  readonly construction: string;
  /** Names of the selectors; the construction's own where it decides by itself. */
  readonly select: string;
  readonly epsilon: number | null;
  readonly tolerance: number | null;
  readonly budget: Budget;
  readonly delta: number;
  readonly domain: string;
  readonly seed: number;
  readonly passes: number;
  /** Sources that the passes searched: one, or as many as there were laws where the law follows the tolerances. */
  readonly sources: number;
  readonly sourceWidths: readonly number[];
  readonly perLayer: readonly LayerResult[];
  /** Misses by layer (from 1), at most the first hundred. */
  readonly missed: readonly (Miss & { layer: number })[];
  readonly hypotheses: readonly HypothesisFinding[];
  /** Names of those that are broken: the theorem promises nothing of this run. */
  readonly outside: readonly string[];
  readonly certificate: Certificate;
  readonly verdict: Verdict;
  /** What the verdict is about. */
  readonly claim: string;
  readonly seconds: Readonly<Record<string, number>>;
}

/** Puts a finished run into words and numbers. */
export async function resultOf(
  request: Request, prepared: Prepared, bounds: readonly number[], jobs: readonly BlockJob[], blocks: readonly PrunedBlock[],
  mask: Mask, { findings, blocks: effective }: Examination, hypotheses: readonly HypothesisFinding[], certificate: Certificate, searched: Pick<Result, 'passes' | 'sources'>, seconds: Record<string, number>,
): Promise<Result> {
  const { target, theorem, epsilon, tolerance, budget, delta, domain, seed } = request;
  const { expression, counts, origin, source } = theorem.bound;
  const { perLayer, ...totals } = findings;
  // What a selector gave up may be within the tolerance all the same.
  const missed = blocks.flatMap((b, i) => b.misses.filter((m) => isMissed(mask, prepared.normalised, effective, i, m, perLayer[i].tolerance)).map((m) => ({ layer: i + 1, ...m })));
  // Only a proven miss refutes the claim that every weight is within its tolerance. That none misses is not the
  // search's word but the examination's, which compares exactly.
  const event: Verdict = findings.misses === 0 ? 'holds' : missed.some((m) => m.regime !== 'gave-up') ? 'fails' : 'open';
  return {
    schema: 1,
    target: { widths: widths(target), weights: countWeights(target), digest: mask.target, notes: target.notes },
    theorem: { id: theorem.id, origin: theorem.origin, cite: theorem.cite, bound: { expression, tex: await toTex(theorem.bound), counts, origin, source } },
    construction: theorem.construction.name,
    select: [...new Set(jobs.map((j) => j.selector?.name ?? theorem.construction.name))].join(', '),
    epsilon,
    tolerance,
    budget,
    delta,
    domain: describeDomain(domain),
    seed,
    ...searched,
    sourceWidths: mask.widths,
    perLayer: perLayer.map((l, i): LayerResult => ({
      n: { used: jobs[i].block.n, bound: bounds[i], sufficient: blocks[i].sufficient, sufficientExact: blocks[i].sufficientExact },
      tolerance: l.tolerance,
      scale: prepared.normalised.layers[i].scale,
      problems: l.problems,
      misses: l.misses,
      regimes: missesOf(missed.filter((m) => m.layer === i + 1)),
      maxWeightError: l.maxWeightError,
      selectedPerProblem: l.selected / Math.max(1, l.problems),
      weightsDrawn: blocks[i].weightsDrawn,
      unproven: blocks[i].unproven,
    })),
    ...totals,
    certificate,
    missed: missed.slice(0, 100),
    hypotheses,
    outside: mask.outside,
    verdict: epsilon === null ? event : verdictOf(certificate, epsilon),
    claim: epsilon === null ? `every weight within ${tolerance} of the target's` : `network error at most ${epsilon} on ${describeDomain(domain)}`,
    seconds,
  };
}
