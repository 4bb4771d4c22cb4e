import { binomialInterval } from '../../src/numeric/statistics/index.js';
import { shownInterval } from '../networks/time-quantile.js';
import { sortedTimes, timeQuantile } from '../times.js';
import type { RegimesRows } from './study.js';

const DELTA = 0.01;
/** The largest scale, whatever came out. */
const WIDE = 4;

/** The regime of misses where a hundredth of attempts still misses, and what the scale saves. */
export function finding(cases: readonly RegimesRows[], confidence: number): string {
  const all = cases.filter(({ case: c }) => c.targets === 'all' && c.range === 1);
  const needs = (c: RegimesRows) => timeQuantile(sortedTimes(c.rows, (r) => r.hit), 1 - DELTA, confidence);
  const said = [...new Set(all.map(({ case: c }) => c.epsilon))].flatMap((epsilon) => {
    const [one, wide] = [1, WIDE].map((scale) => all.find(({ case: c }) => c.epsilon === epsilon && c.scale === scale));
    if (!one || !wide) return [];
    // A draw fewer than suffices: the least n at which more than delta of the attempts miss.
    const n = needs(one), before = n.estimate - 1, [range, misses] = [sortedTimes(one.rows, (r) => r.range), sortedTimes(one.rows, (r) => r.hit)].map((t) => t.latest.filter((time) => time > before).length);
    return [{ epsilon, one: n, wide: needs(wide), share: binomialInterval(range, misses, confidence), misses }];
  });
  if (said.length === 0) return 'Scales 1 and 4 are not both measured yet: open.';
  const percent = (x: number): string => `${Math.round(100 * x)} %`, less = said.filter((s) => s.wide.upper < s.one.lower);
  return `Where a diamond of scale 1 begins to miss more than ${DELTA} of the time, its misses are of range, not resolution, in ${said.map(({ epsilon, share, misses }) => `${percent(share.estimate)} [${percent(share.lower)}, ${percent(share.upper)}] (of ${misses}) at epsilon = ${epsilon}`).join(', ')}. `
    + `A first layer of scale ${WIDE} needs fewer units in ${less.length} of ${said.length} tolerances${less.length < said.length ? ' (else open)' : ''}: ${said.map(({ epsilon, one, wide }) => `${shownInterval(wide)} instead of ${shownInterval(one)} at epsilon = ${epsilon}`).join(', ')}.`;
}
