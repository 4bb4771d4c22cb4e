import { shown, shownInterval } from '../networks/time-quantile.js';
import { constantOf } from './constant.js';
import type { PhaseRows } from './study.js';

/** The measured constant at the centre and at the edge of the theorem's window, and whether it is one. */
export function finding(cases: readonly PhaseRows[], confidence: number): string {
  const known = cases.map((c) => ({ ...c.case, c: constantOf(c, confidence) })).filter(({ c }) => c.upper < Infinity);
  const told = [0, 1].flatMap((target) => {
    const own = known.filter((k) => k.target === target);
    if (own.length === 0) return [];
    const least = own.reduce((a, b) => (b.c.estimate < a.c.estimate ? b : a)), greatest = own.reduce((a, b) => (b.c.estimate > a.c.estimate ? b : a));
    const at = (k: typeof least): string => `${shownInterval(k.c)} at k = ${k.size}, epsilon = ${k.epsilon}`;
    return [`for the target ${target === 0 ? '0' : 'sqrt(k)'} it goes from ${at(least)} to ${at(greatest)}${least.c.upper < greatest.c.lower ? '' : ' (open whether they differ)'}`];
  });
  const large = known.filter((k) => k.c.lower > 1).length, small = known.filter((k) => k.c.upper < 1).length;
  return `Half of the attempts hit where n H2(k/n) = c log2(k/epsilon): ${told.join('; ')}. Of ${shown(known.length)} cases c is above 1 in ${large}, below 1 in ${small} and open in ${known.length - large - small}, so the counting curve without a constant ${large === 0 ? 'is enough for success 1/2 in none for sure less' : 'does not suffice for success 1/2 where it is above 1'}.`;
}
