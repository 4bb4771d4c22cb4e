import { boundedQuantiles } from './bounded-quantiles.js';
import { percentileInterval } from './percentile.js';
import type { QuantileCell } from './quantile-fit.js';
import { resampledQuantiles } from './resampled-quantiles.js';

/** A response left out because its draws do not bound its quantile from above: places in `cells` and in its `responses`. */
export interface BeyondQuantile {
  readonly cell: number;
  readonly response: number;
  readonly q: number;
}

export interface WeightedQuantiles {
  readonly used: readonly (BeyondQuantile & { readonly features: readonly number[] })[];
  readonly beyond: readonly BeyondQuantile[];
  /** One per used response. */
  readonly estimates: readonly number[];
  /** Per resample, one per used response; may be infinite. */
  readonly rows: readonly Float64Array[];
  /** One over the noise's variance: the middle 68 % of the resamples, and of a rounding to the lattice, step^2 / 12. */
  readonly weights: readonly number[];
}

/** The quantiles of cells that their draws bound, with resamples and weights. */
export function weightedQuantiles(cells: readonly QuantileCell[], options: { readonly seed: number; readonly confidence: number; readonly resamples: number; readonly step: number }): WeightedQuantiles {
  const known = cells.map((c) => boundedQuantiles(c.times, c.responses.map((r) => r.q), options.confidence));
  const places = cells.flatMap((c, cell) => c.responses.map(({ q, features }, response) => ({ cell, response, q, features })));
  const used = places.filter((p) => known[p.cell][p.response]), beyond = places.filter((p) => !known[p.cell][p.response]);
  const drawn = cells.map(({ times }, cell) => ({ times, quantiles: used.filter((p) => p.cell === cell).map((p) => p.q) }));
  const { estimates, resamples: rows } = resampledQuantiles(drawn, options);
  const weights = estimates.map((e, i) => {
    const { lower, upper } = percentileInterval(e, rows.map((row) => row[i]), 0.6827), spread = (upper - lower) / 2;
    return 1 / Math.max(spread * spread + (options.step * options.step) / 12, 1e-12 * (1 + e * e));
  });
  return { used, beyond: beyond.map(({ cell, response, q }) => ({ cell, response, q })), estimates, rows, weights };
}
