import type { Interval } from '../../src/numeric/statistics/index.js';
import type { SearchRows } from './study.js';
import { accuracy, ahead, along, attemptsOf, EPOCHS } from './summary.js';

const shown = ({ estimate, lower, upper }: Interval): string => `${estimate.toFixed(1)} [${lower.toFixed(1)}, ${upper.toFixed(1)}]`;
const mean = (r: SearchRows): number => accuracy(r, 0.5).estimate;

/** The density that the ends of a curve are compared with: the middle of those tried, not the best of them. */
const MIDDLE = 0.5;

/** The best density of each search, what the ends lose against it and it against trained weights, and what width does. */
export function finding(cases: readonly SearchRows[], confidence: number): string {
  const [dense] = along(cases, 'dense', 'density'), [popup, binary] = (['edge-popup', 'biprop'] as const).map((m) => along(cases, m, 'density'));
  const [wide, narrow, whole] = (['edge-popup', 'biprop', 'dense'] as const).map((m) => along(cases, m, 'width'));
  if (!dense || [popup, binary, wide, narrow, whole].some((rows) => rows.length < 2)) return 'Not both searches are measured yet, at several densities and widths: open.';
  const of = (rows: readonly SearchRows[]) => {
    const best = rows.reduce((a, b) => (mean(b) > mean(a) ? b : a)), middle = rows.find((r) => r.case.density === MIDDLE) ?? best, ends = [rows[0], rows[rows.length - 1]].map((r) => ({ density: r.case.density, loss: ahead(middle, r, confidence) }));
    return { best, ends, cap: ends.every((e) => e.loss.lower > 0), behind: ahead(dense, best, confidence) };
  };
  const told = [popup, binary].map((rows, k) => {
    const { best, ends, cap, behind } = of(rows);
    return `${['edge-popup', 'Biprop'][k]} has its best mean at density ${best.case.density} (${shown(accuracy(best, confidence))} %, ${shown(behind)} points behind${k === 0 ? ' trained weights' : ''}) and against density ${MIDDLE} loses ${ends.map((e) => `${shown(e.loss)} at ${e.density}`).join(' and ')} (a cap, as published of convolutional networks: ${cap ? 'holds' : 'open'})`;
  });
  const gap = (rows: readonly SearchRows[], k: number): string => shown(ahead(whole[k], rows[k], confidence)), last = whole.length - 1;
  return (
    `After ${EPOCHS} epochs, in ${attemptsOf(popup[0]).length} attempts each, ${told.join('. ')}. ` +
    `From ${whole[0].case.width} to ${whole[last].case.width} times the hidden widths of LeNet-300-100, at density ${wide[0].case.density}, the gap to trained weights goes from ${gap(wide, 0)} to ${gap(wide, last)} points for edge-popup and from ${gap(narrow, 0)} to ${gap(narrow, last)} for biprop.`
  );
}
