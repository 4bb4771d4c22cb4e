import { binomialInterval } from '../../src/numeric/statistics/index.js';
import { shownInterval } from '../networks/time-quantile.js';
import { sortedTimes, timeQuantile } from '../times.js';
import type { RegimesRows } from './study.js';

const DELTA = 0.01;

/** The regime of misses where a hundredth of attempts still misses, and what the scale saves. */
export function finding(cases: readonly RegimesRows[], confidence: number): string {
  const all = cases.filter(({ case: c }) => c.targets === 'all' && c.range === 1);
  const needs = (c: RegimesRows) => timeQuantile(sortedTimes(c.rows, (r) => r.hit), 1 - DELTA, confidence);
  const shares = all.filter(({ case: c }) => c.scale === 1).map((c) => {
    // A draw fewer than suffices: the least n at which more than delta of the attempts miss.
    const n = needs(c).estimate - 1, [range, misses] = [sortedTimes(c.rows, (r) => r.range), sortedTimes(c.rows, (r) => r.hit)].map((t) => t.latest.filter((time) => time > n).length);
    return `${shownInterval(binomialInterval(range, misses, confidence))} at epsilon = ${c.case.epsilon} (n = ${n}, ${misses} misses)`;
  });
  const moved = [...new Set(all.map(({ case: c }) => c.epsilon))].map((epsilon) => {
    const by = all.filter(({ case: c }) => c.epsilon === epsilon).map((c) => ({ scale: c.case.scale, n: needs(c) }));
    const one = by.find((b) => b.scale === 1) ?? by[0], best = by.reduce((a, b) => (b.n.estimate < a.n.estimate ? b : a));
    const others = by.filter((b) => b.scale !== 1 && b.n.upper < one.n.lower).map((b) => b.scale);
    return `at epsilon = ${epsilon} n = ${shownInterval(one.n)} at scale 1 and ${shownInterval(best.n)} at scale ${best.scale} (${others.length > 0 ? `less for sure at scale ${others.join(', ')}` : 'open which is less'})`;
  });
  return `Where a diamond of scale 1 misses some target of [-1, 1] about as often as delta = ${DELTA} allows, the share of misses that are of range is ${shares.join(', ')}. A wider first layer moves the n that suffices: ${moved.join('; ')}.`;
}
