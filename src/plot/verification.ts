import { confidenceSequence } from '../numeric/statistics/index.js';
import type { Verification } from '../theorem/index.js';
import { chartSpec } from './chart-spec.js';

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
  const first = Math.max(1, Math.floor(Math.min(used, ...r.times.map((t) => t.n)) / 2)), last = 1.2 * Math.max(used, bound);
  return chartSpec({
    title: `${r.theorem.id}: sources that fail`,
    caption: [
      `${r.targets}: ${r.question}`,
      `${r.verdict}: ${r.attempts.toLocaleString('en-US')} attempts, seed ${r.seed}; ${100 * r.confidence} % limits, point by point, valid whenever one stops, and a little wider than the test that decides.`,
    ],
    columns: 1,
    panels: [{
      x: { title: 'n (hidden units per input)', log: true, base: 2, domain: [first, last] },
      y: { title: 'share of sources', log: true, domain: [floor, 1] },
      series: [
        { label: 'measured', kind: 'steps', points: steps.map(({ n, rate, low, high }) => ({ x: Math.max(first, n), y: rate, low, high })) },
        { label: 'delta', kind: 'necessary', points: [first, last].map((x) => ({ x, y: r.delta })) },
        { label: `the theorem's n, ${short(bound)}`, kind: 'bound', points: [floor, 1].map((y) => ({ x: bound, y })) },
      ],
    }],
  });
}
