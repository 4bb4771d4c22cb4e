export { binomialCdf, binomialInterval, binomialLower, binomialUpper, trialsNeeded, type Interval } from './binomial.js';
export { distributionBand, dkwRadius, type BandPoint } from './bands.js';
export { SequentialTest, type SequentialVerdict } from './sequential.js';
export { quantileInterval } from './quantiles.js';
