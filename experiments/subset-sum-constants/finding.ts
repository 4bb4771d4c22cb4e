import type { FormComparison } from '../../src/numeric/statistics/index.js';
import { shown, shownInterval } from '../networks/time-quantile.js';
import { timeQuantile } from '../times.js';
import { necessaryDraws, sufficientDraws } from './bounds.js';
import { fitsOf } from './fits.js';
import type { ConstantsRows } from './study.js';

const DELTA = 0.01, BITS = 7;

/** Slopes of uniform draws and of the diamond against what is proved and necessary; which laws add up over epsilon and delta. */
export function finding(cases: readonly ConstantsRows[], confidence: number): string {
  const fits = fitsOf(cases, confidence).filter((f) => f.targets === 'all' && f.range === 1);
  const told = ['uniform', 'diamond'].flatMap((law) => fits.filter((f) => f.law === law)).map((f) => {
    const cell = f.cells.find((c) => c.bits === BITS) ?? f.cells[0], epsilon = 1 / 2 ** cell.bits, proved = sufficientDraws(f.law, 1)!.at;
    const n = timeQuantile(cell.times, 1 - DELTA, confidence), slope = (proved(2 ** -480, DELTA) - proved(2 ** -8, DELTA)) / 472;
    return {
      slopes: `${f.law === 'diamond' ? 'half a diamond costs' : `${f.law} draws cost`} ${shownInterval(f.perBit(DELTA))} per bit of 1/epsilon (proved ${shown(slope)}) and ${shownInterval(f.perNat(cell.bits))} per nat of 1/delta`,
      n: `n = ${shownInterval(n)} (${f.law}) where ${shown(proved(epsilon, DELTA))} are proved to suffice and ${shown(necessaryDraws(f.law, 1).at(epsilon, DELTA))} necessary`,
    };
  });
  if (told.length === 0) return 'The constants of no law are measured yet: open.';
  const verdicts = fits.map((f) => ({ law: f.law, verdict: f.forms().verdict }));
  const by = (verdict: FormComparison['verdict']): string => verdicts.filter((v) => v.verdict === verdict).map((v) => v.law).join(', ');
  const forms = ([['additive', 'add up'], ['max', 'do not add up (the greater of two lines)'], ['open', 'may or may not (open)']] as const).flatMap(([v, text]) => (by(v) === '' ? [] : [`${text} for ${by(v)}`]));
  return `To reach every target of [-1, 1] at delta = ${DELTA}, epsilon = 2^-${BITS}, ${told.map((t) => t.slopes).join('; ')}. There ${told.map((t) => t.n).join(' and ')}; epsilon and delta ${forms.join(', ')}.`;
}
