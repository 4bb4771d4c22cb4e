import { shownInterval } from '../networks/time-quantile.js';
import { constantOf, curveAt, halfOf } from './constant.js';
import type { PhaseRows } from './study.js';

/** The measured constant at the centre and at the edge of the theorem's window, and whether it is one. */
export function finding(cases: readonly PhaseRows[], confidence: number): string {
  const known = cases.map((c) => ({ ...c.case, c: constantOf(c, confidence), half: halfOf(c, confidence) })).filter(({ c }) => c.upper < Infinity);
  const inside = known.filter(({ half, size }) => half.lower >= 2 * size);
  const told = [0, 1].flatMap((target) => {
    const own = inside.filter((k) => k.target === target);
    if (own.length === 0) return [];
    const least = own.reduce((a, b) => (b.c.estimate < a.c.estimate ? b : a)), greatest = own.reduce((a, b) => (b.c.estimate > a.c.estimate ? b : a));
    const at = (k: typeof least): string => `${shownInterval(k.c)} at k = ${k.size}, epsilon = ${k.epsilon}`;
    return [`for the target ${target === 0 ? '0' : 'sqrt(k)'} from ${at(least)} to ${at(greatest)}${least.c.upper < greatest.c.lower ? '' : ' (open whether they differ)'}`];
  });
  const short = inside.filter((k) => k.half.lower > curveAt(k.epsilon, k.size)).length, enough = inside.filter((k) => k.half.upper <= curveAt(k.epsilon, k.size)).length;
  return `Half of the attempts hit where n H2(k/n) = c log2(k/epsilon) with c, where n >= 2 k as the theorem asks, ${told.join('; ')}. In that range the n of c_hyp = 1 is too small for success 1/2 in ${short} of ${inside.length} cases, enough in ${enough} and open in ${inside.length - short - enough}; in the ${known.length - inside.length} others half of the attempts hit before n = 2 k, or it is open whether they do.`;
}
