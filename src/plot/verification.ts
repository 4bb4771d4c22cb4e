import { confidenceSequence } from '../numeric/statistics/index.js';
import type { Verification } from '../theorem/index.js';

/** The figure of a verification as a Vega-Lite specification: the share of sources that fail at n, with limits that hold whenever one stops, delta, and the bound. */
export function verificationSpec(r: Verification): Record<string, unknown> {
  const short = (x: number): string => String(Number(x.toPrecision(3))), used = Math.min(...r.n), bound = Math.max(...r.bounds), floor = Math.min(r.delta, 1 / r.attempts) / 2;
  const steps: { n: number; rate: number | null; low: number; high: number }[] = [];
  // Sources that fail at n for sure; those of which only an upper bound of their time is known may succeed.
  let succeeded = 0, failing = Math.round(r.exactTimes * r.attempts);
  const step = (n: number): void => {
    const { lower, upper } = confidenceSequence({ successes: succeeded, failures: failing, unknown: r.attempts - succeeded - failing }, r.confidence), rate = 1 - succeeded / r.attempts;
    steps.push({ n, rate: rate > 0 ? rate : null, low: Math.max(floor, 1 - upper), high: Math.max(floor, 1 - lower) });
  };
  step(1);
  for (const { n, sources, exact } of r.times) {
    succeeded += sources;
    failing -= exact;
    step(n);
  }
  step(used);
  const last = Math.max(used, bound), x = { field: 'n', type: 'quantitative', title: 'n', scale: { type: 'log', domain: [1, 1.2 * last], nice: false } };
  const y = { type: 'quantitative', title: 'share of sources that fail', scale: { type: 'log', domain: [floor, 1], nice: false } };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: {
      text: `${r.theorem.id}: ${r.targets}`,
      subtitle: [`${r.verdict}: ${r.attempts.toLocaleString('en-US')} attempts, seed ${r.seed}, delta ${r.delta}, at n = ${used}; ${100 * r.confidence} % limits, point by point, valid whenever one stops`, `dashed: delta; dotted: the theorem's n, ${short(bound)}`],
      anchor: 'start',
      offset: 16,
    },
    width: 460,
    height: 280,
    layer: [
      { data: { values: steps }, mark: { type: 'area', interpolate: 'step-after', opacity: 0.25, clip: true }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } } },
      { data: { values: steps }, mark: { type: 'line', interpolate: 'step-after', clip: true }, encoding: { x, y: { ...y, field: 'rate' } } },
      { data: { values: [{ delta: r.delta }] }, mark: { type: 'rule', strokeDash: [6, 4] }, encoding: { y: { ...y, field: 'delta' } } },
      { data: { values: [{ n: bound }] }, mark: { type: 'rule', strokeDash: [2, 3] }, encoding: { x } },
    ],
  };
}
