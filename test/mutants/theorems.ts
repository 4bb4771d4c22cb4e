import { theorems } from '../../proofs/index.js';
import { conjecture, fromCarriers, type Theorem } from '../../src/index.js';
import { diamondRules } from './construction-subjects.js';
import { faults, ltExistence, optimalTickets, published, thoughtOut, type Fault } from './fault.js';

/** n that is measured to be enough for the diamond of U[-1, 1], with little to spare at the tolerances that are tried. */
const measured = conjecture({ construction: fromCarriers(diamondRules), bound: '8 + 4 * log2(1 / tau) + 4 * log(1 / delta_1)', weights: 'n * (rows + columns) / rows' });

/** Theorems of every construction of the package, and a conjecture of one made of carriers. */
export const theoremSubjects: readonly Theorem[] = [...['pensia2020.theorem1', 'malach2020.nearest-pair', 'orseau2020.batch', 'diffenderfer2021.theorem', 'sreenivasan2022.theorem'].map((id) => theorems.find((t) => t.id === id)!), measured];

/** Those whose bound asks for little more than there must be. */
const isTight = ({ id }: Theorem): boolean => ['malach2020.nearest-pair', 'diffenderfer2021.theorem', 'carriers.conjecture'].includes(id);
const pessimistic = 'what is proved asks for so much that a part of it is enough: no draw can show that it is not proved';

const bounded = (t: Theorem, expression: (old: string) => string): Theorem => ({ ...t, bound: { ...t.bound, expression: expression(t.bound.expression) } });
const counted = (t: Theorem, change: Partial<Record<'weights' | 'layers', (old: string) => string>>): Theorem => ({
  ...t, bound: { ...t.bound, ...Object.fromEntries(Object.entries(change).map(([key, f]) => [key, f(t.bound[key as 'weights' | 'layers']!)])) },
});
const whole = (f: (old: string) => string) => (t: Theorem): Theorem => bounded(t, (old) => `max(1, ceil(${f(old)}))`);

/** Faults of what is said of a construction: its bound, and what it counts. */
export const theoremFaults: readonly Fault<Theorem>[] = [
  ...faults<Theorem>(`${published}: ${optimalTickets}main.py and README`, {
    'text and code disagree on n: it is rounded in another place': (t) => ({ ...t, construction: { ...t.construction, hiddenWidths: (block) => t.construction.hiddenWidths({ ...block, n: block.n + 1 }) } }),
  }),
  ...faults<Theorem>(`${published}: ${ltExistence}`, {
    'success after thirty more draws is called the probability of success': (t) => (isTight(t) ? whole((old) => `(${old}) / 10`)(t) : pessimistic),
  }),
  ...faults<Theorem>(thoughtOut, {
    'the bound is too small by a factor': (t) => (isTight(t) ? whole((old) => `0.4 * (${old})`)(t) : pessimistic),
    'the tolerance plays no role': (t) => (isTight(t) ? bounded(t, (old) => (t.id === 'carriers.conjecture' ? old.replace('log2(1 / tau)', '1') : old.replaceAll(/\b(share|resolution)\b/g, (_, word: string) => (word === 'share' ? '0.6' : '2')))) : pessimistic),
    'it falls where more is asked: 1 - delta stands for delta': (t) => bounded(t, (old) => old.replaceAll(/\bdelta_1\b/g, '(1 - delta_1)')),
    'the failure probability plays no role': (t) => bounded(t, (old) => old.replaceAll(/\bdelta_1\b/g, '0.25')),
    'it is no whole number': (t) => bounded(t, (old) => `(${old}) + 0.5`),
    'it is negative for large tolerances': (t) => bounded(t, (old) => `(${old}) - ceil(30 * tau * (${old}))`),
    'weights are miscounted: those of the last edges alone': (t) => counted(t, { weights: () => 'n' }),
    'weights are miscounted: a factor of two between halves': (t) => counted(t, { weights: (old) => `2 * (${old})` }),
    'a layer too many is counted': (t) => counted(t, { layers: (old) => `(${old}) + 1` }),
  }),
];
