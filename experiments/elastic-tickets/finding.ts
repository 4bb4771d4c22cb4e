import type { Interval } from '../../src/numeric/statistics/index.js';
import { MARGIN, meanOf, verdictsOf, type Cell, type TargetAccuracies, type Verdict } from './cells.js';
import { PUBLISHED, publishedDifference } from './published.js';

const shown = ({ estimate, lower, upper }: Interval): string => `${estimate.toFixed(2)} [${lower.toFixed(2)}, ${upper.toFixed(2)}]`;
const range = (values: readonly number[], digits: number): string => `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`;

/** Which cells lose less than the margin, the least and the greatest difference, and what the comparisons lose. */
export function finding(targets: readonly TargetAccuracies[], cells: readonly Cell[], confidence: number): string {
  const told = (family: Cell['family']): Verdict[] => verdictsOf(cells.filter((c) => c.family === family), confidence);
  const plain = told('plain'), residual = told('residual');
  if (plain.length === 0) return 'No ticket is copied to another depth yet: open.';
  const count = (verdicts: readonly Verdict[], what: Verdict['verdict']): number => verdicts.filter((v) => v.verdict === what).length;
  const counts = (verdicts: readonly Verdict[]): string => `holds in ${count(verdicts, 'holds')}, fails in ${count(verdicts, 'fails')} and is open in ${count(verdicts, 'open')} of ${verdicts.length} cells`;
  const ends = (verdicts: readonly Verdict[]): string => {
    const sorted = [...verdicts].sort((a, b) => a.difference.estimate - b.difference.estimate), at = ({ cell, difference }: Verdict): string => `${shown(difference)} (${cell.from} to ${cell.to})`;
    return `${at(sorted[0])} to ${at(sorted[sorted.length - 1])}`;
  };
  const published = plain.map(({ cell }) => publishedDifference(cell.from, cell.to));
  const loss = (family: Cell['family'], other: (t: TargetAccuracies) => readonly number[]): string =>
    range(targets.filter((t) => t.family === family).map((t) => meanOf(other(t).map((a, k) => t.iterative[k] - a), confidence).estimate), 2);
  const permuted = range(cells.filter((c) => c.family === 'plain').map((c) => meanOf(c.permuted.map((a, k) => c.copied[k] - a), confidence).estimate), 2);
  const own = targets.filter((t) => t.family === 'plain').map((t) => meanOf(t.iterative, confidence).estimate), theirs = Object.entries(PUBLISHED).flatMap(([key, a]) => (/^(\d) to \1$/.test(key) ? [a] : []));
  return `That a ticket of another depth loses less than ${MARGIN} points against the own IMP ticket of a plain network, trained on 20,000 images to ${range(own, 1)} % (published, of 60,000: ${range(theirs, 1)} %), ${counts(plain)}, with differences from ${ends(plain)} (published: ${range(published, 2)})${residual.length > 0 ? `; of a residual one it ${counts(residual)}, from ${ends(residual)}` : ''}. `
    + `Copies of plain tickets lose ${permuted} points more where their masks are permuted layer by layer; against IMP one-shot magnitude loses ${loss('plain', (t) => t.oneShot)} and random pruning ${loss('plain', (t) => t.random)}${residual.length > 0 ? ` (residual: ${loss('residual', (t) => t.oneShot)} and ${loss('residual', (t) => t.random)})` : ''}.`;
}
