import type { Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import { boundBy } from './certificate.js';
import { lowerBound } from './lower-bound.js';
import { outputOf, withOutput } from './measure.js';
import { pairOf } from './pair.js';
import type { CertificateRecord, Norm } from './record.js';
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

/**
 * The upper bound of one method that goes through the networks once: spectral, componentwise or differential. Undefined of branch and bound, and
 * where it would take too long.
 */
export function upperBy(method: CertificateRecord['method'], a: Network, b: Network, domain: Domain, norm: Norm): number | undefined {
  const only = outputOf(norm), [f, g] = only === undefined ? [a, b] : [withOutput(a, only), withOutput(b, only)];
  return boundBy(method, pairOf(f, g, domain), domain, norm)?.upper;
}
