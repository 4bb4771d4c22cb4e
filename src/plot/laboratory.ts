import type { Laboratory } from '../subset-sum/laboratory/index.js';

/**
 * The figure of a laboratory experiment as a Vega-Lite specification: the failure rate against n with its simultaneous
 * band, and how many elements the chosen subsets have.
 */
export function laboratorySpec(r: Laboratory): Record<string, unknown> {
  const { experiment: e } = r;
  const targets = e.targets === 'uniform' ? `uniform on [${-e.range}, ${e.range}]` : e.targets === 'all' ? `all of [${-e.range}, ${e.range}]` : String(e.targets);
  const { estimate, lower, upper } = r.failureRate;
  const short = (x: number): string => String(Number(x.toPrecision(3)));
  // A share of attempts that have not succeeded by n; nothing below one attempt can be drawn on a log axis.
  const floor = 1 / r.failures.pools;
  const start = r.curve.length > 0 && r.curve[0].x > 0 ? [{ x: 0, estimate: 0, lower: 0, upper: 0 }] : [];
  const curve = [...start, ...r.curve, ...(r.curve.length > 0 && r.curve[r.curve.length - 1].x < e.n ? [{ ...r.curve[r.curve.length - 1], x: e.n }] : [])].map((p) => ({
    n: p.x,
    rate: 1 - p.estimate >= floor / 2 ? 1 - p.estimate : null,
    low: Math.max(floor / 2, 1 - p.upper),
    high: Math.max(floor / 2, p === start[0] ? 1 : 1 - p.lower),
  }));
  const survival = {
    width: 360,
    height: 260,
    title: `${e.targets === 'all' ? 'Some target is' : 'No subset is'} beyond epsilon, by n (${100 * r.confidence} % band)`,
    data: { values: curve },
    layer: [
      { mark: { type: 'area', interpolate: 'step-after', opacity: 0.25 }, encoding: { x: { field: 'n', type: 'quantitative', title: 'n (raw draws)' }, y: { field: 'low', type: 'quantitative', scale: { type: 'log' }, title: 'failure rate' }, y2: { field: 'high' } } },
      { mark: { type: 'line', interpolate: 'step-after' }, encoding: { x: { field: 'n', type: 'quantitative' }, y: { field: 'rate', type: 'quantitative', scale: { type: 'log' } } } },
    ],
  };
  const sizes = r.sizes && {
    width: 240,
    height: 260,
    title: `Elements chosen (${e.select})`,
    data: { values: r.sizes },
    mark: { type: 'bar' },
    encoding: { x: { field: 'size', type: 'ordinal', title: 'elements of the subset', axis: { labelAngle: 0 } }, y: { field: 'problems', type: 'quantitative', title: 'problems' } },
  };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: {
      text: `Random subset sums: ${e.law}${e.scale === 1 ? '' : ` times ${e.scale}`}, n = ${e.n}, epsilon ${e.epsilon}, targets ${targets}`,
      subtitle: [`failure rate at n = ${e.n}: ${short(estimate)} [${short(lower)}, ${short(upper)}] (exact ${100 * r.confidence} % interval), ${r.failures.pools.toLocaleString('en-US')} attempts, seed ${e.seed}`],
      anchor: 'start',
      offset: 16,
    },
    spacing: 50,
    hconcat: sizes ? [survival, sizes] : [survival],
  };
}
