import { shownInterval } from '../networks/time-quantile.js';
import { constantOf, curveAt, halfOf } from './constant.js';
import type { PhaseRows } from './study.js';

/** The measured constant (least and greatest) at the centre and at the edge of the theorem's window, and whether it is one. */
export function finding(cases: readonly PhaseRows[], confidence: number): string {
  const known = cases.map((c) => ({ ...c.case, c: constantOf(c, confidence), half: halfOf(c, confidence) })).filter(({ c }) => c.upper < Infinity);
  const inside = known.filter(({ half, size }) => half.lower >= 2 * size);
  if (inside.length === 0) return 'Where half of the attempts hit at n >= 2 k is not known yet: open.';
  const range = (target: number): string => {
    const own = inside.filter((k) => k.target === target), least = own.reduce((a, b) => (b.c.estimate < a.c.estimate ? b : a)), greatest = own.reduce((a, b) => (b.c.estimate > a.c.estimate ? b : a));
    return `for the target ${target === 0 ? '0' : 'sqrt(k)'} between ${shownInterval(least.c)} and ${shownInterval(greatest.c)}${least.c.upper < greatest.c.lower ? '' : ' (open whether it varies)'}`;
  };
  const targets = [0, 1].filter((target) => inside.some((k) => k.target === target));
  const short = inside.filter((k) => k.half.lower > curveAt(k.epsilon, k.size)).length, enough = inside.filter((k) => k.half.upper <= curveAt(k.epsilon, k.size)).length;
  return `Half of the attempts hit where n H2(k/n) = c log2(k/epsilon) with c, ${targets.map(range).join(' and ')}, over the ${inside.length} cases in which that n is at least 2 k, as the theorem asks. The n of c_hyp = 1 is too small for success 1/2 in ${short} of them, enough in ${enough} and open in ${inside.length - short - enough}; in the ${known.length - inside.length} others half hit below n = 2 k, or it is open whether they do.`;
}
