import { shown, shownInterval } from '../networks/time-quantile.js';
import type { MaskRows } from './study.js';
import { along, attemptsOf, loss, meanOf, POINTS, widthFor, widthRatio } from './summary.js';

/** How wide each way must be, and what is left of it there. */
export function finding(cases: readonly MaskRows[], confidence: number): string {
  const [search, built, [proved]] = (['searched', 'constructed', 'proved'] as const).map((way) => along(cases, way));
  if (search.length === 0 || built.length === 0 || !proved) return 'Not all ways to a mask are measured yet: open.';
  const [s, c] = [search, built].map((rows) => widthFor(rows, POINTS, confidence)), target = meanOf(proved, (a) => a.target / 100, confidence);
  if (s.estimate === Infinity || c.estimate === Infinity) return `At no width that was tried does ${s.estimate === Infinity ? 'a searched' : 'a constructed'} mask come within ${POINTS} point of its target: open.`;
  const at = (rows: readonly MaskRows[], width: number): MaskRows => rows.find((r) => r.case.n === width)!, alike = (rows: MaskRows): string => `${shownInterval(meanOf(rows, (a) => a.alike / 100, confidence))} %`;
  const promised = attemptsOf(proved), ns = [...new Set(promised.map((a) => a.n))].sort((a, b) => a - b).map((n) => `${n} (${promised.filter((a) => a.n === n).length} of ${promised.length})`).join(' or ');
  const certified = promised.map((a) => a.certified!), [least, most] = [Math.min(...certified), Math.max(...certified)].map(shown);
  return (
    `To come within ${POINTS} point of the accuracy of its target (${shownInterval(target)} %) a searched mask needs n = ${shownInterval(s)} binary units an input, a constructed one of the same sources ${shownInterval(c)}, ${shownInterval(widthRatio(search, built, POINTS, confidence))} times as many, and the theorem asks ${ns}, where ${promised.filter((a) => loss(a) <= POINTS).length} of ${promised.length} tickets did. ` +
    `At n = ${s.estimate} the searched mask agrees with the target on ${alike(at(search, s.estimate))} of the test images and promises nothing; the constructed one, at n = ${c.estimate}, on ${alike(at(built, c.estimate))}, at the theorem's n on ${alike(proved)}, with a certified error of ${least} to ${most} in l2 on all images where at most ${shown(Math.max(...promised.map((a) => a.seen!)))} was seen.`
  );
}
