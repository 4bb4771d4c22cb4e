import { hittingTime, regimeOf, type Candidates, type Regime, type Selection, type Selector } from '../subset-sum/index.js';
import type { ColumnsResult, EdgeList, Miss } from './construction.js';

/** Counts the problems of a share: misses, what was not proven, and the n that would have sufficed. */
export class Tally {
  private problems = 0;
  private unproven = 0;
  private sufficient = 0;
  private sufficientExact = true;
  private readonly misses: Miss[] = [];

  /** A problem for which the regime of a miss or the n of a hit is known. */
  add(row: number, column: number, sign: 1 | -1, outcome: 'hit' | Regime, n: number, exact: boolean): void {
    this.problems++;
    if (outcome !== 'hit') this.misses.push({ row, column, sign, regime: outcome });
    else if (n > this.sufficient) [this.sufficient, this.sufficientExact] = [n, exact];
  }

  /** A problem that a selector solved; `unitOf` gives the unit, from 0, behind a candidate. */
  addSelection(row: number, column: number, sign: 1 | -1, selector: Selector, candidates: Candidates, target: number, tolerance: number, found: Selection, unitOf: (k: number) => number): void {
    const { outcome, chosen, exact, needs = chosen.length === 0 ? 0 : chosen[chosen.length - 1] + 1 } = found;
    // A selector that promises no proof owes none.
    if (!exact && selector.complete) this.unproven++;
    const last = needs === 0 ? 0 : unitOf(needs - 1) + 1;
    // The subset found bounds its hitting time; only if it lies beyond the others' must that be found out.
    const [n, known] = outcome !== 'hit' || last <= this.sufficient ? [last, true] : leastUnits(selector, candidates, target, tolerance, last, unitOf);
    this.add(row, column, sign, outcome === 'hit' ? outcome : regimeOf(selector, candidates, target, tolerance, outcome), n, known);
  }

  result(layers: readonly EdgeList[], weightsDrawn: number): ColumnsResult {
    const { problems, misses, sufficient, sufficientExact, unproven } = this;
    return { layers, problems, misses, sufficient, sufficientExact, weightsDrawn, unproven };
  }
}

/** The least n that gives the selector a hit, and whether it is known to be the least: `last` is enough. */
function leastUnits(selector: Selector, candidates: Candidates, target: number, tolerance: number, last: number, unitOf: (k: number) => number): [number, boolean] {
  if (selector.earliest || last === 0) return [last, true];
  // A greedy search, or one for a given size, may succeed later than subsets do; what it used is enough for it.
  if (!selector.complete || selector.admits) return [last, false];
  const { time } = hittingTime(candidates, target, tolerance);
  // Beyond the longest prefix that is searched the hitting time is not known: the subset found bounds it.
  return time === Infinity ? [last, false] : [time === 0 ? 0 : unitOf(time - 1) + 1, true];
}
