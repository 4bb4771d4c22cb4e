import fc from 'fast-check';
import { bruteForce, boxes, closest, count, distanceOf, fixedSize, golden, inGroups, integer, isWithin, known, selectors, sparsest, type Candidates, type Selection, type Selector } from '../../src/subset-sum/index.js';
import { coarseValue, type SolverCases } from '../../src/properties/index.js';
import { cnnslth, published, thoughtOut, type Fault } from './fault.js';

/** A solver and what it is tried on. */
export interface SolverSubject {
  readonly selector: Selector;
  readonly cases: SolverCases;
}

/** A fault of solvers; where a property is about it, that one, and the solver on which it shows it by few candidates. */
export interface SolverFault extends Fault<SolverSubject> {
  readonly shownBy?: string;
  readonly on?: Selector;
}

/** `integer` takes values on a coarse grid, `count` -1 and 1, and `boxes` without gains sees those near 1. */
const casesOf = (s: Selector): SolverCases =>
  s === integer ? { values: coarseValue } : s === count ? { values: fc.constantFrom(1, -1) } : s === boxes ? { values: fc.tuple(fc.oneof(fc.double({ min: 0.75, max: 1, noNaN: true }), fc.oneof(fc.nat(4), fc.nat(16)).map((k) => 1 - k / 2 ** 12)), fc.constantFrom(1, -1)).map(([x, sign]) => x * sign) } : {};

/** All selectors of the package, those with a parameter at some. */
export const solverSubjects: readonly SolverSubject[] = [...selectors, fixedSize(3, 'exactly'), fixedSize(3, 'at-most'), inGroups(fixedSize(2, 'exactly'), 4)].map((selector) => ({ selector, cases: casesOf(selector) }));

type Select = Selector['select'];
type Plant = (s: Selector) => Selector | string;

const list = (origin: string, all: Readonly<Record<string, Plant | readonly [Plant, shownBy: string, on?: Selector]>>): SolverFault[] =>
  Object.entries(all).map(([name, given]) => {
    const [plant, shownBy, on]: readonly [Plant, string?, Selector?] = typeof given === 'function' ? [given] : given;
    return {
      name, origin, shownBy, on,
      plant(subject) {
        const planted = plant(subject.selector);
        return typeof planted === 'string' ? planted : { ...subject, selector: planted };
      },
    };
  });

const selecting = (s: Selector, select: (...given: Parameters<Select>) => Selection): Selector => ({ ...s, select });
/** A selector whose answers are changed. */
const answering = (s: Selector, change: (found: Selection, ...given: Parameters<Select>) => Selection): Selector => selecting(s, (...given) => change(s.select(...given), ...given));
const allOf = (c: Candidates): number[] => {
  c.draw(c.limit);
  return [...c.values.subarray(0, c.limit)];
};
const single = (s: Selector): boolean => s.admits !== undefined && s.admits(1) && !s.admits(0) && !s.admits(2);
const hit = (chosen: readonly number[], exact: boolean): Selection => ({ outcome: 'hit', chosen, exact });
const missOf = (s: Selector, found: Selection): Selection => ({ ...found, outcome: s.complete ? 'unreachable' : 'gave-up', exact: s.complete });

const one = 'it chooses one element', noProof = 'it promises no proof, so it may miss', anyHit = 'to it any hit is as good as another', noCover = 'it says nothing of all targets at once';
const HIT = 'a hit is within the tolerance, for the real numbers that the candidates are', BEST = 'an exact answer is as good as any: the best hit, or else the closest miss', UNREACHABLE = 'nothing is called unreachable that some subset reaches';
const LAZY = 'candidates drawn one by one give the same answer as those known at once', POSITIONS = 'chooses distinct positions in ascending order, of a size that it may choose', REFUSAL = 'refuses more candidates than it says it takes';

/** The continuous knapsack: whole candidates of the target's sign, then as much of the next as is lacking; what is reported is where it was not 0. */
const fractional: Select = (c, target, tolerance) => {
  const values = allOf(c), side = target < 0 ? -1 : 1, chosen: number[] = [];
  let sum = 0;
  values.forEach((x, k) => {
    const share = side * x > 0 ? Math.min(1, Math.max(0, (target - sum) / x)) : 0;
    if (share > 0) chosen.push(k);
    sum += share * x;
  });
  return Math.abs(sum - target) <= tolerance + 1e-12 ? hit(chosen, true) : { outcome: 'gave-up', chosen, exact: false };
};

let calls = 0;

