/** Bits of subsets that a group has, over the bits that a target asks for: chosen here, of which p_hit is the consequence. */
export const BITS = 1.6;

/** Elements of a subset for tolerance tau, and candidates of a group: the least m with m H_2(k/m) >= bits log2(k/tau). */
export const SIZE = 'max(3, ceil(0.6 * log2(1 / tau)))';
export const GROUP = 'smallest(m, m > 2 * k and k * log2(m / k) + (m - k) * log2(m / (m - k)) >= bits * log2(k / tau))';

/** The same in code, for the selector's name. */
export const sizeFor = (tau: number): number => Math.max(3, Math.ceil(0.6 * Math.log2(1 / tau)));

/** Below, a group has more sums than its selector takes. */
const LEAST = 2e-7;

/** Throws a RangeError for tolerances below 2e-7. */
export function groupFor(tau: number): number {
  if (!(tau >= LEAST)) throw new RangeError(`natale2024.fixed-size: needed a tolerance of at least ${LEAST} of a layer's scale, got ${tau.toPrecision(3)}`);
  const k = sizeFor(tau), enough = (m: number): boolean => k * Math.log2(m / k) + (m - k) * Math.log2(m / (m - k)) >= BITS * Math.log2(k / tau);
  let m = 2 * k + 1;
  while (!enough(m)) m++;
  return m;
}
