import type { BlockJob, Method } from '../constructions/index.js';
import type { Law } from '../numeric/law.js';
import { spectralNormUp } from '../numeric/spectral-norm.js';
import { requireDimension, type Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import { normalise, type Normalised } from '../network/normalise.js';
import { seedWords } from '../numeric/seed-words.js';
import { selectorNamed, type Selector } from '../subset-sum/index.js';
import { demandsOf, tolerancesFor, type Budget, type LayerDemand } from './budget.js';
import { evaluator, OutOfReach } from './formula.js';
import { constantsOf, findingsOf, type HypothesisFinding, type Theorem } from './theorem.js';

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
  /** In place of the theorem's own; null: that one. */
  readonly selector: Selector | null;
  /** `bound`: the theorem's n; `auto`: the smallest sufficient n; or n itself. */
  readonly candidates: 'bound' | 'auto' | number;
  /** Whether to run where hypotheses of the theorem are broken; default: no, it is refused. */
  readonly outside?: boolean;
  /** An integer in [0, 2^53). */
  readonly seed: number;
}

/** Expected draws beyond which a run is refused. */
const MOST_DRAWS = 1e11;

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
  const { target, theorem, domain, epsilon, tolerance, budget, delta, candidates, selector } = request;
  const { most, selectors, name } = theorem.construction;
  const open = (x: number): boolean => x > 0 && x < 1;
  if ((epsilon === null) === (tolerance === null)) throw new RangeError('request: needed either epsilon or tolerance, got both or neither');
  if (epsilon !== null && !open(epsilon)) throw new RangeError(`request: needed epsilon in (0, 1), got ${epsilon}`);
  if (tolerance !== null && !(tolerance > 0 && tolerance < Infinity)) throw new RangeError(`request: needed a positive tolerance, got ${tolerance}`);
  if (!open(delta)) throw new RangeError(`request: needed delta in (0, 1), got ${delta}`);
  if (typeof candidates === 'number' && !(Number.isInteger(candidates) && candidates >= 1 && candidates <= most)) {
    throw new RangeError(`request: needed 1 to ${most} candidates, got ${candidates}`);
  }
  if (selector && selectors && !selectors.includes(selector.name)) {
    throw new RangeError(`request: needed ${selectors.length === 0 ? 'no selector' : selectors.join(', ')} for the construction ${name}, got ${selector.name}`);
  }
  if (typeof candidates !== 'number' && selector && selector.most < Infinity) {
    throw new RangeError(`request: needed an explicit --candidates N (at most ${selector.most} usable) with --select ${selector.name}, got ${candidates}`);
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

/** The tolerance of each layer's normalised weights. */
const normalisedTolerances = ({ normalised }: Prepared, tolerances: readonly number[]): number[] => tolerances.map((t, i) => t / normalised.layers[i].scale);

/** The law of the source: that of the smallest tolerance that asks for anything. */
function lawOf({ theorem }: Request, prepared: Prepared, tolerances: readonly number[]): Law {
  const asked = normalisedTolerances(prepared, tolerances).filter((tau, i) => tau < 1 && prepared.demands[i].problems > 0);
  return theorem.law(Math.min(0.5, ...asked));
}

/** The theorem's n for each layer: the failure probability is shared evenly by all problems of the network. */
export async function boundsFor(request: Request, prepared: Prepared, tolerances: readonly number[]): Promise<number[]> {
  const { theorem, delta } = request, { normalised, demands } = prepared, law = lawOf(request, prepared, tolerances);
  const problems = Math.max(1, demands.reduce((sum, d) => sum + d.problems, 0));
  const n = await evaluator(theorem.bound), parameters: Record<string, number> = law.name === 'hyperbolic' ? { bins: law.bins } : {};
  return normalisedTolerances(prepared, tolerances).map((tau, i) => {
    const { rows, columns } = normalised.layers[i].weights;
    // A layer of zeros asks for nothing, nor does a tolerance beyond the largest weight: every weight is within it of 0.
    if (!(tau < 1 && demands[i].problems > 0)) return 1;
    try {
      return n({ ...constantsOf(theorem), ...parameters, rows, columns, tau, delta_1: delta / problems });
    } catch (error) {
      if (!(error instanceof OutOfReach)) throw error;
      throw new OutOfReach(`request: needed tolerances for which ${theorem.id} has a bound below 2^53, got ${tau.toPrecision(3)} of weights in [-1, 1] in layer ${i + 1}; give a larger error or tolerance, or another theorem`);
    }
  });
}

/** n for each layer: the request's own, or the bounds. */
export const widthsToUse = ({ candidates }: Request, bounds: readonly number[]): readonly number[] => (typeof candidates === 'number' ? bounds.map(() => candidates) : bounds);

/** The source and construction of a request. */
export const methodOf = (request: Request, prepared: Prepared, tolerances: readonly number[]): Method => ({
  source: { seed: request.seed, attempt: 0, law: lawOf(request, prepared, tolerances) },
  construction: request.theorem.construction,
});

/** The blocks to prune, n units per input each. */
export function jobsFor(request: Request, prepared: Prepared, tolerances: readonly number[], n: readonly number[]): BlockJob[] {
  const { construction } = request.theorem;
  let firstLayer = 1;
  return normalisedTolerances(prepared, tolerances).map((tolerance, i) => {
    const layer = prepared.normalised.layers[i], { rows: outputs, columns: inputs } = layer.weights;
    const block = { firstLayer, inputs, outputs, n: n[i], tolerance };
    firstLayer += construction.hiddenWidths(block).length + 1;
    return { layer, block, selector: request.selector ?? provedSelector(request.theorem, prepared.demands[i].problems > 0 ? tolerance : 1), signs: prepared.demands[i].signs };
  });
}

/** The selector that a theorem's proof is about; null where its construction decides by itself. */
export const provedSelector = (theorem: Theorem, tau: number): Selector | null => (theorem.construction.selectors?.length === 0 ? null : selectorNamed(theorem.select(Math.min(tau, 0.5))));

/** Widths of the source. Throws a RangeError where the construction cannot place so many units. */
export function widthsOfSource({ theorem: { construction } }: Request, jobs: readonly BlockJob[]): number[] {
  for (const { block } of jobs) if (block.n > construction.most) throw new RangeError(`request: needed n of at most ${construction.most} for the construction ${construction.name}, got ${block.n}; give a larger tolerance, or --candidates auto`);
  const result = [jobs[0].block.inputs, ...jobs.flatMap(({ block }) => [...construction.hiddenWidths(block), block.outputs])];
  const widest = Math.max(...result);
  if (!(widest < 2 ** 32)) throw new RangeError(`request: needed source layers of fewer than 2^32 units, got ${widest.toPrecision(3)}; give a larger tolerance, or --candidates auto`);
  return result;
}

/** The same blocks, none wider than the source can number: for a search of the smallest sufficient n. */
export const placeable = ({ theorem: { construction } }: Request, jobs: readonly BlockJob[]): BlockJob[] =>
  jobs.map((job) => {
    const fits = (n: number): boolean => n <= construction.most && construction.hiddenWidths({ ...job.block, n }).every((w) => w < 2 ** 32);
    let low = 0, high = job.block.n + 1;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (fits(middle)) low = middle;
      else high = middle;
    }
    return { ...job, block: { ...job.block, n: Math.max(1, low) } };
  });

