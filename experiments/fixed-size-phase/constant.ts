import { theorem2 } from '../../proofs/natale2024/theorem2.js';
import type { Interval } from '../../src/numeric/statistics/index.js';
import { evaluator, natural } from '../../src/theorem/index.js';
import { sortedTimes, timeQuantile } from '../times.js';
import type { PhaseRows } from './study.js';

const bound = theorem2.bound!, curve = await evaluator(bound);

/** The statement's condition is subsets >= c_hyp * information: n H2(k/n) and log2(k/tau). */
const [, subsets, information] = /and (.*) >= c_hyp \* (.*)\)$/.exec(bound.expression)!;
const ratio = await evaluator({ ...bound, expression: `(${subsets}) / (${information})`, symbols: { ...bound.symbols, n: natural('draws') } });

/** The n of Theorem 2 for subsets of k at c_hyp = 1: the least n >= 2 k with n H2(k/n) >= log2(k/epsilon). */
export const curveAt = (epsilon: number, k: number): number => curve({ tau: epsilon, k, c_hyp: 1 });

/** The least n at which half of the attempts hit. Infinity beyond what was drawn. */
export const halfOf = ({ rows }: PhaseRows, confidence: number): Interval => timeQuantile(sortedTimes(rows, (r) => r), 0.5, confidence);

/** n H2(k/n) / log2(k/epsilon) at that n: the c_hyp of success probability 1/2. */
export function constantOf(c: PhaseRows, confidence: number): Interval {
  const { epsilon, size: k } = c.case, { estimate, lower, upper } = halfOf(c, confidence);
  const at = (n: number): number => (n === Infinity ? Infinity : n <= k ? 0 : ratio({ n, k, tau: epsilon }));
  return { estimate: at(estimate), lower: at(lower), upper: at(upper) };
}
