import { chartSpec, type ChartPanel, type ChartSeries } from '../../src/plot/index.js';
import type { StudyFigure } from '../../src/study/study.js';
import { finiteOrNull, shownInterval } from '../networks/time-quantile.js';
import { timeQuantile } from '../times.js';
import { necessaryDraws, sufficientDraws } from './bounds.js';
import { fitsOf, type ConstantsFit } from './fits.js';
import type { ConstantsRows } from './study.js';

const SHOWN = [0.5, 0.1, 0.01];
/** Tolerances between which a bound's slope is taken: so far apart that rounding up to whole draws does not show. */
const ASYMPTOTIC = [2 ** -480, 2 ** -8] as const;
const WINDOWS = [[1, ''], [0.5, '-half-window']] as const;
const X = { title: '1/epsilon', log: true, base: 2 } as const;

const SLOPES = 'Slopes are of n = a + c1 log2(1/epsilon) + c2 ln(1/delta) + c12 of both, fitted to quantiles of epsilon from 1/8 on, with intervals by resampling attempts; where range still decides, as for products, a slope may be below that of resolution, which rules as epsilon goes to 0.';

/** The other way to a slope in the failure, for a caption. */
const tailText = (fits: readonly ConstantsFit[]): string =>
  `By the tail P(T > n) = A epsilon^-b rho^n, every target at once costs per nat of 1/delta: ${fits.map((f) => ({ law: f.law, ...f.tail() })).map(({ law, perNat, verdict }) => `${law} ${verdict === 'open' ? 'open' : shownInterval(perNat)}`).join(', ')}.`;

const windowOf = (range: number): string => (range === 1 ? '[-1, 1]' : '[-1/2, 1/2]');

/** Quantiles of draws over the tolerance by law, and their slopes. */
export function figures(cases: readonly ConstantsRows[], caption: readonly string[], confidence: number): StudyFigure[] {
  const fits = fitsOf(cases, confidence), name = 'subset-sum-constants';
  const drawn: StudyFigure[] = ['one', 'all'].flatMap((targets) =>
    WINDOWS.flatMap(([range, suffix]) => {
      const panels = fits.filter((f) => f.targets === targets && f.range === range).map((fit) => quantilePanel(fit, confidence));
      const window = windowOf(range), what = targets === 'all' ? 'every target' : 'one uniform target';
      return panels.length === 0 ? [] : [{ name: `${name}-${targets}${suffix}`, spec: chartSpec({ title: `Draws until a subset sum is within epsilon of ${what} of ${window}`, caption, columns: 2, panels }) }];
    }),
  );
  const slopes = WINDOWS.flatMap(([range, suffix]) => {
    const panels = ['one', 'all'].flatMap((targets) => slopePanels(fits.filter((f) => f.targets === targets && f.range === range)));
    return panels.length === 0 ? [] : [{ name: `${name}${suffix}`, spec: chartSpec({ title: `What a bit of 1/epsilon and a nat of 1/delta cost, targets in ${windowOf(range)}`, caption: [...caption, SLOPES, tailText(fits.filter((f) => f.targets === 'all' && f.range === range))], columns: 2, panels }) }];
  });
  return [...slopes, ...drawn];
}

function quantilePanel({ law, range, targets, cells }: ConstantsFit, confidence: number): ChartPanel {
  const proved = targets === 'all' ? sufficientDraws(law, range) : undefined, necessary = necessaryDraws(law, range);
  const curve = (label: string, kind: 'bound' | 'necessary', at: (epsilon: number) => number): ChartSeries => ({ label, kind, points: cells.map(({ bits }) => ({ x: 2 ** bits, y: at(1 / 2 ** bits) })) });
  return {
    title: law,
    x: X,
    y: { title: 'n (raw draws)' },
    series: [
      ...(proved ? [curve('proved, delta = 0.01', 'bound', (e) => proved.at(e, 0.01))] : []),
      ...[...SHOWN].reverse().map((delta): ChartSeries => ({
        label: `delta = ${delta}`,
        kind: 'measured',
        points: cells.map(({ bits, times }) => {
          const { estimate, lower, upper } = timeQuantile(times, 1 - delta, confidence);
          return { x: 2 ** bits, y: finiteOrNull(estimate), low: lower, high: finiteOrNull(upper) };
        }),
      })),
      ...(targets === 'all' ? [curve('necessary, delta = 0.01', 'necessary', (e) => necessary.at(e, 0.01))] : []),
    ],
  };
}

function slopePanels(fits: readonly ConstantsFit[]): ChartPanel[] {
  const what = fits[0]?.targets === 'all' ? 'every target' : 'one target';
  const deltas = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01], [low, high] = ASYMPTOTIC;
  const series = (points: (f: ConstantsFit) => ChartSeries['points']): ChartSeries[] => fits.map((f) => ({ label: f.law, kind: 'measured', points: points(f) }));
  const point = (x: number, { estimate, lower, upper }: { estimate: number; lower: number; upper: number }) => ({ x, y: finiteOrNull(estimate), low: finiteOrNull(lower), high: finiteOrNull(upper) });
  const range = fits[0]?.range ?? 1, uniform = sufficientDraws('uniform', range)!;
  const perBit = (at: (epsilon: number, delta: number) => number, delta: number): number => (at(low, delta) - at(high, delta)) / Math.log2(high / low);
  const proved: ChartSeries = { label: 'uniform, proved', kind: 'bound', color: 'uniform', points: deltas.map((delta) => ({ x: delta, y: perBit(uniform.at, delta) })) };
  const provedNat: ChartSeries = { label: 'uniform, proved', kind: 'bound', color: 'uniform', points: [3, 12].map((bits) => ({ x: 2 ** bits, y: (uniform.at(1 / 2 ** bits, 0.001) - uniform.at(1 / 2 ** bits, 0.5)) / Math.log(500) })) };
  const resolution = necessaryDraws('normal', range);
  const necessary: ChartSeries = { label: 'resolution, epsilon to 0', kind: 'necessary', points: deltas.map((delta) => ({ x: delta, y: perBit(resolution.at, delta) })) };
  return fits.length === 0 ? [] : [
    {
      title: `${what}: per bit`, x: { title: 'delta', log: true, reverse: true }, y: { title: 'draws per bit of 1/epsilon' },
      series: [...(what === 'every target' ? [proved] : []), ...series((f) => deltas.map((delta) => point(delta, f.perBit(delta)))), ...(what === 'every target' ? [necessary] : [])],
    },
    {
      title: `${what}: per nat`, x: X, y: { title: 'draws per nat of 1/delta' },
      series: [...(what === 'every target' ? [provedNat] : []), ...series((f) => f.cells.map(({ bits }) => point(2 ** bits, f.perNat(bits))))],
    },
  ];
}
