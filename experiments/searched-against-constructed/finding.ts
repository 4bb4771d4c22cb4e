import type { Interval } from '../../src/numeric/statistics/index.js';
import { shownInterval } from '../networks/time-quantile.js';
import type { MaskRows } from './study.js';
import { along, attemptsOf, loss, meanOf, POINTS, widthFor } from './summary.js';

/** How wide each way must be, and what is left of it there. */
export function finding(cases: readonly MaskRows[], confidence: number): string {
  const [search, built, [proved]] = (['searched', 'constructed', 'proved'] as const).map((way) => along(cases, way));
  if (search.length === 0 || built.length === 0 || !proved) return 'Not all ways to a mask are measured yet: open.';
  const [s, c] = [search, built].map((rows) => widthFor(rows, POINTS, confidence)), n = meanOf(proved, (a) => a.n, confidence), target = meanOf(proved, (a) => a.target / 100, confidence);
  if (s.estimate === Infinity || c.estimate === Infinity) return `At no width that was tried does ${s.estimate === Infinity ? 'a searched' : 'a constructed'} mask come within ${POINTS} point of its target: open.`;
  const at = (rows: readonly MaskRows[], width: number): MaskRows => rows.find((r) => r.case.n === width)!, percent = (i: Interval): string => `${shownInterval({ estimate: 100 * i.estimate, lower: 100 * i.lower, upper: 100 * i.upper })} %`;
  const most = search[search.length - 1], exact = attemptsOf(proved).filter((a) => loss(a) <= POINTS).length;
  return (
    `To come within ${POINTS} point of the accuracy of its target (${shownInterval(target)} %) a searched mask needs n = ${shownInterval(s)} binary units an input, a constructed one of the same sources ${shownInterval(c)}, ${shownInterval({ estimate: c.estimate / s.estimate, lower: c.lower / s.upper, upper: c.upper / s.lower })} times as many, and the theorem asks ${shownInterval(n)}, at which ${exact} of ${attemptsOf(proved).length} tickets did. ` +
    `The search keeps ${percent(meanOf(at(search, s.estimate), (a) => a.density, confidence))} of the weights, promises nothing, and agrees with the target on ${shownInterval(meanOf(most, (a) => a.alike / 100, confidence))} % of the test images at n = ${most.case.n}; the construction keeps ${percent(meanOf(at(built, c.estimate), (a) => a.density, confidence))}, agrees on ${shownInterval(meanOf(proved, (a) => a.alike / 100, confidence))} % at the theorem's n, and has a certified error.`
  );
}
