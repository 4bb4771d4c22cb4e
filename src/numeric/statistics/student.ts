import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';

/** The upper quantile of Student's distribution that is exceeded with probability `alpha` < 1/2, by the beta distribution of nu / (nu + t^2). */
export function studentUpper(alpha: number, freedom: number): number {
  const x = betaQuantile(2 * alpha, freedom / 2, 0.5);
  return Math.sqrt((freedom * (1 - x)) / x);
}

/** The probability that Student's distribution exceeds t > 0: where the quantile above is t, by halving. */
export function studentTail(t: number, freedom: number): number {
  let low = 0, high = 0.5;
  for (let k = 0; k < 1100 && low < high; k++) {
    // Geometrically, once it is known to be small: tails are told by their ratio.
    const middle = low > 0 ? Math.sqrt(low) * Math.sqrt(high) : high / 16;
    if (middle <= Number.MIN_VALUE * 16 || middle === low || middle === high) break;
    if (studentUpper(middle, freedom) > t) low = middle;
    else high = middle;
  }
  return high;
}
