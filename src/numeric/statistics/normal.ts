import cdf from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';

/** The standard normal distribution function. */
export const normalCdf = (x: number): number => cdf(x, 0, 1);

/** Its inverse on [0, 1]: -Infinity at 0, Infinity at 1. */
export const normalQuantile = (p: number): number => quantile(p, 0, 1);
