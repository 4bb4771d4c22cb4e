import fc from 'fast-check';
import { bruteForce, distanceOf, isWithin, known, type Candidates, type Selection, type Selector } from '../subset-sum/index.js';
import { property, type Property } from './property.js';

/** One subset-sum problem. */
interface Problem {
  readonly values: readonly number[];
  readonly target: number;
  readonly tolerance: number;
}

/** Products of two weights of 24 bits, as a source gives them, with zeros and equals; and numbers of 53 bits. */
const dyadic = fc.tuple(fc.integer({ min: -(2 ** 24), max: 2 ** 24 }), fc.integer({ min: 1, max: 2 ** 24 })).map(([a, b]) => (a * b) / 2 ** 48);
const anyValue = fc.oneof(
  { weight: 6, arbitrary: dyadic },
  { weight: 1, arbitrary: fc.constantFrom(0, 0.5, -0.5, 2 ** -48) },
  { weight: 3, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }) },
);
/** Multiples of 1/64: for solvers that take values on a coarse grid only. */
export const coarseValue = fc.integer({ min: -64, max: 64 }).map((k) => k / 64);

/** What candidates a solver is tried on. */
export interface SolverCases {
  /** One value; default: products of weights, special numbers and numbers of 53 bits. */
  readonly values?: fc.Arbitrary<number>;
  /** Most candidates; default 11. */
  readonly most?: number;
}

const problems = ({ values = anyValue, most = 11 }: SolverCases): fc.Arbitrary<Problem> =>
  fc.record({
    values: fc.array(values, { maxLength: most }),
    target: fc.oneof(values, fc.double({ min: -2, max: 2, noNaN: true })),
    tolerance: fc.constantFrom(0, 2 ** -2, 2 ** -5, 0.01, 2 ** -8, 1e-4, 2 ** -30),
  });

const solve = (selector: Selector, { values, target, tolerance }: Problem): Selection => selector.select(known(values), target, tolerance);

/** Candidates that are drawn one by one. */
function lazy(values: readonly number[]): Candidates {
  const drawn = new Float64Array(values.length);
  let count = 0;
  return {
    limit: values.length,
    values: drawn,
    get drawn() {
      return count;
    },
    draw(wanted) {
      for (; count < Math.min(wanted, values.length); count++) drawn[count] = values[count];
    },
  };
}

/**
 * The properties that every solver must satisfy, made from what it claims: which sizes it may choose (admits), which
 * answer is better (compare), whether it searches to the end (complete). The oracle tries all subsets.
 */
export function solverProperties(selector: Selector, cases: SolverCases = {}): Property[] {
  const oracle = bruteForce(selector), { name } = selector, all = problems(cases);
  const slack = ({ values, target }: Problem): number => 2 ** -46 * values.reduce((sum, x) => sum + Math.abs(x), Math.abs(target)) + 2 ** -900;
  const claim = (text: string, holds: (p: Problem, found: Selection) => string | undefined): Property => property(`${name}: ${text}`, all, (p) => holds(p, solve(selector, p)));
  const subset = (p: Problem, { chosen }: Selection) => ({ chosen, distance: distanceOf(p.values, chosen, p.target) });
  return [
    claim('chooses distinct positions in ascending order, of a size that it may choose', (p, { outcome, chosen }) => {
      if (chosen.some((k, i) => !Number.isInteger(k) || k < 0 || k >= p.values.length || (i > 0 && k <= chosen[i - 1]))) return `chose ${chosen}`;
      if (outcome === 'hit' && selector.admits && !selector.admits(chosen.length)) return `chose ${chosen.length} elements`;
      return undefined;
    }),
    claim('a hit is within the tolerance, for the real numbers that the candidates are', (p, { outcome, chosen }) =>
      outcome === 'hit' && !isWithin(p.values, chosen, p.target, p.tolerance) ? `chose ${chosen}, at distance ${distanceOf(p.values, chosen, p.target)}` : undefined),
    claim('nothing is called unreachable that some subset reaches', (p, { outcome }) => {
      const best = solve(oracle, p);
      return outcome === 'unreachable' && best.outcome === 'hit' ? `${best.chosen} is within the tolerance` : undefined;
    }),
    claim('an exact answer is as good as any: the best hit, or else the closest miss', (p, found) => {
      if (!found.exact) return undefined;
      const best = solve(oracle, p), ours = subset(p, found), theirs = subset(p, best);
      if (found.outcome !== best.outcome) return `said ${found.outcome}, ${best.chosen} is a ${best.outcome}`;
      // Distances that differ by less than rounding are equal.
      const equal = Math.abs(ours.distance - theirs.distance) <= slack(p) ? { ...theirs, chosen: ours.chosen } : ours;
      const worse = best.outcome === 'hit' ? (selector.compare?.(equal, theirs) ?? 0) > 0 : ours.distance > theirs.distance + slack(p);
      return worse ? `chose ${found.chosen}, ${best.chosen} is better` : undefined;
    }),
    ...(selector.complete
      ? [
          claim('searches to the end: it hits, or proves that none can', (p, { outcome, exact }) => {
            // Numbers so near the tolerance that rounding to a grid decides are left open.
            const near = Math.abs(subset(p, solve(oracle, p)).distance - p.tolerance) <= 2 ** -40;
            return near || (exact && outcome !== 'gave-up') ? undefined : `said ${outcome}${exact ? '' : ', not exact'}`;
          }),
          property(`${name}: more candidates never turn a hit into a miss`, fc.tuple(all, fc.array(cases.values ?? anyValue, { maxLength: 4 })), ([p, more]) => {
            const after = { ...p, values: [...p.values, ...more] };
            return solve(selector, p).outcome === 'hit' && solve(selector, after).outcome === 'unreachable' ? `adding ${more} lost it` : undefined;
          }),
        ]
      : []),
    claim('the mirrored problem, all signs turned, has the same outcome', (p, { outcome }) => {
      const mirrored = solve(selector, { ...p, values: p.values.map((x) => -x), target: -p.target });
      // What rounding leaves open on one side need not be open on the other.
      const open = selector.complete && [outcome, mirrored.outcome].includes('gave-up');
      return open || mirrored.outcome === outcome ? undefined : `said ${outcome}, mirrored ${mirrored.outcome}`;
    }),
    claim('candidates drawn one by one give the same answer as those known at once', (p, found) => {
      const drawn = selector.select(lazy(p.values), p.target, p.tolerance);
      return JSON.stringify(drawn) === JSON.stringify(found) ? undefined : `said ${JSON.stringify(drawn)}, known ${JSON.stringify(found)}`;
    }),
  ];
}
