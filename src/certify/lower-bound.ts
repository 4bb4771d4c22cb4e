import { powerOfTwo } from '../numeric/rounding.js';
import { contains, type Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import { distancesExactly } from './exact/evaluate.js';
import { squareRoot } from './exact/square-root.js';
import type { Norm } from './record.js';

/**
 * A proven lower bound of the error over the domain: the error at x, evaluated exactly and rounded down; 0 where x does not
 * provably lie in the domain.
 */
export function lowerBound(a: Network, b: Network, domain: Domain, x: Float64Array, measure: Norm): number {
  if (!contains(domain, x)) return 0;
  const { mantissas, places } = distancesExactly(a, b, x);
  const size = measure === 'linf' ? mantissas.reduce((m, v) => (v > m ? v : m), 0n) : squareRoot(mantissas.reduce((s, v) => s + v * v, 0n) << 128n);
  return numberBelow(size, measure === 'linf' ? places : places + 64);
}

/** The largest float64 at most mantissa * 2^-places, mantissa >= 0; 0 below the normal range. */
function numberBelow(mantissa: bigint, places: number): number {
  if (mantissa === 0n) return 0;
  const excess = Math.max(0, mantissa.toString(2).length - 53), exponent = excess - places;
  if (exponent < -1022) return 0;
  // 2^971 and more is beyond a power by itself.
  const high = Math.max(0, exponent - 900);
  return exponent > 971 ? Number.MAX_VALUE : Number(mantissa >> BigInt(excess)) * powerOfTwo(exponent - high) * powerOfTwo(high);
}
