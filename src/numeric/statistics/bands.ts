/** One step of an empirical distribution function: the share of samples at most `x`, and its simultaneous band. */
export interface BandPoint {
  readonly x: number;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Half the width of the band around an empirical distribution function that holds the true one everywhere with probability
 * 1 - alpha: sqrt(ln(2/alpha) / (2 samples)). Source: Dvoretzky, Kiefer & Wolfowitz (1956), with the constant of Massart (1990).
 */
export function dkwRadius(samples: number, alpha: number): number {
  if (!Number.isInteger(samples) || samples < 1) throw new RangeError(`dkwRadius: needed at least 1 sample, got ${samples}`);
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`dkwRadius: needed 0 < alpha < 1, got ${alpha}`);
  return Math.sqrt(Math.log(2 / alpha) / (2 * samples));
}

/** The empirical distribution function at each of its steps, with its band. `sorted` is ascending and may end in Infinity, which makes no step. */
export function distributionBand(sorted: ArrayLike<number>, alpha: number): BandPoint[] {
  const count = sorted.length, radius = dkwRadius(count, alpha), points: BandPoint[] = [];
  for (let k = 0; k < count && sorted[k] < Infinity; k++) {
    if (k + 1 < count && sorted[k + 1] === sorted[k]) continue;
    const estimate = (k + 1) / count;
    points.push({ x: sorted[k], estimate, lower: Math.max(0, estimate - radius), upper: Math.min(1, estimate + radius) });
  }
  return points;
}
