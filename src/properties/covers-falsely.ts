import fc from 'fast-check';
import { distanceOf, known, type CoveringTime, type Selector } from '../subset-sum/index.js';
import type { PoolCase } from './arbitraries/index.js';
import { property, type Property } from './property.js';
import { showAnswer, showProblem, solve } from './tried-problem.js';

/** Tolerances at which something is covered by few candidates. */
const TOLERANCES = [1, 0.5, 0.25, 2 ** -4] as const;

/** What a selector says that it covers, against what it finds for targets of the interval: its ends, and others. */
export function coversFalsely(selector: Selector, problems: fc.Arbitrary<PoolCase>): Property {
  const cases = fc.record({
    problem: problems, tolerance: fc.constantFrom(...TOLERANCES), low: fc.constantFrom(0, -0.5, -1), high: fc.constantFrom(0, 0.5, 1), places: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
  });
  type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;
  const show = ({ problem, tolerance, low, high }: Case): string => showProblem({ ...problem, tolerance }).replace(/target .*,/, `every target of [${low}, ${high}],`);
  return property(`${selector.name}: where it says that it covers an interval, it hits every target there`, cases, ({ problem, tolerance, low, high, places }) => {
    let covered: CoveringTime;
    try {
      covered = selector.covers!(known(problem.values), low, high, tolerance);
    } catch (error) {
      // It may refuse an interval, or a list too long.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
    const { lower, upper } = covered;
    if (!(lower >= 0 && lower <= upper)) return `it said ${lower} <= candidates needed <= ${upper}`;
    const fewer = problem.values.slice(0, Math.max(0, Math.min(lower - 1, problem.values.length)));
    if (selector.complete && lower > 0 && isCovered(selector, fewer, low, high, tolerance)) return `it said that the first ${fewer.length} candidates do not cover; they do`;
    if (!(upper <= problem.values.length)) return upper === Infinity ? undefined : `it said that ${upper} candidates cover, of ${problem.values.length}`;
    for (const target of [low, high, ...places.map((t) => low + t * (high - low))].filter((t) => t !== 0)) {
      const p = { values: problem.values.slice(0, upper), target, tolerance }, found = solve(selector, p);
      // At the very tolerance rounding decides.
      const isNear = distanceOf(p.values, found.chosen, target) <= tolerance + 2 ** -40;
      if (found.outcome !== 'hit' && !isNear) return `it said that the first ${upper} candidates cover; for the target ${target} ${showAnswer(p, found)}`;
    }
    return undefined;
  }, show);
}

/** Whether sums of subsets that a selector may choose come within the tolerance of every number of an interval, and by more than rounding decides. */
function isCovered({ admits }: Selector, values: readonly number[], low: number, high: number, tolerance: number): boolean {
  let sums: { sum: number; size: number }[] = [{ sum: 0, size: 0 }];
  for (const x of values) sums = [...sums, ...sums.map(({ sum, size }) => ({ sum: sum + x, size: size + 1 }))];
  const reach = tolerance - 2 ** -30, allowed = sums.filter(({ size }) => admits?.(size) ?? true).map(({ sum }) => sum).sort((a, b) => a - b);
  let covered = low;
  for (const sum of allowed) if (sum - reach <= covered) covered = Math.max(covered, sum + reach);
  return covered >= high && allowed.some((sum) => Math.abs(sum - low) <= reach);
}