/** Throws a RangeError where a problem has more candidates than its selector takes, or more draws are to be expected of so many runs than anybody waits for. */
export async function requireAffordable({ theorem }: Request, jobs: readonly BlockJob[], { source, construction }: Method, times = 1): Promise<void> {
  jobs.forEach(({ selector, block }, i) => {
    if (selector === null || block.n <= selector.most) return;
    const candidates = construction.mostCandidates(source, block);
    if (candidates > selector.most) throw new RangeError(`${selector.name}: needed at most ${selector.most} usable candidates, got ${candidates} of n = ${block.n} in layer ${i + 1}; lower --candidates`);
  });
  if (!theorem.draws) return;
  const draws = await evaluator(theorem.draws);
  const expected = times * jobs.reduce((sum, job) => sum + expectedDraws(job, (w) => draws({ tau: job.block.tolerance, w })), 0);
  if (expected <= MOST_DRAWS) return;
  const units = jobs.reduce((sum, { block }) => sum + theorem.construction.hiddenWidths(block).reduce((a, b) => a + b, 0), 0);
  throw new RangeError(
    `request: needed at most 1e11 expected draws, got ${expected.toPrecision(3)}${times > 1 ? ` in ${times} runs` : ''} for ${theorem.id}, whose bound asks ${units.toPrecision(3)} hidden units; ` +
      'give a fixed tolerance, a larger error, or another theorem',
  );
}

/** Classes of size into which weights are put, to be counted together. */
const CLASSES = 256;

/** Weights that a block's problems draw, on average, none more than its pool has: for each the more that an end of its class draws. */
function expectedDraws({ layer, block, signs }: BlockJob, draws: (w: number) => number): number {
  if (block.tolerance >= 1) return 0;
  const problems = new Float64Array(CLASSES + 1), { data, columns } = layer.weights;
  data.forEach((w, e) => {
    if (w !== 0) problems[Math.ceil(Math.abs(w) * CLASSES)] += [0, 1, 1, 2][signs[e % columns]];
  });
  return problems.reduce((sum, count, k) => (count === 0 ? sum : sum + count * Math.min(2 * block.n, Math.max(draws(k / CLASSES), draws((k - 1) / CLASSES)))), 0);
}

/** The theorem's hypotheses held against a request. Throws a RangeError where some are broken, unless the request is to run all the same. */
export function hypothesesOf(request: Request, { norms, normalised, demands }: Prepared, bounds: readonly number[], jobs: readonly BlockJob[]): HypothesisFinding[] {
  const { theorem, target, domain, candidates } = request;
  const selectors = jobs.flatMap(({ selector, block }, i) => (selector && demands[i].problems > 0 && block.tolerance < 1 ? [{ used: selector, proved: provedSelector(theorem, block.tolerance)!, n: block.n }] : []));
  const tolerances = jobs.flatMap(({ block }, i) => (demands[i].problems > 0 ? [block.tolerance] : []));
  const findings = findingsOf(theorem, { target, domain, norms, normalised, tolerances, budget: request.epsilon === null ? null : request.budget, n: jobs.map((j) => j.block.n), bounds, searched: candidates === 'auto', selectors });
  const broken = findings.filter((f) => f.met === 'broken');
  if (broken.length > 0 && !request.outside) {
    throw new RangeError(`request: needed the hypotheses of ${theorem.id}, got a broken one: ${broken.map((f) => `${f.name} (${f.detail})`).join('; ')}; --outside runs it all the same`);
  }
  return findings;
}
