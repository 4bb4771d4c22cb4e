import type { Candidates } from './candidates.js';
import type { CoveringTime } from './covering-time.js';

/**
 * `hit`: the chosen subset is within the tolerance. `unreachable`: no subset that the selector may choose is (proven).
 * `gave-up`: none was found, which proves nothing. A miss carries the closest subset found.
 */
export type Outcome = 'hit' | 'unreachable' | 'gave-up';

/** What a selector answers for one problem. */
export interface Selection {
  readonly outcome: Outcome;
  /** Positions among the candidates, ascending. */
  readonly chosen: readonly number[];
  /** Whether the answer is proven to be the one that the selector promises. */
  readonly exact: boolean;
  /** So many candidates give a hit; absent: as many as end with the last chosen. */
  readonly needs?: number;
}

/** A subset and how far its sum is from the target. */
export interface Subset {
  readonly chosen: readonly number[];
  readonly distance: number;
}

/**
 * A way to choose a subset of the candidates whose sum is within `tolerance` of `target`. Its promise, which every
 * answer marked `exact` keeps: of the subsets that it may choose and that are within the tolerance none is better; where
 * there is none, the outcome is `unreachable` and none is closer. Hits and proofs are decided without rounding; among
 * subsets whose distances differ by less than 2^-46 of the values' absolute sum (or 2^-900), the closest may be any.
 */
export interface Selector {
  readonly name: string;
  /** The largest number of candidates it takes, or Infinity. */
  readonly most: number;
  /** Whether it may choose subsets of that size; absent: of any. */
  admits?(size: number): boolean;
  /** It chooses within one group of so many consecutive candidates; absent: among all. */
  readonly groups?: number;
  /** Negative if `a` is the better answer of two within the tolerance, positive if `b` is, 0 if it promises neither; absent: any will do. */
  compare?(a: Subset, b: Subset): number;
  /** Whether it searches to the end: `unreachable` or a hit, unless its stated budget ends. */
  readonly complete: boolean;
  /** Candidates up to which it is sure to; absent: `most`. Of more it searches parts. */
  readonly searchesAll?: number;
  /** Whether no shorter prefix of the candidates would have given it a hit than the answer needs. */
  readonly earliest?: boolean;
  select(candidates: Candidates, target: number, tolerance: number): Selection;
  /**
   * Bounds of the least number of candidates of which it may choose, for every target of [low, high] at once, a subset within the tolerance;
   * Infinity where all of them do not suffice, or are not known to. Absent: not worked out.
   */
  covers?(candidates: Candidates, low: number, high: number, tolerance: number): CoveringTime;
  /** About how many steps of a nanosecond a problem of n candidates takes, where n alone decides it. */
  steps?(n: number): number;
}
