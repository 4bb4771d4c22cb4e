import { bruteForce, closest, distanceOf, golden, known, sparsest, type Candidates, type Selection, type Selector } from '../../src/subset-sum/index.js';

/** A solver with a fault, and the property that shows it. */
export interface FaultySolver {
  readonly fault: string;
  readonly solver: Selector;
  readonly shownBy: string;
}

type Select = Selector['select'];

const allOf = (c: Candidates): number[] => {
  c.draw(c.limit);
  return [...c.values.subarray(0, c.limit)];
};
const faulty = (fault: string, shownBy: string, select: Select, from: Selector = closest, more: Partial<Selector> = {}): FaultySolver => ({ fault, shownBy, solver: { ...from, covers: undefined, name: fault, ...more, select } });
const changed = (from: Selector, change: (found: Selection, ...given: Parameters<Select>) => Selection): Select => (...given) => change(from.select(...given), ...given);

const HIT = 'a hit is within the tolerance, for the real numbers that the candidates are', BEST = 'an exact answer is as good as any: the best hit, or else the closest miss', UNREACHABLE = 'nothing is called unreachable that some subset reaches';
const LAZY = 'candidates drawn one by one give the same answer as those known at once', POSITIONS = 'chooses distinct positions in ascending order, of a size that it may choose';

/** The continuous knapsack: whole candidates of the target's sign, then as much of the next as is lacking; what is reported is where it was not 0. */
const fractional: Select = (c, target, tolerance) => {
  const values = allOf(c), side = target < 0 ? -1 : 1, chosen: number[] = [];
  let sum = 0;
  values.forEach((x, k) => {
    const share = side * x > 0 ? Math.min(1, Math.max(0, (target - sum) / x)) : 0;
    if (share > 0) chosen.push(k);
    sum += share * x;
  });
  return Math.abs(sum - target) <= tolerance + 1e-12 ? { outcome: 'hit', chosen, exact: true } : { outcome: 'gave-up', chosen, exact: false };
};

let calls = 0;

/** Mistakes that have been made, in solvers of ours and of others. */
export const faultySolvers: readonly FaultySolver[] = [
  faulty('fractions of candidates are summed, and rounded afterwards', HIT, fractional, closest, { complete: false }),
  faulty('the squared error is compared with the tolerance', HIT, (c, t, tolerance) => closest.select(c, t, Math.sqrt(tolerance))),
  faulty('the last element is dropped', HIT, changed(closest, (found) => ({ ...found, chosen: found.chosen.slice(0, -1) }))),
  faulty('a hit is given a margin', HIT, (c, t, tolerance) => closest.select(c, t, tolerance + 1e-12)),
  faulty('sums are kept in single precision', HIT, changed(closest, (found, c, target, tolerance) => {
    const sum = found.chosen.reduce((s, k) => Math.fround(s + Math.fround(c.values[k])), 0);
    return Math.abs(sum - Math.fround(target)) <= tolerance ? { ...found, outcome: 'hit' } : found;
  })),
  faulty('having given up is called unreachable', UNREACHABLE, changed(golden, (found) => (found.outcome === 'gave-up' ? { ...found, outcome: 'unreachable' } : found)), golden),
  faulty('small candidates count as 0', UNREACHABLE, (c, t, tolerance) => closest.select(known(allOf(c).map((x) => (Math.abs(x) < 1e-3 ? 0 : x))), t, tolerance)),
  faulty('the tolerance is squared', UNREACHABLE, (c, t, tolerance) => closest.select(c, t, Math.min(tolerance, tolerance ** 2))),
  faulty('a candidate is taken twice', POSITIONS, changed(closest, (found) => (found.chosen.length === 1 ? { ...found, chosen: [found.chosen[0], found.chosen[0]] } : found))),
  faulty('positions are not sorted', POSITIONS, changed(closest, (found) => ({ ...found, chosen: [...found.chosen].reverse() }))),
  faulty('a size is chosen that it may not', POSITIONS, closest.select, closest, { admits: (size) => size <= 2 }),
  faulty('candidates beyond the limit are read', LAZY, (c, t, tolerance) => {
    c.draw(c.limit);
    return closest.select(known(c.values), t, tolerance);
  }),
  faulty('candidates that are not drawn are read', LAZY, (c, t, tolerance) => closest.select(known(c.values.subarray(0, c.limit)), t, tolerance)),
  faulty('only what is drawn already is looked at', LAZY, (c, t, tolerance) => closest.select({ ...c, limit: c.drawn }, t, tolerance)),
  faulty('candidates are sorted in place', 'leaves the candidates as they are', (c, t, tolerance) => {
    c.draw(c.limit);
    c.values.subarray(0, c.limit).sort();
    return closest.select(c, t, tolerance);
  }),
  faulty('the larger subset is taken, where the smaller is promised', BEST, bruteForce({ ...sparsest, compare: (a, b) => b.chosen.length - a.chosen.length }).select, sparsest),
  faulty('the first subset within the tolerance is called the closest', BEST, changed(sparsest, (found) => ({ ...found, exact: true })), closest),
  faulty('a miss is empty', 'a miss carries a subset: never none where one candidate alone is closer', changed(closest, (found) => (found.outcome === 'hit' ? found : { ...found, chosen: [] }))),
  faulty('it gives up, and says that it searches to the end', 'searches to the end: it hits, or proves that none can', changed(closest, (found) => (found.chosen.length > 2 ? { outcome: 'gave-up', chosen: [], exact: false } : found))),
  faulty('the answer depends on what came before', 'the same problem has the same answer again', changed(closest, (found) => (calls++ % 2 ? { ...found, exact: false } : found))),
  faulty('negative targets are taken for positive ones', 'the mirrored problem, all signs turned, has the same outcome', (c, t, tolerance) => golden.select(c, Math.abs(t), tolerance), golden),
  faulty('too few candidates are said to be needed', 'as many candidates as a hit is said to need give one', changed(closest, (found) => ({ ...found, needs: Math.max(0, found.chosen.at(-1) ?? 0) }))),
  faulty('what comes first is looked at only', 'candidates in another order have the same outcome', (c, t, tolerance) => {
    const values = allOf(c), k = values.findIndex((x) => Math.abs(x - t) <= tolerance);
    return k === 0 || t === 0 ? closest.select(c, t, tolerance) : k > 0 ? { outcome: 'unreachable', chosen: [k], exact: true } : closest.select(c, t, tolerance);
  }),
  faulty('a step is absolute', 'a problem scaled by a power of two has the same outcome', (c, t, tolerance) => closest.select(known(allOf(c).map((x) => Math.round(x * 1024) / 1024)), t, tolerance)),
  faulty('more candidates than it says are taken', 'refuses more candidates than it says it takes', (c, t, tolerance) => closest.select(c, t, tolerance), closest, { most: 20 }),
  faulty('the refusal does not say what is needed', 'refuses more candidates than it says it takes', (c, t, tolerance) => {
    if (c.limit > 20) throw new Error('too many');
    return closest.select(c, t, tolerance);
  }, closest, { most: 20 }),
  faulty('more candidates lose a hit', 'more candidates never turn a hit into a miss', (c, t, tolerance) => {
    const found = closest.select(c, t, tolerance);
    return c.limit > 3 && found.outcome === 'hit' && found.chosen.length === 1 && distanceOf(c.values, found.chosen, t) > 0 ? { ...found, outcome: 'unreachable' } : found;
  }),
  faulty('half of the interval is covered', 'where it says that it covers an interval, it hits every target there', closest.select, closest, { covers: (c, low, high, tolerance) => closest.covers!(c, low / 2, high / 2, tolerance) }),
];
