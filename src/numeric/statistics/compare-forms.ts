import { seedWords } from '../seed-words.js';
import { uniforms } from '../uniforms.js';
import type { Interval } from './binomial.js';
import { formFitter, formValue, type Form } from './forms.js';
import { percentileInterval } from './percentile.js';
import type { QuantileCell } from './quantile-fit.js';
import { weightedQuantiles, type BeyondQuantile } from './weighted-quantiles.js';

export interface CompareFormsOptions {
  /** As for `quantileFit`, with two features per response: x1 and x2 (no constant). */
  readonly cells: readonly QuantileCell[];
  /** An integer in [0, 2^53). */
  readonly seed: number;
  /** Each form is refuted at 1 - confidence. */
  readonly confidence: number;
  /** 1000 unless given. */
  readonly resamples?: number;
  /** The lattice of the times: n = step, 2 step, ...; 0 for times of a continuous law. 1 unless given. */
  readonly step?: number;
}

export interface ComparedForm {
  readonly form: Form;
  /** As in `FormFit`. */
  readonly coefficients: readonly number[];
  /** Root mean square of residuals, and of errors at cells left out of the fit (Infinity where the rest does not determine it), in units of n. */
  readonly residual: number;
  readonly outOfCell: number;
  /** The probability of a misfit as large, were the form true. */
  readonly pValue: number;
}

export interface FormComparison {
  /** `additive`: max is refuted, additive is not, nor is it worse out of cell; `max`: the reverse; `open`: neither or both are refuted, or there is too little data. */
  readonly verdict: 'additive' | 'max' | 'open';
  /** additive, max, interaction; none if there is too little data. */
  readonly forms: readonly ComparedForm[];
  /** Sum of squared residuals, in units of their noise, of max less that of additive: above 0, additive fits better. */
  readonly difference: Interval;
  readonly beyond: readonly BeyondQuantile[];
}

const FORMS = ['additive', 'max', 'interaction'] as const;

/**
 * Whether quantiles add up over two features or follow the greater of two lines. Every form is fitted by least squares weighted by the
 * noise of each quantile, and refuted when its misfit exceeds all but a share 1 - confidence of the misfits that resampled draws, rounded
 * at random to the lattice, make about the fitted form itself: what rounding alone can do refutes no form. A verdict thus names a wrong form at most that often if one of the two is right. Forms that the data
 * cannot tell apart stay `open`. O(resamples * 20 fits).
 */
export function compareForms({ cells, seed, confidence, resamples = 1000, step = 1 }: CompareFormsOptions): FormComparison {
  const wrong = cells.flatMap((c) => c.responses).find((r) => r.features.length !== 2);
  if (wrong) throw new RangeError(`compareForms: needed two features per response, got ${wrong.features.length}`);
  const { used, beyond, estimates: y, rows, weights } = weightedQuantiles(cells, { seed, confidence, resamples, step });
  const points = used.map((p) => p.features), places = [...new Set(used.map((p) => p.cell))];
  const open: FormComparison = { verdict: 'open', forms: [], difference: { estimate: NaN, lower: -Infinity, upper: Infinity }, beyond };
  if (used.length < 6 || [0, 1].some((j) => new Set(points.map((p) => p[j])).size < 2)) return open;

  const [k0, k1] = seedWords(seed), rounding = new Float64Array(y.length);
  const fits = new Map<Form, { readonly fit: ReturnType<typeof formFitter>; readonly compared: ComparedForm; readonly sum: number }>();
  for (const form of FORMS) {
    const fit = fitterOf(form, points, weights);
    if (!fit) return open;
    const { coefficients, fitted, sum } = fit(y);
    // Resampled noise about the fitted form: how often is its misfit as large?
    const larger = rows.filter((row, r) => {
      uniforms(k0, k1, r, 0, 0x70d, y.length, rounding);
      const shifted = row.map((v, i) => v - y[i] + fitted[i] + step * (rounding[i] - 0.5));
      return !shifted.every(Number.isFinite) || fit(shifted).sum >= sum;
    }).length;
    const errors = places.flatMap((cell) => {
      const inside = used.map((p, i) => ({ p, i })).filter(({ p }) => p.cell !== cell), outside = used.map((p, i) => ({ p, i })).filter(({ p }) => p.cell === cell);
      const rest = fitterOf(form, inside.map(({ p }) => p.features), inside.map(({ i }) => weights[i]))?.(inside.map(({ i }) => y[i])).coefficients;
      return outside.map(({ p, i }) => (rest ? y[i] - formValue(form, rest, p.features) : Infinity));
    });
    const compared = { form, coefficients, residual: rootMeanSquare(fitted.map((f, i) => y[i] - f)), outOfCell: rootMeanSquare(errors), pValue: (1 + larger) / (1 + rows.length) };
    fits.set(form, { fit, compared, sum });
  }
  const additive = fits.get('additive')!, max = fits.get('max')!;
  const differences = rows.map((row) => (row.every(Number.isFinite) ? max.fit(row).sum - additive.fit(row).sum : NaN));
  const alpha = 1 - confidence;
  const beats = (a: ComparedForm, b: ComparedForm): boolean => a.pValue > alpha && b.pValue <= alpha && a.outOfCell <= b.outOfCell;
  return {
    verdict: beats(additive.compared, max.compared) ? 'additive' : beats(max.compared, additive.compared) ? 'max' : 'open',
    forms: FORMS.map((form) => fits.get(form)!.compared),
    difference: percentileInterval(max.sum - additive.sum, differences, confidence),
    beyond,
  };
}

const rootMeanSquare = (x: readonly number[]): number => Math.sqrt(x.reduce((s, v) => s + v * v, 0) / x.length);

/** A fitter, or null where these points do not determine the form. */
function fitterOf(form: Form, points: readonly (readonly number[])[], weights: readonly number[]): ReturnType<typeof formFitter> | null {
  try {
    return formFitter(form, points, weights);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
