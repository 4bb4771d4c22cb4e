import { describeDomain, type Domain } from '../network/domain.js';
import { componentwiseBound } from './componentwise.js';
import { distanceDown } from './distance-down.js';
import type { Pair } from './pair.js';
import { spectralBound } from './spectral.js';
import { worstInputFound } from './worst-input.js';

/** lower <= sup over the domain of ||F(x) - G(x)||_2 <= upper, in real arithmetic over the stored weights, in output units. */
export interface Certificate {
  readonly lower: number;
  readonly upper: number;
  /** In words, as `--domain` takes it. */
  readonly domain: string;
  readonly norm: 'l2';
  /** The method of the least upper bound. */
  readonly method: string;
  /** Every method's upper bound. */
  readonly bounds: Readonly<Record<string, number>>;
}

/** Ways to bound the error from above, each sound; the least counts. */
const methods: readonly { name: string; bound: (pair: Pair, domain: Domain) => number }[] = [
  { name: 'spectral', bound: spectralBound },
  { name: 'componentwise', bound: componentwiseBound },
];

/** Bounds the error of a pruned network on a domain; `witness` proves the lower bound, and is searched for if absent. */
export function certify(pair: Pair, domain: Domain, witness: Float64Array = worstInputFound(pair, domain)): { certificate: Certificate; witness: Float64Array } {
  const bounds = Object.fromEntries(methods.map(({ name, bound }) => [name, bound(pair, domain)]));
  const method = methods.reduce((best, { name }) => (bounds[name] < bounds[best] ? name : best), methods[0].name);
  const lower = distanceDown(pair, domain, witness), upper = bounds[method];
  if (!(lower <= upper)) throw new Error(`certify: a proven lower bound ${lower} above a proven upper bound ${upper}: one of them is wrong, please report this`);
  return { certificate: { lower, upper, domain: describeDomain(domain), norm: 'l2', method, bounds }, witness };
}

/** One of three verdicts on "the quantity is at most the threshold". */
export type Verdict = 'holds' | 'fails' | 'open';

/** What an enclosure says of a threshold. */
export const verdictOf = ({ lower, upper }: { lower: number; upper: number }, threshold: number): Verdict =>
  upper <= threshold ? 'holds' : lower > threshold ? 'fails' : 'open';
