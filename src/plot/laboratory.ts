import type { BandPoint } from '../numeric/statistics/index.js';
import type { Laboratory } from '../subset-sum/laboratory/index.js';

/**
 * The figure of a laboratory experiment as a Vega-Lite specification: the failure rate against n with its simultaneous
 * band, the part of it that is lost by range alone, and how many elements the chosen subsets have.
 */
export function laboratorySpec(r: Laboratory): Record<string, unknown> {
  const { experiment: e } = r;
  const targets = e.targets === 'uniform' ? `uniform on [${-e.range}, ${e.range}]` : e.targets === 'all' ? `all of [${-e.range}, ${e.range}]` : String(e.targets);
  const { estimate, lower, upper } = r.failureRate;
  const short = (x: number): string => String(Number(x.toPrecision(3)));
  // Less than one attempt in all cannot be drawn on a log axis.
  const floor = 1 / r.failures.pools, drawn = (x: number): number => Math.max(floor, x);
  const stepsOf = (points: readonly BandPoint[], cause: string) => {
    const known = points.filter((p) => p.x <= e.n), first = { x: 0, estimate: 0, lower: 0, upper: 0 };
    const steps = known.length > 0 && known[0].x === 0 ? known : [first, ...known];
    return [...steps, { ...steps[steps.length - 1], x: e.n + 1 }].map((p) => ({ cause, n: p.x, rate: p.estimate < 1 ? 1 - p.estimate : null, low: drawn(1 - p.upper), high: drawn(1 - p.lower) }));
  };
  const all = 'range or resolution', curve = [...stepsOf(r.curve, all), ...stepsOf(r.reach, 'range')];
  const x = { field: 'n', type: 'quantitative', title: 'n (raw draws)', scale: { domain: [0, e.n + 1], nice: false } };
  const color = { field: 'cause', type: 'nominal', title: 'misses by', scale: { domain: [all, 'range'] }, legend: { orient: 'bottom-left' } };
  const y = { type: 'quantitative', title: 'failure rate', scale: { type: 'log', domain: [floor, 1], nice: false } };
  const survival = {
    width: 360,
    height: 260,
    title: `${e.targets === 'all' ? 'Share that miss some target' : 'Share with no subset within epsilon'}, by n (${100 * r.confidence} % band)`,
    data: { values: curve },
    layer: [
      { mark: { type: 'area', interpolate: 'step-after', opacity: 0.25, clip: true }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color } },
      { mark: { type: 'line', interpolate: 'step-after', clip: true }, encoding: { x, y: { ...y, field: 'rate' }, color } },
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
      subtitle: [`failure rate at n = ${e.n}: ${short(estimate)} [${short(lower)}, ${short(upper)}] (exact ${100 * r.confidence} % interval), ${r.failures.pools.toLocaleString('en-US')} attempts, seed ${e.seed}; failures: ${r.failures.range.toLocaleString('en-US')} by range, ${r.failures.resolution.toLocaleString('en-US')} by resolution, ${r.failures.open.toLocaleString('en-US')} given up`],
      anchor: 'start',
      offset: 16,
    },
    spacing: 50,
    hconcat: sizes ? [survival, sizes] : [survival],
  };
}
