import { compareCurves, quantileFit, type CurveComparison } from '../../src/numeric/statistics/index.js';
import { shown, shownInterval } from '../networks/time-quantile.js';
import { LENGTHS, shapeOf, TOLERANCE } from './measure.js';
import { casesOf, errorsOf, sortedOf, widthsOf, type AtSteps, type Rows } from './quantiles.js';
import { boundAt, DELTA, EPSILON } from './tolerance.js';

/** What the rows say, in sentences: growth over T where errors add up, and where they do not or explode; errors at one tolerance; a network of a size that is used. */
export function findingOf(cases: readonly Rows[], { seed, confidence }: { readonly seed: number; readonly confidence: number }): string {
  const [below, one, above] = [0.8, 1, 1.25].map((norm) => widthsOf(cases, 'weights', norm, confidence));
  if ([below, one, above].some((w) => w.length < 4)) return 'Too few numbers of steps are measured: open.';
  const options = { seed, confidence }, curve = (w: readonly AtSteps[]): string => powerText(comparisonOf(w, options)), settled = one.filter(({ steps }) => steps >= SETTLED), last = below[below.length - 1], at = (steps: number): AtSteps => below.find((w) => w.steps === steps)!;
  const bound = (shape: Rows, steps: number): number => boundAt(shapeOf(shape.case), steps), ofOne = casesOf(cases, 'weights', 1)[0], longest = one[one.length - 1].steps;
  const slope = slopeOf(settled, options), ownSlope = (bound(ofOne, longest) - bound(ofOne, SETTLED)) / Math.log(longest / SETTLED);
  return (
    `Where ||W_h|| = 1 the n at which a share ${1 - DELTA} of sources meets the corollary's tolerance grows by ${slope} for each factor e of T from ${SETTLED} to ${longest} (the bound by ${shown(ownSlope)}), like a + b T^p with p = ${curve(settled)}; ${SETTLED} was chosen after a first run, and with T from 1 on p = ${curve(one)}. ${certifiedText(cases, one, confidence)} `
    + `Where it is 1.25, p = ${curve(above)}, and where it is 0.8 n stops: ${shownInterval(at(64).quantile)} at T = 64, ${shownInterval(last.quantile)} at T = ${last.steps} (bound ${bound(casesOf(cases, 'weights', 0.8)[0], last.steps)}). ${errorText(cases, confidence)} ${wholeText(cases)}`
  );
}

/** The number of steps from which R, the bound of ||(h_{t-1}, x_t)||, grows like T where the norm is 1: before, inputs are larger than states. Set after a first run, whose fit from T = 1 on is told too. */
const SETTLED = 16;

type Options = { readonly seed: number; readonly confidence: number };
const cellsOf = (widths: readonly AtSteps[], features: (steps: number) => number[]) => widths.map(({ steps, times }) => ({ times, responses: [{ q: 1 - DELTA, features: features(steps) }] }));

export const comparisonOf = (widths: readonly AtSteps[], options: Options): CurveComparison => compareCurves({ cells: cellsOf(widths, (t) => [t]), ...options });

/** n per factor e of T. */
function slopeOf(widths: readonly AtSteps[], options: Options): string {
  const fit = quantileFit({ cells: cellsOf(widths, (t) => [1, Math.log(t)]), names: ['constant', 'ln T'], ...options });
  return fit.verdict === 'open' ? 'an unknown number' : shownInterval(fit.coefficients[1]);
}

const powerText = ({ verdict, freeExponent: { estimate, lower, upper } }: CurveComparison): string => `${hundredths(estimate)} [${hundredths(lower)}, ${hundredths(upper)}] (${verdict})`;

/** Never -0. */
const hundredths = (x: number): string => (Math.round(100 * x) / 100 + 0).toFixed(2);

/** The n at which the error itself is certified, beside that of the tolerance. */
function certifiedText(cases: readonly Rows[], weights: readonly AtSteps[], confidence: number): string {
  const end = LENGTHS[LENGTHS.length - 1], certified = widthsOf(cases, 'certified', 1, confidence).find((w) => w.steps === end), own = weights.find((w) => w.steps === end);
  return certified && own ? `At T = ${end} the error is certified from n = ${shownInterval(certified.quantile)} on, the tolerance is met from ${shownInterval(own.quantile)} on.` : 'From which n on the error is certified is open.';
}

function errorText(cases: readonly Rows[], confidence: number): string {
  const end = LENGTHS[LENGTHS.length - 1], told = [0.8, 1, 1.25].flatMap((norm) => {
    const [upper, lower] = (['upper', 'lower'] as const).map((side) => errorsOf(cases, side, norm, confidence).find((e) => e.steps === end));
    return upper && lower ? [`${shownInterval(upper.median)} at most and ${shownInterval(lower.median)} at least (norm ${norm})`] : [];
  });
  return told.length === 0 ? 'Errors at one tolerance are open.' : `With every weight within ${TOLERANCE} the largest error of ${end} steps is in the median ${told.join(', ')}.`;
}

function wholeText(cases: readonly Rows[]): string {
  const whole = casesOf(cases, 'whole');
  if (whole.length === 0) return 'A network of a size that is used is open.';
  const [{ case: c }] = whole, of = (k: number): number[] => whole.flatMap((rows) => sortedOf(rows, k)), uppers = of(2), held = uppers.filter((e) => e <= EPSILON).length;
  return `At ${c.units} units, ${c.inputs} inputs and T = ${c.steps} the corollary's n (${[...new Set(whole.map((w) => boundAt(shapeOf(w.case), w.case.steps)))].join(', ')}) held epsilon = ${EPSILON} in ${held} of ${uppers.length} attempts with ${of(0).reduce((a, b) => a + b, 0)} misses, at a certified error of at most ${shown(Math.max(...uppers))}; ${Math.max(...of(3))} units per input would have done for the weights.`;
}