/** Faults of solvers, planted in any by what it is asked and what it answers. */
export const solverFaults: readonly SolverFault[] = [
  ...list(`${published}: ${cnnslth}`, {
    'fractions of candidates are summed, and rounded afterwards': [(s) => ({ ...s, complete: false, select: fractional }), HIT],
  }),
  ...list(`${published}, its place unknown`, {
    'the squared error is compared with the tolerance': [(s) => selecting(s, (c, t, tolerance) => s.select(c, t, Math.sqrt(tolerance))), HIT],
  }),
  ...list(thoughtOut, {
    'the last element is dropped': [(s) => answering(s, (found) => ({ ...found, chosen: found.chosen.slice(0, -1) })), HIT],
    'a hit is given a margin': [(s) => selecting(s, (c, t, tolerance) => s.select(c, t, tolerance + (s === boxes ? 4 * tolerance : s === integer || s === count ? tolerance / 2 : 1e-12))), HIT],
    'a little more than the tolerance is a hit': (s) => answering(s, (found, c, target, tolerance) => (found.outcome !== 'hit' && distanceOf(c.values, found.chosen, target) <= 1.25 * tolerance ? hit(found.chosen, false) : found)),
    'sums are kept in single precision': [(s) => (s === integer || s === count ? 'single precision holds its values' : answering(s, (found, c, target, tolerance) => {
      const sum = found.chosen.reduce((all, k) => Math.fround(all + Math.fround(c.values[k])), 0);
      return Math.abs(sum - Math.fround(target)) <= tolerance && (s.admits?.(found.chosen.length) ?? true) ? { ...found, outcome: 'hit' } : found;
    })), HIT],
    'every answer is called a hit': (s) => answering(s, (found) => ({ ...found, outcome: 'hit' })),
    'having given up is called unreachable': [(s) => (s.complete ? 'it gives up only where rounding to a grid decides' : s === count ? 'of 1 and -1 what it does not reach is out of reach' : answering(s, (found) => (found.outcome === 'gave-up' ? { ...found, outcome: 'unreachable' } : found))), UNREACHABLE, golden],
    'small candidates count as 0': [(s) => (s === integer || s === count || s === boxes ? 'it is tried on none' : selecting(s, (c, t, tolerance) => s.select(known(allOf(c).map((x) => (Math.abs(x) < 1e-3 ? 0 : x))), t, tolerance))), UNREACHABLE],
    'the tolerance is squared': [(s) => (s.complete ? selecting(s, (c, t, tolerance) => s.select(c, t, Math.min(tolerance, tolerance ** 2))) : noProof), UNREACHABLE],
    'the tolerance is open: its ends are no hits': (s) => (s.complete ? answering(s, (found, c, target, tolerance) => (found.outcome === 'hit' && distanceOf(c.values, found.chosen, target) >= tolerance ? missOf(s, found) : found)) : noProof),
    'an element is chosen twice': [(s) => answering(s, (found) => ({ ...found, chosen: found.chosen.flatMap((k, i) => (i === 0 ? [k, k] : [k])) })), POSITIONS],
    'positions are not sorted': [(s) => (single(s) ? one : answering(s, (found) => ({ ...found, chosen: [...found.chosen].reverse() }))), POSITIONS],
    'positions count from 1': (s) => answering(s, (found) => ({ ...found, chosen: found.chosen.map((k) => k + 1) })),
    'a size is chosen that it may not': [(s) => (single(s) ? { ...s, admits: (size) => size === 2 } : { ...s, admits: (size) => size <= 1 && (s.admits?.(size) ?? true) }), POSITIONS],
    'candidates beyond the limit are read': [(s) => (s.groups ? 'what is beyond is a group that is not whole' : selecting(s, (c, t, tolerance) => {
      c.draw(c.limit);
      return s.select(known(c.values), t, tolerance);
    })), LAZY],
    'candidates that are not drawn are read': [(s) => selecting(s, (c, t, tolerance) => s.select(known(c.values.subarray(0, c.limit)), t, tolerance)), LAZY],
    'only what is drawn already is looked at': [(s) => selecting(s, (c, t, tolerance) => s.select({ ...c, limit: c.drawn }, t, tolerance)), LAZY],
    'the last candidate is not looked at': (s) => selecting(s, (c, t, tolerance) => s.select(known(allOf(c).slice(0, -1)), t, tolerance)),
    'candidates are sorted in place': [(s) => selecting(s, (c, t, tolerance) => {
      c.draw(c.limit);
      c.values.subarray(0, c.limit).sort();
      return s.select(c, t, tolerance);
    }), 'leaves the candidates as they are'],
    'candidates are written over afterwards': (s) => selecting(s, (c, t, tolerance) => {
      const found = s.select(c, t, tolerance);
      c.values.fill(0);
      return found;
    }),
    'the larger subset is taken, where the smaller is promised': [(s) => (s.compare === sparsest.compare ? selecting(s, bruteForce({ ...s, compare: (a, b) => b.chosen.length - a.chosen.length }).select) : 'it promises none that is small'), BEST, sparsest],
    'any hit is called the best': [(s) => (s.compare ? answering(s, (found, c, t, tolerance) => {
      const all = allOf(c).map((_, k) => k), chosen = Array.from({ length: Math.min(2 ** all.length, 4096) }, (_, m) => all.filter((k) => ((m * 2654435761) >>> (k + 16)) & 1)).find((some) => (s.admits?.(some.length) ?? true) && isWithin(c.values, some, t, tolerance));
      return chosen && found.outcome === 'hit' ? hit(chosen, true) : found;
    }) : anyHit), BEST],
    'a miss is empty': [(s) => answering(s, (found) => (found.outcome === 'hit' ? found : { ...found, chosen: [] })), 'a miss carries a subset: never none where one candidate alone is closer'],
    'it gives up, and says that it searches to the end': [(s) => (s.complete ? answering(s, (found) => (found.outcome === 'hit' && found.chosen.some((k) => k > 1) ? { outcome: 'gave-up', chosen: found.chosen, exact: false } : found)) : 'it does not say so'), 'searches to the end: it hits, or proves that none can'],
    'the answer depends on what came before': [(s) => answering(s, (found) => (calls++ % 2 ? { ...found, exact: !found.exact } : found)), 'the same problem has the same answer again'],
    'negative targets are taken for positive ones': [(s) => selecting(s, (c, t, tolerance) => s.select(c, Math.abs(t), tolerance)), 'the mirrored problem, all signs turned, has the same outcome', golden],
    'too few candidates are said to be needed': [(s) => answering(s, (found) => ({ ...found, needs: Math.max(0, (found.needs ?? (found.chosen.at(-1) ?? -1) + 1) - 1) })), 'as many candidates as a hit is said to need give one'],
    'what it needs it says too late': (s) => (s.earliest ? answering(s, (found, c) => ({ ...found, needs: c.limit })) : 'it does not say that fewer would not do'),
    'what comes first is looked at only': [(s) => (s.complete ? selecting(s, (c, t, tolerance) => {
      const values = allOf(c), k = values.findIndex((x) => Math.abs(x - t) <= tolerance);
      return k > 0 && t !== 0 ? { outcome: 'unreachable', chosen: [k], exact: true } : s.select(c, t, tolerance);
    }) : noProof), 'candidates in another order have the same outcome'],
    'a step is absolute': [(s) => (s === integer || s === count ? 'its values are multiples of it' : selecting(s, (c, t, tolerance) => s.select(known(allOf(c).map((x) => Math.round(x * 1024) / 1024)), t, tolerance))), 'a problem scaled by a power of two has the same outcome'],
    'more candidates than it says are taken': [(s) => ({ ...s, most: 20 }), REFUSAL],
    'the refusal does not say what is needed': [(s) => ({ ...s, most: 20, select(c, t, tolerance) {
      if (c.limit > 20) throw new Error('too many');
      return s.select(c, t, tolerance);
    } }), REFUSAL],
    'more candidates lose a hit': [(s) => (s.complete ? answering(s, (found, c, t) => (c.limit > 3 && found.outcome === 'hit' && found.chosen.length > 0 && distanceOf(c.values, found.chosen, t) > 0 ? missOf(s, found) : found)) : noProof), 'more candidates never turn a hit into a miss'],
    'half of the interval is covered': [(s) => (!s.covers ? noCover : s === golden ? 'what it says of an interval does not depend on its length' : s === boxes ? 'without gains it covers none' : { ...s, covers: (c, low, high, tolerance) => s.covers!(c, low / 2, high / 2, tolerance) }), 'where it says that it covers an interval, it hits every target there'],
    'every target is said to be covered': (s) => (s.covers ? { ...s, covers: () => ({ lower: 0, upper: 0 }) } : noCover),
    'no target is said to be covered': (s) => (!s.covers ? noCover : !s.complete ? 'what it may choose it alone knows' : { ...s, covers: () => ({ lower: Infinity, upper: Infinity }) }),
  }),
];

/** The faults that a property is about, planted. */
export const shownSolverFaults = solverFaults.flatMap(({ name, shownBy, on = closest, plant }) => {
  const planted = shownBy === undefined ? name : plant({ selector: on, cases: {} });
  return typeof planted === 'string' ? [] : [{ fault: name, solver: planted.selector, shownBy: shownBy! }];
});
