import type { Candidates } from '../../src/index.js';
import { distanceOf, fixedSize, inGroups, integer, isWithin, known, selectors, type Selection, type Selector } from '../../src/subset-sum/index.js';
import { coarseValue, type SolverCases } from '../../src/properties/index.js';
import { cnnslth, faults, published, thoughtOut, type Fault } from './fault.js';

/** A solver and what it is tried on. */
export interface SolverSubject {
  readonly selector: Selector;
  readonly cases: SolverCases;
}

/** All selectors of the package, those with a parameter at some. */
export const solverSubjects: readonly SolverSubject[] = [...selectors, fixedSize(3, 'exactly'), fixedSize(3, 'at-most'), inGroups(fixedSize(2, 'exactly'), 4)]
  .map((selector) => ({ selector, cases: selector === integer ? { values: coarseValue } : {} }));

type Select = Selector['select'];

const list = (origin: string, all: Readonly<Record<string, (s: Selector) => Selector | string>>): Fault<SolverSubject>[] =>
  faults(origin, Object.fromEntries(Object.entries(all).map(([name, plant]) => [name, (subject: SolverSubject) => {
    const planted = plant(subject.selector);
    return typeof planted === 'string' ? planted : { ...subject, selector: planted };
  }])));

const selecting = (s: Selector, select: (...given: Parameters<Select>) => Selection): Selector => ({ ...s, select });
/** A selector whose answers are changed. */
const answering = (s: Selector, change: (found: Selection, candidates: Candidates, target: number, tolerance: number) => Selection): Selector =>
  selecting(s, (candidates, target, tolerance) => change(s.select(candidates, target, tolerance), candidates, target, tolerance));
/** The most and the least that values add up to. */
const reach = ({ values, limit }: Candidates): readonly [number, number] => [values.subarray(0, limit).reduce((sum, x) => sum + Math.max(0, x), 0), values.subarray(0, limit).reduce((sum, x) => sum + Math.min(0, x), 0)];
const single = (s: Selector): boolean => s.admits !== undefined && s.admits(1) && !s.admits(0) && !s.admits(2);
const hit = (chosen: readonly number[], exact: boolean): Selection => ({ outcome: 'hit', chosen, exact });

const anySize = 'it chooses one element, so subsets are alike';

let calls = 0;

