import { shown, shownInterval } from '../networks/time-quantile.js';
import { sortedTimes, timeQuantile } from '../times.js';
import type { TargetsRows } from './study.js';

const DELTA = 0.01;

/** The hardest targets, those that cannot be told from the hardest, and what every target costs beyond them. */
export function finding(cases: readonly TargetsRows[], confidence: number): string {
  const groups = [...new Set(cases.map(({ case: c }) => `${c.law} ${c.epsilon}`))].map((key) => cases.filter(({ case: c }) => `${c.law} ${c.epsilon}` === key));
  const told = groups.map((group) => {
    const { law, epsilon } = group[0].case;
    const needs = group.map((c) => ({ w: c.case.w, n: timeQuantile(sortedTimes(c.rows, (r) => r), 1 - DELTA, confidence) }));
    const single = needs.filter((n) => n.w !== null), every = needs.find((n) => n.w === null);
    const hardest = single.reduce((a, b) => (b.n.estimate > a.n.estimate ? b : a)), easiest = single.filter((n) => Math.abs(n.w!) > epsilon).reduce((a, b) => (b.n.estimate < a.n.estimate ? b : a));
    const alike = single.filter((n) => n.n.upper >= hardest.n.lower).map((n) => n.w);
    return {
      hardest: `${law} at epsilon = ${epsilon} w in {${alike.join(', ')}} with n = ${shownInterval(hardest.n)}, against ${shownInterval(easiest.n)} at w = ${easiest.w}`,
      every: every ? `${shown(every.n.estimate - hardest.n.estimate)} more for ${law} at ${epsilon} (n = ${shownInterval(every.n)}${every.n.lower > hardest.n.upper ? '' : ', open whether more'})` : '',
    };
  });
  return `At delta = ${DELTA} the hardest targets, as far as intervals tell them apart, are for ${told.map((t) => t.hardest).join('; ')}. Every target of [-1, 1] at once takes ${told.map((t) => t.every).filter((t) => t !== '').join('; ')}.`;
}
