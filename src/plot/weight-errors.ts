import { decimalAtLeast, decimalAtMost } from '../numeric/rounding.js';
import type { WeightOutcome } from '../certify/index.js';
import type { Result } from '../theorem/index.js';

/** Weights counted by layer, kept candidates and error: one cell of the figure. */
export interface Cell {
  readonly layer: string;
  readonly selected: number;
  readonly from: number;
  readonly to: number;
  readonly weights: number;
}

const BINS = 40;

/** Counts problems by layer, candidates kept, and error as a share of the layer's tolerance, in 40 bins. */
export function cellsOf(result: Result, outcomes: Iterable<WeightOutcome>): { cells: Cell[]; reach: number } {
  const all = [...outcomes].map(({ layer, error, selected }) => ({ layer, selected, share: error / result.perLayer[layer].tolerance }));
  const reach = Math.max(1, all.reduce((most, { share }) => Math.max(most, Math.abs(share)), 0));
  const counts = new Map<string, number>();
  for (const { layer, selected, share } of all) {
    const bin = Math.min(BINS - 1, Math.floor(((share / reach + 1) / 2) * BINS));
    const key = `${layer} ${selected} ${bin}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const edge = (bin: number): number => reach * ((2 * bin) / BINS - 1);
  const cells = [...counts].map(([key, weights]): Cell => {
    const [layer, selected, bin] = key.split(' ').map(Number);
    return { layer: layerTitle(result, layer), selected, from: edge(bin), to: edge(bin + 1), weights };
  });
  return { cells, reach };
}

const layerTitle = (result: Result, layer: number): string => {
  const { tolerance, n } = result.perLayer[layer];
  return `layer ${layer + 1}: tolerance ${short(tolerance)}, n = ${n.used}, sufficient ${n.sufficientExact ? '' : 'at most '}${n.sufficient ?? 'none'}`;
};

const short = (x: number): string => (x < 1e-3 ? x.toExponential(2) : String(Number(x.toPrecision(3))));

/**
 * The figure of one approximation as a Vega-Lite specification: for each layer, the error of every weight as a share of
 * its tolerance against the number of candidates kept for it; colour counts weights; lines mark the tolerance.
 */
export function weightErrorsSpec(result: Result, outcomes: Iterable<WeightOutcome>): Record<string, unknown> {
  const { cells, reach } = cellsOf(result, outcomes);
  const { certificate } = result;
  const limit = Number((1.15 * reach).toPrecision(3));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: {
      text: `Error of each weight against the candidates kept for it (${[...new Set([result.construction, result.select])].join(', ')}, seed ${result.seed})`,
      subtitle: [
        `${result.problems.toLocaleString('en-US')} subset-sum problems, ${result.misses.toLocaleString('en-US')} misses, ${result.selectedPerProblem.toFixed(2)} candidates kept per problem`,
        `network error certified in [${decimalAtMost(certificate.lower, 3)}, ${certificate.upper < Infinity ? decimalAtLeast(certificate.upper, 3) : 'Infinity'}] on ${result.domain}; ${result.verdict}: ${result.claim}`,
        ...(result.outside.length > 0 ? [`outside the hypotheses of ${result.theorem.id}: ${result.outside.join(', ')}`] : []),
      ],
      anchor: 'start',
      offset: 16,
    },
    data: { values: cells },
    facet: { field: 'layer', type: 'nominal', title: null, header: { labelAnchor: 'start' }, sort: result.perLayer.map((_, i) => layerTitle(result, i)) },
    columns: 2,
    spacing: { row: 100, column: 40 },
    bounds: 'flush',
    resolve: { scale: { x: 'independent' } },
    spec: {
      width: 300,
      height: 220,
      layer: [
        {
          mark: { type: 'bar', tooltip: true },
          encoding: {
            x: { field: 'selected', type: 'ordinal', title: 'candidates kept per weight', axis: { labelAngle: 0, labelOverlap: 'parity' } },
            y: { field: 'from', type: 'quantitative', title: 'weight error / tolerance', scale: { domain: [-limit, limit], nice: false } },
            y2: { field: 'to' },
            color: { field: 'weights', type: 'quantitative', title: 'weights', scale: { type: 'log', scheme: 'viridis', reverse: true } },
          },
        },
        { mark: { type: 'rule', strokeDash: [4, 3], color: '#c0392b' }, encoding: { y: { datum: 1 } } },
        { mark: { type: 'rule', strokeDash: [4, 3], color: '#c0392b' }, encoding: { y: { datum: -1 } } },
      ],
    },
  };
}
