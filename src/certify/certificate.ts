import { inlinePool, type Pool } from '../numeric/pool.js';
import { up } from '../numeric/rounding.js';
import { boxAround, describeDomain, parseDomain, requireDimension, type Domain } from '../network/domain.js';
import { networkDigest, requireSameShape, type Network } from '../network/network.js';
import { branch, NOTHING, type Branching } from './branch.js';
import type { Problem } from './cell-bounder.js';
import { componentwiseBounds } from './componentwise.js';
import { Differential } from './differential.js';
import { lowerBound } from './lower-bound.js';
import { outputOf, parseNorm, sizeUp, withOutput } from './measure.js';
import { pairOf, type Pair } from './pair.js';
import type { CertificateRecord, Norm, Tree } from './record.js';
import { spectralBound } from './spectral.js';
import { climbedFrom, insideDomain, worstInputFound } from './worst-input.js';

/** lower <= sup over the domain of ||A(x) - B(x)|| <= upper, in real arithmetic over the stored weights, in output units. */
export interface Certificate {
  readonly lower: number;
  readonly upper: number;
  /** In words, as `--domain` takes it. */
  readonly domain: string;
  readonly norm: Norm;
  /** The method of the least upper bound. */
  readonly method: CertificateRecord['method'];
  /** The upper bound of every method that was tried. */
  readonly bounds: Readonly<Partial<Record<CertificateRecord['method'], number>>>;
  /** Upper bounds of |A_k - B_k| over the domain, output by output (of that output alone under output:K): the least of all methods. */
  readonly perOutput: readonly number[];
  /** Cells bounded by branch and bound, 0 without. */
  readonly nodes: number;
}

