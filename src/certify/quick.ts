import type { Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import { boundBy } from './certificate.js';
import { lowerBound } from './lower-bound.js';
import { pairOf } from './pair.js';
import { worstInputFound } from './worst-input.js';

/** Methods that go through the networks once, the cheapest first. */
const ONCE = ['spectral', 'componentwise', 'differential'] as const;

/**
 * An upper bound of sup ||A(x) - B(x)||_2 over the domain, in output units: the least of those by norms, neuron by neuron and by
 * differential symbols, no branch and bound. Methods are tried in this order until one is at most `aim`. Infinity where all overflow.
 */
export function quickUpper(a: Network, b: Network, domain: Domain, aim = 0): number {
  const pair = pairOf(a, b, domain);
  let upper = Infinity;
  for (const name of ONCE) {
    upper = Math.min(upper, boundBy(name, pair, domain, 'l2')?.upper ?? Infinity);
    if (upper <= aim) break;
  }
  return upper;
}

/** A proven lower bound of the same: the error at an input found in a short search of `effort` multiply-adds. */
export const quickLower = (a: Network, b: Network, domain: Domain, effort = 2e5): number => lowerBound(a, b, domain, worstInputFound([a, b], domain, 'l2', effort), 'l2');
