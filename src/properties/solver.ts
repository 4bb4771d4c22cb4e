import fc from 'fast-check';
import { bruteForce, distanceOf, known, type Selection, type Selector } from '../subset-sum/index.js';
import { pools, type PoolCase } from './arbitraries/index.js';
import { coversFalsely } from './covers-falsely.js';
import { property, type Property } from './property.js';
import { isExactlyWithin, lazy, showAnswer, showProblem, solve } from './tried-problem.js';

/** Multiples of 1/64: for solvers that take values on a coarse grid only. */
export const coarseValue = fc.integer({ min: -64, max: 64 }).map((k) => k / 64);

/** What candidates a solver is tried on. */
export interface SolverCases {
  /** One value; default: pools of every kind on which a solver has gone wrong. */
  readonly values?: fc.Arbitrary<number>;
  /** Most candidates; default 11. */
  readonly most?: number;
}

function problems({ values, most = 11 }: SolverCases): fc.Arbitrary<PoolCase> {
  if (!values) return pools({ most });
  const tolerances = fc.constantFrom(0, 2 ** -2, 2 ** -5, 0.01, 2 ** -8, 1e-4, 2 ** -30);
  // Targets are values, any numbers, numbers spread evenly, and what some subset misses by about the tolerance.
  const targets = fc.oneof(values, fc.double({ min: -2, max: 2, noNaN: true }), fc.integer({ min: -(2 ** 21), max: 2 ** 21 }).map((k) => k / 2 ** 20));
  const near = fc.constantFrom(-1.2, -1, -1 + 2 ** -12, 0, 1 - 2 ** -12, 1, 1.2);
  return fc.tuple(fc.array(values, { maxLength: most }), tolerances, fc.oneof(targets, fc.tuple(fc.nat(2 ** 20), near)))
    .map(([xs, tolerance, at]) => ({ values: xs, target: typeof at === 'number' ? at : xs.reduce((sum, x, k) => sum + ((at[0] >> k) & 1) * x, at[1] * tolerance), tolerance }));
}

const listOf = ({ chosen }: Selection): string => (chosen.length === 0 ? 'nothing' : chosen.join(', '));

/** Powers of two by which a problem is scaled. */
const SCALES = [4, 2 ** -6];

/**
 * The properties that every solver must satisfy, made from what it claims: which sizes it may choose (admits), which answer is better (compare),
 * whether it searches to the end (complete), how many candidates it takes (most), what it covers. The oracle tries all subsets.
 */