/** What may be asked of a certificate. */
export interface CertifyOptions {
  /** Default l2. */
  readonly norm?: Norm;
  /** Work ends once the error is known to be at most this, or larger. */
  readonly aim?: number;
  /** Cells that branch and bound may look at. By default what `effort` allows, at most 100,000, and none beyond 32 inputs. */
  readonly nodes?: number;
  /** Multiply-adds that branch and bound may take, about, and ten times what the search for bad inputs may. Default 2e10: about 20 s. */
  readonly effort?: number;
  /** Work ends once (upper - lower) / lower is at most this. Default 0.01. */
  readonly gap?: number;
  readonly pool?: Pool;
  /** Ends branch and bound where it is; what is then returned holds, but depends on the machine's speed. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (state: Branching) => void;
}

/** Multiply-adds of branch and bound by default, and of a pass of differential bounds at most. */
const EFFORT = 2e10, MOST_NODES = 100_000;

/** Multiply-adds of a search for a bad input, at most. Counted, not timed: the same everywhere. */
const SEARCH_EFFORT = 2e8;

/** What a cell costs besides its pass, as multiply-adds. */
const CELL_COST = 5e4;

/** Inputs beyond which branch and bound has to be asked for: halving one of so many sides hardly narrows a cell. */
const MOST_INPUTS = 32;

/** Largest input dimension of which all orthants are looked at. */
const MOST_ORTHANTS = 12;

/** Ways to bound the error from above in one go, output by output, each sound; the least counts. */
const methods: readonly { name: CertificateRecord['method']; slack: number; bounds: (pair: Pair, domain: Domain) => Float64Array | number | undefined }[] = [
  { name: 'spectral', slack: 2 ** -20, bounds: spectralBound },
  { name: 'componentwise', slack: 2 ** -30, bounds: componentwiseBounds },
  { name: 'differential', slack: 2 ** -30, bounds: differentialBounds },
];

/**
 * Bounds the error of two networks on a domain from both sides, and says how to check it again. The upper bound is written
 * with a relative slack of 2^-30 (2^-20 for spectral), so that a checker with other roundings finds no less. Throws a
 * RangeError unless inputs and outputs are equally many, and the domain's.
 */
export async function certify(first: Network, second: Network, domain: Domain, options: CertifyOptions = {}): Promise<{ certificate: Certificate; record: CertificateRecord }> {
  const { norm = 'l2', aim, gap = 0.01, effort = EFFORT, pool = inlinePool, signal, onProgress } = options;
  parseDomain(domain);
  requireSameShape(first, second, 'certify');
  requireDimension(domain, first.layers[0].weights.columns);
  parseNorm(norm, first.layers[first.layers.length - 1].weights.rows);
  const only = outputOf(norm), [a, b] = only === undefined ? [first, second] : [withOutput(first, only), withOutput(second, only)];
  const pair = pairOf(a, b, domain);
  const bounds: Partial<Record<CertificateRecord['method'], number>> = {};
  let method: CertificateRecord['method'] = 'spectral', upper = Infinity, tree: Tree | null = null, nodes = 0;
  let perOutput = new Float64Array(pair.layers[pair.layers.length - 1].weights.rows).fill(Infinity);
  for (const { name } of methods) {
    const found = boundBy(name, pair, domain, norm);
    if (found === undefined) continue;
    bounds[name] = found.upper;
    perOutput = perOutput.map((least, k) => Math.min(least, found.perOutput[k], found.upper));
    if (found.upper < upper) [method, upper] = [name, found.upper];
  }
  const search = Math.min(SEARCH_EFFORT, effort / 10);
  let witness = worstInputFound([a, b], domain, norm, search);
  let lower = lowerBound(a, b, domain, witness, norm);
  const decided = (): boolean => upper <= Math.max((1 + gap) * lower, NOTHING) || (aim !== undefined && (upper <= aim || lower > aim));
  const problem: Problem = { networks: [a, b], pair, domain, norm, cells: cellsFor(pair, domain) };
  const allowed = options.nodes ?? (pair.signs.length > MOST_INPUTS ? 0 : Math.min(MOST_NODES, Math.floor(effort / (passCost(pair) + CELL_COST))));
  if (!decided() && allowed > 0) {
    const found = await branch(problem, { nodes: allowed, gap, aim, signal }, { value: lower, point: witness }, pool, onProgress);
    const bound = (bounds['branch and bound'] = up(found.upper * (1 + 2 ** -30)));
    nodes = found.nodes;
    if (bound < upper) [method, upper, tree] = ['branch and bound', bound, found.tree];
    const best = insideDomain(found.point, domain);
    for (const x of [best, climbedFrom(best, [a, b], domain, norm, search)]) {
      const reached = lowerBound(a, b, domain, x, norm);
      if (reached > lower) [lower, witness] = [reached, x];
    }
  }
  if (!(lower <= upper)) throw new Error(`certify: a proven lower bound ${lower} above a proven upper bound ${upper}: one of them is wrong, please report this`);
  return {
    certificate: { lower, upper, domain: describeDomain(domain), norm, method, bounds, perOutput: Array.from(perOutput, (bound) => Math.min(bound, upper)), nodes },
    record: {
      format: 'slth-certificate', schema: 1, networks: [networkDigest(first), networkDigest(second)], domain, norm, lower, upper: upper < Infinity ? upper : null,
      witness: Array.from(witness), method, pairing: pair.pairing, tree,
    },
  };
}

/** The upper bound of one of the methods that go through the networks once; undefined of another, or where it would take too long. */
export function boundBy(name: CertificateRecord['method'], pair: Pair, domain: Domain, norm: Norm): { upper: number; perOutput: number[] } | undefined {
  const method = methods.find((m) => m.name === name), found = method?.bounds(pair, domain);
  if (!method || found === undefined) return undefined;
  const written = (x: number): number => (x === 0 ? 0 : up(x * (1 + method.slack)));
  const upper = written(typeof found === 'number' ? found : sizeUp(found, norm));
  return { upper, perOutput: Array.from(pair.layers[pair.layers.length - 1].imitates, (_, k) => (typeof found === 'number' ? upper : written(found[k]))) };
}

/** Differential symbolic bounds over the whole domain; undefined where they would take too long. */
function differentialBounds(pair: Pair, domain: Domain): Float64Array | undefined {
  const dimension = pair.signs.length;
  if (passCost(pair) > EFFORT) return undefined;
  const ends = boxAround(domain, dimension);
  const differential = new Differential(pair, dimension + 1);
  differential.run(domain.kind === 'box' ? { kind: 'box', ...ends } : { kind: 'ball', radius: domain.radius, ...ends });
  return Float64Array.from({ length: pair.layers[pair.layers.length - 1].weights.rows }, (_, k) => differential.reach(k));
}

/** Multiply-adds of a pass of differential bounds, about. */
const passCost = (pair: Pair): number => pair.layers.reduce((sum, { weights, plus, difference }) => sum + 2 * (weights.data.length + plus.data.length + difference.data.length), 0) * (pair.signs.length + 1);

/** Cones bound networks without biases on balls; everything else goes by boxes. */
const cellsFor = (pair: Pair, domain: Domain): 'boxes' | 'cones' =>
  domain.kind === 'ball' && pair.signs.length <= MOST_ORTHANTS
    && pair.layers.every((l) => [l.bias, l.ticketBias, l.ticketBiasRadius].every((list) => list.every((v) => v === 0))) ? 'cones' : 'boxes';

/** One of three verdicts on "the quantity is at most the threshold". */
export type Verdict = 'holds' | 'fails' | 'open';

/** What an enclosure says of a threshold. */
export const verdictOf = ({ lower, upper }: { lower: number; upper: number }, threshold: number): Verdict =>
  upper <= threshold ? 'holds' : lower > threshold ? 'fails' : 'open';
