import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';

/** The upper quantile of Student's distribution that is exceeded with probability `alpha` < 1/2, by the beta distribution of nu / (nu + t^2). */
export function studentUpper(alpha: number, freedom: number): number {
  const x = betaQuantile(2 * alpha, freedom / 2, 0.5);
  return Math.sqrt((freedom * (1 - x)) / x);
}