export function solverProperties(selector: Selector, { values, most: given = 11 }: SolverCases = {}): Property[] {
  const oracle = bruteForce(selector), { name, complete } = selector, cases: SolverCases = { values, most: Math.min(given, selector.most ?? given, 20) }, all = problems(cases);
  const slack = ({ values: xs, target }: PoolCase): number => 2 ** -46 * xs.reduce((sum, x) => sum + Math.abs(x), Math.abs(target)) + 2 ** -900;
  const claim = (text: string, holds: (p: PoolCase, found: Selection) => string | undefined): Property =>
    property(`${name}: ${text}`, all, (p) => {
      const found = solve(selector, p), wrong = holds(p, found);
      return wrong && `${showAnswer(p, found)}\n${wrong}`;
    }, showProblem);
  const distance = (p: PoolCase, chosen: readonly number[]): number => distanceOf(p.values, chosen, p.target);
  /** Whether rounding alone may decide that an answer is a hit. */
  const isNear = (p: PoolCase, { chosen }: Selection): boolean => Math.abs(distance(p, chosen) - p.tolerance) <= slack(p);
  const subset = (p: PoolCase, { chosen }: Selection) => ({ chosen, distance: distance(p, chosen) });
  const admits = (size: number): boolean => !selector.admits || selector.admits(size);
  /** Whether the same candidates in another order, or another scale, got another answer, in words: outcomes are promised to searches to the end only. */
  const differs = (p: PoolCase, found: Selection, other: PoolCase, factor: number): string | undefined => {
    const then = solve(selector, other), open = [found.outcome, then.outcome].includes('gave-up');
    if (!open && then.outcome !== found.outcome) return `${showAnswer(other, then)}`;
    const [one, two] = [distance(p, found.chosen), distance(other, then.chosen) / factor];
    const byDistance = isByDistance(selector) || found.outcome !== 'hit';
    return !open && byDistance && found.exact && then.exact && Math.abs(one - two) > slack(p) + slack(other) / factor ? showAnswer(other, then) : undefined;
  };
  return [
    claim('chooses distinct positions in ascending order, of a size that it may choose', (p, { outcome, chosen }) => {
      if (!Array.isArray(chosen) || chosen.some((k, i) => !Number.isInteger(k) || k < 0 || k >= p.values.length || (i > 0 && k <= chosen[i - 1]))) return `chose ${chosen}`;
      return outcome === 'hit' && !admits(chosen.length) ? `chose ${chosen.length} elements` : undefined;
    }),
    claim('a hit is within the tolerance, for the real numbers that the candidates are', (p, { outcome, chosen }) =>
      outcome === 'hit' && !isExactlyWithin(p, chosen) ? 'that is not within the tolerance' : undefined),
    claim('nothing is called unreachable that some subset reaches', (p, { outcome }) => {
      const best = solve(oracle, p);
      return outcome === 'unreachable' && best.outcome === 'hit' ? `${listOf(best)} is within the tolerance` : undefined;
    }),
    claim('an exact answer is as good as any: the best hit, or else the closest miss', (p, found) => {
      if (!found.exact) return undefined;
      const best = solve(oracle, p), ours = subset(p, found), theirs = subset(p, best);
      if (found.outcome !== best.outcome) return `${listOf(best)} is a ${best.outcome}`;
      // Distances that differ by less than rounding are equal.
      const same = Math.abs(ours.distance - theirs.distance) <= slack(p) ? { ...theirs, chosen: ours.chosen } : ours;
      const worse = best.outcome === 'hit' ? (selector.compare?.(same, theirs) ?? 0) > 0 : ours.distance > theirs.distance + slack(p);
      return worse ? `${listOf(best)} is better` : undefined;
    }),
    claim('a miss carries a subset: never none where one candidate alone is closer', (p, { outcome, chosen }) => {
      if (outcome === 'hit' || chosen.length > 0) return undefined;
      if (!admits(0) && p.values.length >= (selector.groups ?? 0) && solve(oracle, p).chosen.length > 0) return 'it may not choose nothing, and may choose others';
      if (!admits(1)) return undefined;
      const closer = p.values.findIndex((_, k) => !admits(0) || distance(p, [k]) < Math.abs(p.target) - slack(p));
      return closer < 0 ? undefined : `candidate ${closer} alone is closer`;
    }),
    claim('as many candidates as a hit is said to need give one', (p, { outcome, chosen, needs = (chosen.at(-1) ?? -1) + 1 }) => {
      if (outcome !== 'hit') return undefined;
      if (chosen.some((k) => k >= needs)) return `it said that ${needs} suffice`;
      // What finds a subset by chance need not find it again among fewer.
      if (!complete && !selector.earliest) return undefined;
      const fewer = { ...p, values: p.values.slice(0, needs) }, then = solve(selector, fewer);
      if (then.outcome !== 'hit' && !(then.outcome === 'gave-up' && isNear(fewer, then))) return `of the first ${needs} candidates: ${showAnswer(fewer, then)}`;
      const earlier = selector.earliest && needs > 0 && solve(selector, { ...p, values: p.values.slice(0, needs - 1) }).outcome === 'hit';
      return earlier ? `the first ${needs - 1} candidates give one too` : undefined;
    }),
    ...(complete
      ? [
          claim('searches to the end: it hits, or proves that none can', (p, { outcome, exact }) => {
            // Sums so near the tolerance that rounding to a grid decides are left open.
            return (exact && outcome !== 'gave-up') || sums(p.values).some((s) => Math.abs(Math.abs(s - p.target) - p.tolerance) <= 2 ** -40) ? undefined : 'a search to the end knows';
          }),
          property(`${name}: more candidates never turn a hit into a miss`, fc.tuple(all, problems({ ...cases, most: 4 })), ([p, { values: more }]) => {
            const after = { ...p, values: [...p.values, ...more].slice(0, selector.most) }, then = solve(selector, after);
            return solve(selector, p).outcome === 'hit' && then.outcome === 'unreachable' ? `of the first ${p.values.length} candidates alone: ${showAnswer(p, solve(selector, p))}\nof all of them: ${showAnswer(after, then)}` : undefined;
          }, ([p, { values: more }]) => showProblem({ ...p, values: [...p.values, ...more].slice(0, selector.most) })),
          claim('candidates in another order have the same outcome', (p, found) => differs(p, found, { ...p, values: [...p.values].reverse() }, 1)),
          claim('a problem scaled by a power of two has the same outcome', (p, found) => {
            for (const factor of SCALES) {
              const scaled = { values: p.values.map((x) => x * factor), target: p.target * factor, tolerance: p.tolerance * factor };
              const isExact = p.values.every((x, k) => scaled.values[k] / factor === x) && scaled.target / factor === p.target && scaled.tolerance / factor === p.tolerance;
              const wrong = isExact ? differs(p, found, scaled, factor) : undefined;
              if (wrong !== undefined) return `times ${factor}: ${wrong}`;
            }
            return undefined;
          }),
        ]
      : []),
    claim('the mirrored problem, all signs turned, has the same outcome', (p, found) => {
      const { outcome } = found;
      const mirrored = { ...p, values: p.values.map((x) => -x), target: -p.target }, then = solve(selector, mirrored);
      // What rounding leaves open on one side need not be open on the other.
      const open = [outcome, then.outcome].includes('gave-up') && (complete || (isNear(p, found) && isNear(mirrored, then)));
      return open || then.outcome === outcome ? undefined : `mirrored: ${showAnswer(mirrored, then)}`;
    }),
    claim('candidates drawn one by one give the same answer as those known at once', (p, found) => {
      const drawn = selector.select(lazy(p), p.target, p.tolerance);
      return JSON.stringify(drawn) === JSON.stringify(found) ? undefined : `drawn one by one: ${showAnswer(p, drawn)}`;
    }),
    claim('the same problem has the same answer again', (p, found) => {
      const again = solve(selector, p);
      return JSON.stringify(again) === JSON.stringify(found) ? undefined : `again: ${showAnswer(p, again)}`;
    }),
    property(`${name}: leaves the candidates as they are`, all, (p) => {
      const candidates = known(p.values);
      selector.select(candidates, p.target, p.tolerance);
      return JSON.stringify([...candidates.values]) === JSON.stringify([...Float64Array.from(p.values)]) ? undefined : `afterwards they were ${candidates.values.join(', ')}`;
    }, showProblem),
    ...(selector.most < Infinity ? [refusal(selector)] : []),
    ...(selector.covers ? [coversFalsely(selector, all)] : []),
  ];
}

/** The sums of all subsets, rounded. */
const sums = (values: readonly number[]): number[] => values.reduce<number[]>((all, x) => [...all, ...all.map((s) => s + x)], [0]);

/** Whether of two answers the closer is better, and nothing else counts: then the order of the candidates does not. */
function isByDistance({ compare }: Selector): boolean {
  const subsets = [[0], [5], [1, 2], [0, 3, 4]].map((chosen) => ({ chosen, distance: 1 }));
  return compare !== undefined && subsets.every((a) => subsets.every((b) => compare(a, b) === 0));
}

/** One candidate more than it takes is refused in the words of the house. */
function refusal(selector: Selector): Property {
  const count = selector.most + 1;
  return property(`${selector.name}: refuses more candidates than it says it takes`, fc.constant(count), () => {
    try {
      selector.select(known(new Float64Array(count).fill(0.5)), 0.25, 0);
    } catch (error) {
      const { message } = error as Error;
      return error instanceof RangeError && /: needed .*, got /.test(message) ? undefined : `it threw ${message}: needed a RangeError "<solver>: needed at most ${selector.most} candidates, got ${count}"`;
    }
    return 'it took them';
  }, () => `${count} candidates of 0.5, target 0.25, tolerance 0`);
}
