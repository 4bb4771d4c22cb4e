import type { FormComparison } from '../../src/numeric/statistics/index.js';
import { shown, shownInterval, finiteOrNull } from '../networks/time-quantile.js';
import { timeQuantile } from '../times.js';
import { necessaryDraws, sufficientDraws } from './bounds.js';
import { fitsOf } from './fits.js';
import type { ConstantsRows } from './study.js';

const DELTA = 0.01, BITS = 7;

/** Slopes of uniform draws and of the diamond against what is proved and necessary; which laws add up over epsilon and delta. */
export function finding(cases: readonly ConstantsRows[], confidence: number): string {
  const fits = fitsOf(cases, confidence).filter((f) => f.targets === 'all' && f.range === 1);
  const told = ['uniform', 'diamond'].flatMap((law) => fits.filter((f) => f.law === law)).map((f) => {
    const cell = f.cells.find((c) => c.bits === BITS) ?? f.cells[0], epsilon = 1 / 2 ** cell.bits;
    const measured = timeQuantile(cell.times, 1 - DELTA, confidence);
    const [proved, necessary] = [sufficientDraws(f.law, 1)!, necessaryDraws(f.law, 1)].map((b) => (finiteOrNull(b.at(epsilon, DELTA)) ?? Infinity));
    const slope = (at: (epsilon: number, delta: number) => number): string => shown((at(2 ** -480, DELTA) - at(2 ** -8, DELTA)) / 472);
    return `${f.law} draws cost ${shownInterval(f.perBit(DELTA))} per bit of 1/epsilon at delta = ${DELTA} (proved: ${slope(sufficientDraws(f.law, 1)!.at)}, resolution alone: 1) and ${shownInterval(f.perNat(cell.bits))} per nat of 1/delta at epsilon = 2^-${cell.bits} (by the tail P(T > n) ~ rho^n: ${shownInterval(f.tail().perNat)}), where n = ${shownInterval(measured)} is measured, ${shown(proved)} proved and ${shown(necessary)} necessary`;
  });
  const verdicts = fits.map((f) => ({ law: f.law, verdict: f.forms().verdict }));
  const by = (verdict: FormComparison['verdict']): string => verdicts.filter((v) => v.verdict === verdict).map((v) => v.law).join(', ');
  const forms = (['additive', 'max', 'open'] as const).flatMap((v) => (by(v) === '' ? [] : [`${v} for ${by(v)}`]));
  return `To reach every target of [-1, 1], ${told.join('; ')}. Whether epsilon and delta add up in n or the greater of two lines rules: ${forms.join('; ')}.`;
}