/** Faults of solvers, planted in any by what it is asked and what it answers. */
export const solverFaults: readonly Fault<SolverSubject>[] = [
  ...list(`${published}: ${cnnslth}`, {
    "fractional subsets: the relaxation's sum is believed": (s) => answering(s, (found, candidates, target) => {
      const [most, least] = reach(candidates);
      return found.outcome !== 'hit' && target <= most && target >= least ? hit(found.chosen, false) : found;
    }),
  }),
  ...list(`${published}, its place unknown`, {
    'a squared error is compared with the bound of the error': (s) => selecting(s, (candidates, target, tolerance) => s.select(candidates, target, Math.sqrt(tolerance))),
  }),
  ...list(thoughtOut, {
    'every answer is called a hit': (s) => answering(s, (found) => ({ ...found, outcome: 'hit' })),
    'every answer is called exact': (s) => answering(s, (found) => ({ ...found, outcome: found.outcome === 'gave-up' ? 'unreachable' : found.outcome, exact: true })),
    'gave up is said of what is out of reach': (s) => (s.complete ? answering(s, (found) => (found.outcome === 'unreachable' ? { ...found, outcome: 'gave-up', exact: false } : found)) : 'it promises no proof'),
    'the last element is dropped': (s) => answering(s, (found) => ({ ...found, chosen: found.chosen.slice(0, -1) })),
    'an element is chosen twice': (s) => answering(s, (found) => ({ ...found, chosen: found.chosen.flatMap((k, i) => (i === 0 ? [k, k] : [k])) })),
    'positions descend': (s) => (single(s) ? anySize : answering(s, (found) => ({ ...found, chosen: [...found.chosen].reverse() }))),
    'positions count from 1': (s) => answering(s, (found) => ({ ...found, chosen: found.chosen.map((k) => k + 1) })),
    'the last candidate is not looked at': (s) => selecting(s, (candidates, target, tolerance) => s.select(known(candidates.values.slice(0, Math.max(0, (candidates.draw(candidates.limit), candidates.limit) - 1))), target, tolerance)),
    'only what is drawn is looked at': (s) => selecting(s, (candidates, target, tolerance) => s.select({ ...candidates, limit: candidates.drawn, values: candidates.values, drawn: candidates.drawn, draw: () => {} }, target, tolerance)),
    'negative targets are sought among turned values': (s) => selecting(s, (candidates, target, tolerance) => s.select(candidates, Math.abs(target), tolerance)),
    'half of the tolerance': (s) => selecting(s, (candidates, target, tolerance) => s.select(candidates, target, tolerance / 2)),
    'the tolerance is open: its ends are no hits': (s) => answering(s, (found, candidates, target, tolerance) => (found.outcome === 'hit' && distanceOf(candidates.values, found.chosen, target) >= tolerance ? { ...found, outcome: s.complete ? 'unreachable' : 'gave-up', exact: s.complete } : found)),
    'a little more than the tolerance is a hit': (s) => answering(s, (found, candidates, target, tolerance) => (found.outcome !== 'hit' && distanceOf(candidates.values, found.chosen, target) <= 1.25 * tolerance ? hit(found.chosen, false) : found)),
    'values are rounded to 12 bits': (s) => selecting(s, (candidates, target, tolerance) => {
      candidates.draw(candidates.limit);
      return s.select(known(candidates.values.slice(0, candidates.limit).map((x) => Math.round(x * 2 ** 12) / 2 ** 12)), target, tolerance);
    }),
    'the candidates are sorted in place': (s) => selecting(s, (candidates, target, tolerance) => {
      candidates.draw(candidates.limit);
      candidates.values.subarray(0, candidates.limit).sort();
      return s.select(candidates, target, tolerance);
    }),
    'the candidates are written over afterwards': (s) => selecting(s, (candidates, target, tolerance) => {
      const found = s.select(candidates, target, tolerance);
      candidates.values.fill(0);
      return found;
    }),
    'every second answer is another': (s) => answering(s, (found) => (calls++ % 2 === 0 ? found : { ...found, outcome: found.outcome === 'hit' ? 'gave-up' : found.outcome, exact: found.outcome === 'hit' ? false : found.exact })),
    'the first hit is called the best': (s) => (single(s) ? anySize : selecting(s, (candidates, target, tolerance) => {
      candidates.draw(candidates.limit);
      const { values, limit } = candidates;
      for (let mask = 2 ** limit - 1; mask >= 0; mask--) {
        const chosen = Array.from({ length: limit }, (_, k) => k).filter((k) => (mask >> k) & 1);
        if ((s.admits?.(chosen.length) ?? true) && isWithin(values, chosen, target, tolerance)) return hit(chosen, true);
      }
      return s.select(candidates, target, tolerance);
    })),
    'a miss keeps nothing': (s) => answering(s, (found) => (found.outcome === 'hit' ? found : { ...found, chosen: [] })),
    'it chooses so many as it may not': (s) => (s.admits ? answering(s, (found, candidates, target, tolerance) => ({ ...found, chosen: found.outcome === 'hit' ? known(candidates.values).values.reduce<number[]>((all, x, k) => (all.includes(k) || x !== 0 || !isWithin(candidates.values, [...all, k], target, tolerance) ? all : [...all, k]), [...found.chosen]).sort((a, b) => a - b) : found.chosen })) : 'it may choose any'),
    'it needs less than it says': (s) => answering(s, (found) => ({ ...found, needs: Math.max(0, (found.needs ?? (found.chosen.length === 0 ? 0 : found.chosen[found.chosen.length - 1] + 1)) - 1) })),
    'what it calls earlier is later': (s) => (s.earliest ? answering(s, (found, candidates) => ({ ...found, needs: candidates.limit })) : 'it does not say that nothing less would do'),
    'every target is said to be covered': (s) => (s.covers ? { ...s, covers: () => ({ lower: 0, upper: 0 }) } : 'it says nothing of all targets at once'),
    'no target is said to be covered': (s) => (s.covers ? { ...s, covers: () => ({ lower: Infinity, upper: Infinity }) } : 'it says nothing of all targets at once'),
  }),
];
