import type { Candidates } from './candidates.js';

/**
 * `hit`: the chosen subset is within the tolerance. `unreachable`: no subset of the candidates is (proven).
 * `gave-up`: none was found within the search's budget, which proves nothing. A miss carries the closest subset found.
 */
export type Outcome = 'hit' | 'unreachable' | 'gave-up';

/** What a selector answers for one problem. */
export interface Selection {
  readonly outcome: Outcome;
  /** Positions among the candidates, ascending. */
  readonly chosen: readonly number[];
  /** Whether the selector's own promise (closest, fewest, earliest) was proven for this answer. */
  readonly exact: boolean;
}

/** A way to choose a subset of the candidates whose sum is within `tolerance` of `target`. */
export interface Selector {
  readonly name: string;
  /** The largest number of candidates it takes, or Infinity. */
  readonly most: number;
  select(candidates: Candidates, target: number, tolerance: number): Selection;
  /** About how many steps of a nanosecond or two a problem of n candidates takes, where n alone decides it. */
  steps?(n: number): number;
}
