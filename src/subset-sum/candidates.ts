/**
 * The candidates of one problem, in the order in which they are drawn. A selector asks for more only while it needs
 * them, so a large `limit` costs nothing until it is used.
 *
 * Every subset sum of `values` must be exact in float64 (dyadic values whose absolute sum stays below 2^53 grid steps);
 * the source's weights are made so.
 */
export interface Candidates {
  /** How many there are in all. */
  readonly limit: number;
  /** The first `drawn` entries are valid. Capacity is `limit`. */
  readonly values: Float64Array;
  readonly drawn: number;
  /** Where a candidate is the product of a last edge and a gain: the gain of each, as far as drawn. */
  readonly gains?: Float64Array;
  /** Makes at least min(count, limit) entries of `values` valid. */
  draw(count: number): void;
}

/** Candidates whose values are all known: for tests and for problems that come from a file. */
export function known(values: ArrayLike<number>): Candidates {
  return { limit: values.length, values: Float64Array.from(values), drawn: values.length, draw: () => {} };
}

/** The candidates from position `from` on. */
export const after = (candidates: Candidates, from: number): Candidates => ({
  limit: candidates.limit - from,
  values: candidates.values.subarray(from),
  get drawn() {
    return candidates.drawn - from;
  },
  draw: (count) => candidates.draw(from + count),
});
