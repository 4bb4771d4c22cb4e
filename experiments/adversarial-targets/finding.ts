import { shown, shownInterval } from '../networks/time-quantile.js';
import { sortedTimes, timeQuantile } from '../times.js';
import type { TargetsRows } from './study.js';

const DELTA = 0.01;

/** The hardest targets, those that cannot be told from the hardest, and what every target costs beyond them. */
export function finding(cases: readonly TargetsRows[], confidence: number): string {
  const groups = [...new Set(cases.map(({ case: c }) => `${c.law} ${c.epsilon}`))].map((key) => cases.filter(({ case: c }) => `${c.law} ${c.epsilon}` === key));
  const told = groups.flatMap((group) => {
    const { law, epsilon } = group[0].case, every = group.find(({ case: c }) => c.w === null), ones = group.filter(({ case: c }) => c.w !== null);
    if (!every || ones.length < 2) return [];
    // The hardest is chosen by looking at all: their intervals hold together (Bonferroni).
    const needs = (c: TargetsRows) => ({ w: c.case.w!, n: timeQuantile(sortedTimes(c.rows, (r) => r), 1 - DELTA, 1 - (1 - confidence) / group.length) });
    const single = ones.map(needs), all = needs(every).n;
    const hardest = single.reduce((a, b) => (b.n.estimate > a.n.estimate ? b : a)), easiest = single.filter((s) => Math.abs(s.w) > epsilon).reduce((a, b) => (b.n.estimate < a.n.estimate ? b : a));
    return [{ law, epsilon, hardest, easiest, all, alike: single.filter((s) => s.n.upper >= hardest.n.lower).map((s) => Math.abs(s.w)) }];
  });
  if (told.length === 0) return 'One weight and every weight are not both measured yet: open.';
  const least = Math.min(...told.flatMap((t) => t.alike)), finest = told.filter((t) => t.epsilon === Math.min(...told.map((s) => s.epsilon)));
  const more = told.filter((t) => t.all.lower > t.hardest.n.upper).length;
  return `At delta = ${DELTA} the hardest weight has |w| ${least === 1 ? '= 1' : `between ${least} and 1, as far as intervals tell`}, in ${told.length} pairs of law and tolerance: n at epsilon = ${finest[0].epsilon} is ${finest.map((t) => `${shownInterval(t.hardest.n)} ${t.law === 'diamond' ? 'in half a diamond' : `${t.law} draws`} for w = ${t.hardest.w}, ${shownInterval(t.easiest.n)} for w = ${t.easiest.w}`).join('; ')}. `
    + `Every weight of [-1, 1] at once takes ${told.length === 1 ? '' : `${shown(Math.min(...told.map((t) => t.all.estimate - t.hardest.n.estimate)))} to `}${shown(Math.max(...told.map((t) => t.all.estimate - t.hardest.n.estimate)))} draws more than the hardest (${finest.map((t) => `n = ${shownInterval(t.all)}`).join(' and ')} there), for sure more in ${more} of ${told.length}, else open.`;
}
