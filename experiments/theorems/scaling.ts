import { theorems } from '../../proofs/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { ball } from '../../src/network/index.js';
import { targetWithin } from '../../src/network/index.js';
import { approximate } from '../../src/theorem/index.js';
import { DELTA, DEPTH, TARGET_SEED } from './runs.js';

/** Source sizes of one theorem on one target, at one error: asked, and needed. */
export interface ScalingRow {
  readonly id: string;
  readonly epsilon: number;
  /** Source weights per target weight at the bound's widths. */
  readonly bound: number;
  /** At the smallest sufficient widths of each source: median, least and most; null where a source has a miss. */
  readonly measured: { readonly median: number; readonly least: number; readonly most: number } | null;
}

export const EPSILONS = [0.5, 0.2, 0.1, 0.05, 0.02], WIDTH = 4;

/** Every theorem on one target of width 4 and depth 2 at shrinking errors; what is refused for its cost is left out. */
export async function scalingRows(sources: number): Promise<ScalingRow[]> {
  const target = targetWithin(Array.from({ length: DEPTH + 1 }, () => WIDTH), TARGET_SEED), rows: ScalingRow[] = [];
  for (const theorem of theorems) {
    for (const epsilon of EPSILONS) {
      const run = (seed: number, candidates: 'bound' | 'auto') =>
        approximate({ target, theorem, domain: ball(1), epsilon, tolerance: null, budget: 'entrywise', delta: DELTA, selector: null, candidates, seed }, inlinePool);
      try {
        const found: number[] = [];
        let missed = false, bound = 0;
        for (let seed = 1; seed <= sources; seed++) {
          const { result } = await run(seed, 'auto');
          missed ||= result.misses > 0;
          found.push(result.sourceWeights / result.target.weights);
          if (seed === 1) bound = (await run(seed, 'bound')).result.sourceWeights / result.target.weights;
        }
        found.sort((a, b) => a - b);
        rows.push({ id: theorem.id, epsilon, bound, measured: missed ? null : { median: found[Math.floor(found.length / 2)], least: found[0], most: found[found.length - 1] } });
      } catch (error) {
        if (!(error instanceof RangeError && error.message.includes(': needed '))) throw error;
      }
    }
  }
  return rows;
}

/** The figure: measured source sizes beside the bounds, against 1/epsilon. */
export function scalingSpec(rows: readonly ScalingRow[], sources: number): Record<string, unknown> {
  const values = rows.flatMap(({ id, epsilon, bound, measured }) => [
    { id, epsilon, kind: 'bound', weights: bound },
    ...(measured ? [{ id, epsilon, kind: 'measured', weights: measured.median, least: measured.least, most: measured.most }] : []),
  ]);
  const x = { field: 'epsilon', type: 'quantitative', title: 'epsilon (network error on the unit ball)', scale: { type: 'log', reverse: true, nice: false, padding: 12 }, axis: { values: EPSILONS, format: '~g' } };
  const y = { type: 'quantitative', title: 'source weights per target weight', scale: { type: 'log' }, axis: { format: '~e', tickCount: 8 } };
  const color = { field: 'id', type: 'nominal', title: 'theorem', sort: theorems.map((t) => t.id), scale: { scheme: 'category10' } };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: `A ${WIDTH}-${WIDTH}-${WIDTH} target: source sizes needed, and asked`, subtitle: [`needed: medians and ranges over ${sources} sources; delta = ${DELTA}`], anchor: 'start', offset: 12 },
    config: { legend: { labelLimit: 0 } },
    width: 460,
    height: 360,
    data: { values },
    layer: [
      { mark: { type: 'line', point: true }, encoding: { x, y: { ...y, field: 'weights' }, color, strokeDash: { field: 'kind', type: 'nominal', title: 'size', sort: ['measured', 'bound'] } } },
      { transform: [{ filter: "datum.kind === 'measured'" }], mark: { type: 'rule', opacity: 0.6 }, encoding: { x, y: { ...y, field: 'least' }, y2: { field: 'most' }, color } },
    ],
  };
}
