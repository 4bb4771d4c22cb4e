import type { Interval } from '../../src/numeric/statistics/index.js';
import { MARGIN, verdictsOf, type Cell, type TargetAccuracies, type Verdict } from './cells.js';
import { publishedDifference } from './published.js';

/** Of one attempt no interval is known. */
const shown = ({ estimate, lower, upper }: Interval): string => estimate.toFixed(2) + (Number.isFinite(upper - lower) ? ` [${lower.toFixed(2)}, ${upper.toFixed(2)}]` : '');
const range = (values: readonly number[], digits: number): string => `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`;

/** In how many cells a copy loses less than the margin, stretched and squeezed apart; the least and the greatest difference; what the comparisons lose. */
export function finding(targets: readonly TargetAccuracies[], cells: readonly Cell[], confidence: number): string {
  const told = (family: Cell['family']): Verdict[] => verdictsOf(cells.filter((c) => c.family === family), confidence);
  const plain = told('plain'), residual = told('residual');
  if (plain.length === 0) return 'No ticket is copied to another depth yet: open.';
  const counts = (verdicts: readonly Verdict[]): string => {
    const stretched = verdicts.filter((v) => v.cell.to > v.cell.from), squeezed = verdicts.filter((v) => v.cell.to < v.cell.from);
    return `${count(stretched, 'holds')} of ${stretched.length} stretches and ${count(squeezed, 'holds')} of ${squeezed.length} squeezes (more in ${count(verdicts, 'fails')}, open in ${count(verdicts, 'open')})`;
  };
  const ends = (verdicts: readonly Verdict[]): string => {
    const sorted = [...verdicts].sort((a, b) => a.difference.estimate - b.difference.estimate), at = ({ cell, difference }: Verdict): string => `${shown(difference)} (${cell.from} to ${cell.to})`;
    return `from ${at(sorted[0])} to ${at(sorted[sorted.length - 1])}`;
  };
  const losses = (ours: readonly (readonly number[])[], others: readonly (readonly number[])[]): string => range(others.map((other, k) => mean(other.map((a, i) => ours[k][i] - a))), 1);
  const plainTargets = targets.filter((t) => t.family === 'plain'), iterative = plainTargets.map((t) => t.iterative), plainCells = cells.filter((c) => c.family === 'plain');
  return `In plain networks a copied ticket loses less than ${MARGIN} points against the target's own IMP ticket in ${counts(plain)}: ${ends(plain)}, at ${range(iterative.map(mean), 1)} % accuracy (published: ${range(plain.map(({ cell }) => publishedDifference(cell.from, cell.to)), 2)} at 98 %, on 60,000 images). `
    + `${residual.length === 0 ? 'Of residual ones it is open' : `In residual ones it does in ${counts(residual)}: ${ends(residual)}`}; plain means lose ${losses(plainCells.map((c) => c.copied), plainCells.map((c) => c.permuted))} points where a copy's masks are permuted, ${losses(iterative, plainTargets.map((t) => t.oneShot))} by one-shot magnitude and ${losses(iterative, plainTargets.map((t) => t.random))} by random pruning.`;
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const count = (verdicts: readonly Verdict[], what: Verdict['verdict']): number => verdicts.filter((v) => v.verdict === what).length;
