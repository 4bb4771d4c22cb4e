import { real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';
import { odds } from '../foundations/odds.js';

/** Lueker (1998), Corollary 2.5, from memory and from what later papers ask of it; its constant is unnamed there, and one is proved here. */
export const corollary25: Statement = {
  id: 'lueker1998.corollary2.5',
  cite: { key: 'lueker1998', item: 'Corollary 2.5' },
  origin: 'reconstructed',
  summary: 'random subset sums reach every target, with a universal constant',
  statement: String.raw`There is a universal $C$ such that for $X_1, \dots, X_n$ i.i.d. $U[-1,1]$ and $n \ge C \log(2/\min\{\varepsilon,\delta\})$, with
probability at least $1-\delta$ every $z \in [-1,1]$ is within $\varepsilon$ of a subset sum.`,
  hypotheses: [],
  constants: [{ symbol: 'C', value: 12, origin: 'proved', source: 'proofs/lueker1998/proof.md, step 1; unnamed in the paper' }],
  bound: {
    kind: 'sufficient',
    expression: 'ceil(C * log(2 / min(tau, delta_1)))',
    symbols: { tau: real('tolerance of a sum', 0, 1), delta_1: real('failure probability', 0, 1), C: real('the universal constant', 0, Infinity) },
    counts: 'n: draws',
    origin: 'proved',
    source: 'proofs/lueker1998/proof.md, step 1, on paper',
  },
  uses: [odds],
  proof: { page: 'proofs/lueker1998/proof.md', steps: [1, 2, 3] },
  experiment: (tau, n) => ({ law: 'uniform', scale: 1, n, epsilon: tau, targets: 'all', range: 1, select: 'closest' }),
};
