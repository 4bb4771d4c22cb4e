import { theorems } from '../../proofs/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { ball } from '../../src/network/index.js';
import { targetWithin } from '../../src/network/index.js';
import { approximate, constantsOf, evaluate, type Result, type Theorem } from '../../src/theorem/index.js';

/** One theorem run on one target within its hypotheses, on several sources. */
export interface Run {
  readonly id: string;
  readonly d: number;
  readonly epsilon: number;
  readonly sources: number;
  /** n of the widest layer: of the theorem's own formula at (epsilon, delta), asked at the budget's tolerances, and the largest that was needed on any source (an upper bound where not exact; null if one misses). */
  readonly own: number;
  readonly asked: number;
  readonly sufficed: number | null;
  readonly exact: boolean;
  /** Source weights per target weight. */
  readonly weights: number;
  readonly misses: number;
  /** The largest certified error of any source. */
  readonly error: number;
  readonly keptPerWeight: number;
}

export const DEPTH = 2, DELTA = 0.05, TARGET_SEED = 20;

/** Runs a theorem at the width that its bound asks, on sources of seeds 1, 2, ... */
export async function runTheorem(theorem: Theorem, d: number, epsilon: number, sources: number): Promise<Run> {
  const target = targetWithin(Array.from({ length: DEPTH + 1 }, () => d), TARGET_SEED), results: Result[] = [];
  for (let seed = 1; seed <= sources; seed++) {
    const { result } = await approximate({ target, theorem, domain: ball(1), epsilon, tolerance: null, budget: 'entrywise', delta: DELTA, selector: null, candidates: 'bound', seed }, inlinePool);
    results.push(result);
  }
  const layers = results.flatMap((r) => r.perLayer), sufficed = layers.map((l) => l.n.sufficient);
  return {
    id: theorem.id,
    d,
    epsilon,
    sources,
    own: await evaluate(theorem.bound, { ...constantsOf(theorem), rows: d, columns: d, l: DEPTH, epsilon, delta: DELTA }),
    asked: Math.max(...layers.map((l) => l.n.bound)),
    sufficed: sufficed.includes(null) ? null : Math.max(...(sufficed as number[])),
    exact: layers.every((l) => l.n.sufficientExact),
    weights: results[0].sourceWeights / results[0].target.weights,
    misses: results.reduce((sum, r) => sum + r.misses, 0),
    error: Math.max(...results.map((r) => r.certificate.upper)),
    keptPerWeight: results.reduce((sum, r) => sum + r.keptPerWeight, 0) / results.length,
  };
}

/** Every theorem at d = 2 and 4, epsilon 0.5 and 0.1. */
export async function allRuns(sources: number): Promise<Run[]> {
  const runs: Run[] = [];
  for (const theorem of theorems) for (const d of [2, 4]) for (const epsilon of [0.5, 0.1]) runs.push(await runTheorem(theorem, d, epsilon, sources));
  return runs;
}
