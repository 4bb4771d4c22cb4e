import { real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';

/** Two necessary conditions for random subset sums of U[-1, 1]: resolution, and the reach of the sums of one sign. Proof: proof.md. */
export const floor: Statement = {
  id: 'foundations.floor',
  cite: { key: 'lueker1998', item: 'the question; neither bound is from there' },
  origin: 'proved',
  summary: 'fewer draws do not reach every target, by counting and by reach',
  statement: String.raw`Let $X_1, \dots, X_n$ be i.i.d. $U[-1,1]$ and $s = 1 - \tau$. If every $z \in [-1,1]$ is within $\tau$ of a subset sum, then $2^n \cdot 2\tau \ge 2$; and some $z$ is within $\tau$ of none with probability at
least $2 \sum_{k=0}^n \binom nk 2^{-n} \frac{s^k}{k!} - \binom{2n}{n} \frac{s^n}{2^n n!}$, which has to be at most $\delta$.`,
  hypotheses: [],
  constants: [],
  bound: {
    kind: 'necessary',
    expression: 'max(ceil(log2(1 / tau)), smallest(n, 2 * total(k, 0, n, combinations(n, k) / 2^n * (1 - tau)^k / factorial(k)) - combinations(2 * n, n) / 2^n * (1 - tau)^n / factorial(n) <= delta_1))',
    symbols: { tau: real('tolerance of a sum', 0, 1), delta_1: real('failure probability', 1e-60, 1) },
    counts: 'n: draws',
    origin: 'proved',
    source: 'proofs/foundations/proof.md, on paper',
  },
  uses: [],
  proof: { page: 'proofs/foundations/proof.md', steps: [12, 13] },
  machine: {
    covers: 'part',
    theorems: ['Counting.sums_reach', 'Counting.targets_reach'],
    what: 'resolution: n draws reach at most 2^n cells. The reach of the sums of one sign is on paper',
  },
  experiment: (tau, n) => ({ law: 'uniform', scale: 1, n, epsilon: tau, targets: 'all', range: 1, select: 'closest' }),
};
