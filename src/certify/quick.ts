import type { Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import { boundBy } from './certificate.js';
import { lowerBound } from './lower-bound.js';
import { pairOf } from './pair.js';
import { worstInputFound } from './worst-input.js';

/**
 * An upper bound of sup ||A(x) - B(x)||_2 over the domain, in output units: the least of those by norms, neuron by neuron and by
 * differential symbols, no branch and bound. Infinity where all overflow.
 */
export function quickUpper(a: Network, b: Network, domain: Domain): number {
  const pair = pairOf(a, b, domain);
  return Math.min(...(['spectral', 'componentwise', 'differential'] as const).map((name) => boundBy(name, pair, domain, 'l2')?.upper ?? Infinity));
}

/** A proven lower bound of the same: the error at an input found in a short search of `effort` multiply-adds. */
export const quickLower = (a: Network, b: Network, domain: Domain, effort = 2e5): number => lowerBound(a, b, domain, worstInputFound([a, b], domain, 'l2', effort), 'l2');
