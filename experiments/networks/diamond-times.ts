import { carriersOf, sharedRow } from '../../src/constructions/by-carriers.js';
import { FourRows, type Carriers } from '../../src/constructions/four-rows.js';
import { uniform } from '../../src/numeric/law.js';
import type { Network } from '../../src/network/index.js';
import { LONGEST_PREFIX } from '../../src/subset-sum/hitting-time.js';
import { hittingTime, type Candidates } from '../../src/subset-sum/index.js';
import { coveringBracket, coversBy, provenTime } from './covering-bracket.js';

/** The diamond of a target on one source: every weight within the tolerance, of at most `most` units per input. */
export interface DiamondAttempt {
  readonly target: Network;
  /** Of every weight. */
  readonly tolerance: number;
  readonly most: number;
  readonly seed: number;
  readonly attempt: number;
  /** Whether the inputs of the first layer take both signs. Hidden activations take one. */
  readonly signed: boolean;
}

/** One weight, for one sign of its input, with its candidates, which are valid until the next problem. */
export interface DiamondProblem {
  readonly layer: number;
  readonly row: number;
  readonly column: number;
  readonly sign: 1 | -1;
  readonly target: number;
  readonly candidates: Candidates;
  readonly carriers: Carriers;
}

/** All problems of a diamond whose weight is not 0, in the order in which they are drawn. */
export function* diamondProblems({ target, tolerance, most, seed, attempt, signed }: DiamondAttempt): Generator<DiamondProblem> {
  const source = { seed, attempt, law: uniform };
  for (const [layer, { weights }] of target.layers.entries()) {
    const { rows: outputs, columns: inputs, data } = weights, block = { firstLayer: 2 * layer + 1, inputs, outputs, n: most, tolerance };
    const four = new FourRows(source, block.firstLayer + 1, most, (unit, column) => sharedRow(inputs, unit, column));
    for (let column = 0; column < inputs; column++) {
      const halves = carriersOf(source, block, column);
      for (const sign of layer === 0 && signed ? ([1, -1] as const) : ([1] as const)) {
        const carriers = sign === 1 ? halves.positive : halves.negative;
        for (let row = 0; row < outputs; row++) {
          if (row % 4 === 0) four.start(carriers, column, row / 4);
          const w = data[row * inputs + column];
          if (w !== 0) yield { layer, row, column, sign, target: w, candidates: four.rows[row % 4], carriers };
        }
      }
    }
  }
}

/** The raw n behind a number of usable candidates; Infinity behind Infinity. */
export const rawUnits = ({ units }: Carriers, usable: number): number => (usable === 0 ? 0 : usable === Infinity ? Infinity : units[usable - 1] + 1);

/**
 * The raw n from which on the problem has a subset within the tolerance; beyond 46 usable candidates the first at which rounded sums prove
 * one, which may be later by what a rounding of tolerance / 128 hides. Infinity where `most` units give none.
 */
export function timeOf({ candidates, carriers, target }: DiamondProblem, tolerance: number): number {
  const { time } = hittingTime(candidates, target, tolerance);
  return rawUnits(carriers, time < Infinity || candidates.limit <= LONGEST_PREFIX ? time : provenTime(candidates, target, tolerance));
}

/** The raw n from which on candidates of the target's sign together reach it: before, no subset can. Infinity where they do not. */
export function rangeTimeOf({ candidates, carriers, target }: DiamondProblem, tolerance: number): number {
  let short = Math.abs(target) - tolerance;
  for (let k = 0; k < candidates.limit; k++) {
    if (short <= 0) return rawUnits(carriers, k);
    candidates.draw(k + 1);
    short -= Math.max(0, target > 0 ? candidates.values[k] : -candidates.values[k]);
  }
  return short <= 0 ? rawUnits(carriers, candidates.limit) : Infinity;
}

/** Two hitting times of a network, the maxima over its problems: of a subset within the tolerance, and of its range, which is not later. */
export function diamondTimes(asked: DiamondAttempt): { readonly hit: number; readonly range: number } {
  let hit = 0, range = 0;
  for (const problem of diamondProblems(asked)) {
    hit = Math.max(hit, timeOf(problem, asked.tolerance));
    range = Math.max(range, rangeTimeOf(problem, asked.tolerance));
  }
  return { hit, range };
}

/** Between which n the diamond first serves every target with weights in [-1, 1]: the maximum over problems of the time at which sums cover [-1, 1]. */
export function diamondCovers(asked: DiamondAttempt): { readonly lower: number; readonly upper: number } {
  let lower = 0, upper = 0;
  for (const { candidates, carriers } of diamondProblems(asked)) {
    // Most are served by what the worst so far needs, and change nothing.
    const usable = carriers.units.findIndex((unit) => unit >= upper);
    if (usable > 0 && coversBy(candidates, 1, asked.tolerance, usable)) continue;
    const bracket = coveringBracket(candidates, 1, asked.tolerance);
    lower = Math.max(lower, rawUnits(carriers, bracket.lower));
    upper = Math.max(upper, rawUnits(carriers, bracket.upper));
  }
  return { lower, upper };
}
