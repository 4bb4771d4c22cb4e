import { signOfSum } from '../numeric/exact-sign.js';
import { UNIT_ROUNDOFF } from '../numeric/rounding.js';
import { after, type Candidates } from './candidates.js';
import type { Outcome, Selector } from './selection.js';

/**
 * Why a problem was missed. `range`: the candidates' mass of the needed sign does not reach the target to within the tolerance, so no
 * subset can (proven). `resolution`: the mass is enough, and no subset is within the tolerance (proven). `gave-up`: neither is proven.
 */
export type Regime = 'range' | 'resolution' | 'gave-up';

/** All regimes. */
export const regimes: readonly Regime[] = ['range', 'resolution', 'gave-up'];

/** What a selector says of the subsets that it may choose. */
export type Rule = Pick<Selector, 'admits' | 'groups'>;

/** The regime of a miss. Draws all candidates: O(n), O(n log n) for a selector that admits some sizes only. */
export const regimeOf = (rule: Rule, candidates: Candidates, target: number, tolerance: number, outcome: Exclude<Outcome, 'hit'>): Regime =>
  isBeyondReach(rule, candidates, target, tolerance) ? 'range' : outcome === 'unreachable' ? 'resolution' : 'gave-up';

/**
 * Whether the sums of the subsets that a selector may choose all lie on one side of what is within the tolerance of the target: decided
 * without rounding. NaN is no candidate.
 */
export function isBeyondReach({ admits, groups }: Rule, candidates: Candidates, target: number, tolerance: number): boolean {
  const { limit } = candidates;
  candidates.draw(limit);
  if (groups !== undefined) {
    for (let from = 0; from + groups <= limit; from += groups) if (!isBeyondReach({ admits }, { ...after(candidates, from), limit: groups }, target, tolerance)) return false;
    return true;
  }
  const side = target < 0 ? -1 : 1, needed = Math.abs(target);
  if (!admits) return needed > tolerance && isShort(candidates.values.subarray(0, limit), (x) => side * x > 0, side, needed, tolerance);
  // Signed so that the target is positive, the largest first: of each size the first ones sum highest, the last ones lowest.
  const values = candidates.values.slice(0, limit).filter((x) => x === x).map((x) => side * x).sort().reverse(), n = values.length;
  let allShort = true, allBeyond = true;
  for (let size = 0; size <= n && (allShort || allBeyond); size++) {
    if (!admits(size)) continue;
    allShort &&= isShort(values.subarray(0, size), () => true, 1, needed, tolerance);
    // Lowest sum > target + tolerance, turned round: -sum < -target - tolerance.
    allBeyond &&= isShort(values.subarray(n - size), () => true, -1, -needed, tolerance);
  }
  return allShort || allBeyond;
}

/** Whether `side` times the sum of the values that count is less than needed - tolerance, for the real numbers that the float64s are. */
function isShort(values: Float64Array, counts: (x: number) => boolean, side: number, needed: number, tolerance: number): boolean {
  let sum = 0, size = Math.abs(needed) + tolerance, terms = 3;
  for (const x of values) {
    if (!counts(x)) continue;
    sum += side * x;
    size += Math.abs(x);
    terms++;
  }
  const lack = needed - tolerance - sum, slack = 2 * terms * UNIT_ROUNDOFF * size;
  if (Math.abs(lack) > slack) return lack > 0;
  return signOfSum([...Array.from(values.filter(counts), (x) => side * x), -needed, tolerance]) < 0;
}

/** The least number of candidates whose mass reaches the target to within the tolerance, for a selector of that rule; Infinity where all of them do not. O(n), O(n log n) under a rule. */
export function reachTime(rule: Rule, candidates: Candidates, target: number, tolerance: number): number {
  return rule.admits || rule.groups !== undefined ? bisected(rule, candidates, target, tolerance) : summed(candidates, target, tolerance);
}

function summed(candidates: Candidates, target: number, tolerance: number): number {
  const { values, limit } = candidates, side = target < 0 ? -1 : 1, needed = Math.abs(target);
  if (needed <= tolerance) return 0;
  candidates.draw(limit);
  let sum = 0;
  for (let k = 0; k < limit; k++) {
    if (!(side * values[k] > 0)) continue;
    sum += side * values[k];
    const lack = needed - tolerance - sum, slack = 2 * (k + 4) * UNIT_ROUNDOFF * (needed + tolerance + sum);
    if (lack < -slack || (lack <= slack && !isShort(values.subarray(0, k + 1), (x) => side * x > 0, side, needed, tolerance))) return k + 1;
  }
  return Infinity;
}

function bisected(rule: Rule, candidates: Candidates, target: number, tolerance: number): number {
  if (isBeyondReach(rule, candidates, target, tolerance)) return Infinity;
  let low = 0, high = candidates.limit;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isBeyondReach(rule, { values: candidates.values, limit: middle, drawn: middle, draw: () => {} }, target, tolerance)) low = middle + 1;
    else high = middle;
  }
  return high;
}
