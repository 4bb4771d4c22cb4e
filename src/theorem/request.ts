import type { BlockJob, Method } from '../constructions/index.js';
import { spectralNormUp } from '../numeric/spectral-norm.js';
import { requireDimension, type Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import { normalise, type Normalised } from '../network/normalise.js';
import { seedWords } from '../numeric/seed-words.js';
import type { Selector } from '../subset-sum/index.js';
import { demandsOf, tolerancesFor, type Budget, type LayerDemand } from './budget.js';
import { evaluate } from './formula.js';
import type { Theorem } from './theorem.js';

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

/** Most hidden units per input: each has its first weight drawn before the search. */
const MOST_UNITS = 1 << 20;

/** A request in numbers: scales, demands, tolerances. */
export interface Prepared {
  readonly normalised: Normalised;
  readonly demands: readonly LayerDemand[];
  readonly tolerances: readonly number[];
  readonly norms: readonly number[];
  readonly normSeconds: number;
}

/** Checks a request and turns it into numbers. Throws a RangeError on a request out of range. */
export function prepare(request: Request): Prepared {
  const { target, domain, epsilon, tolerance, budget, delta, candidates } = request;
  const open = (x: number): boolean => x > 0 && x < 1;
  if ((epsilon === null) === (tolerance === null)) throw new RangeError('approximate: needed either epsilon or tolerance, got both or neither');
  if (epsilon !== null && !open(epsilon)) throw new RangeError(`approximate: needed epsilon in (0, 1), got ${epsilon}`);
  if (tolerance !== null && !(tolerance > 0 && tolerance < Infinity)) throw new RangeError(`approximate: needed a positive tolerance, got ${tolerance}`);
  if (!open(delta)) throw new RangeError(`approximate: needed delta in (0, 1), got ${delta}`);
  if (typeof candidates === 'number' && !(Number.isInteger(candidates) && candidates >= 1 && candidates <= MOST_UNITS)) {
    throw new RangeError(`approximate: needed 1 to ${MOST_UNITS} candidates, got ${candidates}`);
  }
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
  const tolerances = tolerance !== null ? target.layers.map(() => tolerance) : tolerancesFor(target, normalised, demands, domain, epsilon!, budget);
  return { normalised, demands, tolerances, norms, normSeconds };
}

/** The theorem's n for each layer: the failure probability is shared evenly by all problems of the network. */
export async function boundsFor({ theorem, delta }: Request, { normalised, demands }: Prepared, tolerances: readonly number[]): Promise<number[]> {
  const problems = Math.max(1, demands.reduce((sum, d) => sum + d.problems, 0));
  const bounds: number[] = [];
  for (const [i, { scale }] of normalised.layers.entries()) {
    const tau = tolerances[i] / scale;
    // A layer of zeros asks for nothing, nor does a tolerance beyond the largest weight: every weight is within it of 0.
    bounds.push(tau < 1 && demands[i].problems > 0 ? await evaluate(theorem.bound, { tau, delta: delta / problems }) : 1);
  }
  return bounds;
}

/** n for each layer: the request's own, or the bounds. */
export const widthsToUse = ({ candidates }: Request, bounds: readonly number[]): readonly number[] => (typeof candidates === 'number' ? bounds.map(() => candidates) : bounds);

/** The source, construction and selector of a request; `select` in place of its selector. */
export const methodOf = ({ theorem, selector, seed }: Request, select = selector): Method => ({
  source: { seed, attempt: 0, law: theorem.law },
  construction: theorem.construction,
  selector: select,
});

/** The blocks to prune, n units per input each. */
export const jobsFor = ({ normalised, demands }: Prepared, tolerances: readonly number[], n: readonly number[]): BlockJob[] =>
  normalised.layers.map((layer, i) => ({ layer, block: i + 1, n: n[i], tolerance: tolerances[i] / layer.scale, signs: demands[i].signs }));

/** Widths of the source, 2 l + 1 of them. Throws a RangeError beyond 2^32 units. */
export function widthsOfSource({ theorem }: Request, normalised: Normalised, jobs: readonly BlockJob[]): number[] {
  const result = [normalised.layers[0].weights.columns];
  for (const { block, n, layer } of jobs) result.push(theorem.construction.hiddenWidth({ block, inputs: layer.weights.columns, n }), layer.weights.rows);
  const widest = Math.max(...result);
  if (!(widest < 2 ** 32)) throw new RangeError(`approximate: needed source layers of fewer than 2^32 units, got ${widest}; give a larger tolerance or --candidates N`);
  return result;
}
