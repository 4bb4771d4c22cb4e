import type { Miss } from '../constructions/index.js';
import type { Regime } from '../subset-sum/index.js';

/** Misses by regime. */
export type Misses = Readonly<Record<'range' | 'resolution' | 'gaveUp', number>>;

const nameOf: Readonly<Record<Regime, keyof Misses>> = { range: 'range', resolution: 'resolution', 'gave-up': 'gaveUp' };

/** How many misses there are of each regime. */
export function missesOf(misses: Iterable<Miss>): Misses {
  const counts = { range: 0, resolution: 0, gaveUp: 0 };
  for (const { regime } of misses) counts[nameOf[regime]]++;
  return counts;
}

/** Sums of misses, regime by regime. */
export const sumOfMisses = (all: readonly Misses[]): Misses => ({
  range: all.reduce((sum, m) => sum + m.range, 0),
  resolution: all.reduce((sum, m) => sum + m.resolution, 0),
  gaveUp: all.reduce((sum, m) => sum + m.gaveUp, 0),
});
