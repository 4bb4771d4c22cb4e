import { natural, real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';

/** Natale et al. (2024), Theorem 2: random fixed-size subset sums. Its constants are unnamed. */
export const theorem2: Statement = {
  id: 'natale2024.theorem2',
  cite: { key: 'natale2024', item: 'Theorem 2' },
  origin: 'cited',
  summary: 'a subset of given size reaches a target with constant probability',
  statement: String.raw`Let $X_1, \dots, X_n$ be i.i.d. with a sum-bounded density, $0 < \varepsilon < 1$, $1 \le k \le n/2$ and $c_{\mathrm{hyp}} \ge 1$. If
$n \ge c_{\mathrm{hyp}} \log_2(k/\varepsilon) / H_2(k/n)$, then for each $z \in [-\sqrt k, \sqrt k]$, with probability at least $c_{\mathrm{thm}}$, a constant, some $k$ of them have a sum within $\varepsilon$ of $z$.`,
  hypotheses: [],
  constants: [
    { symbol: 'c_hyp', value: null, origin: 'cited', source: 'at least 1, chosen by the user of the theorem' },
    { symbol: 'c_thm', value: null, origin: 'cited', source: 'unnamed' },
  ],
  bound: {
    kind: 'sufficient',
    expression: 'smallest(n, n >= 2 * k and k * log2(n / k) + (n - k) * log2(n / (n - k)) >= c_hyp * log2(k / tau))',
    symbols: { tau: real('tolerance of a sum', 0, 1), k: natural('elements of the subset'), c_hyp: real('at least 1', 1 - 2 ** -52, Infinity) },
    counts: 'n: draws',
    origin: 'cited',
    source: 'Natale et al. (2024), Theorem 2',
  },
  uses: [],
  proof: { page: 'proofs/natale2024/proof.md', steps: [1] },
  experiment: (tau, n) => ({ law: 'uniform', scale: 1, n, epsilon: tau, targets: 'uniform', range: 1, select: `exactly:${Math.max(1, Math.floor(n / 4))}` }),
};
