import { real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';

/** Random subset sums with named constants, by the covered volume. Proof: proof.md, after the strategy of da Cunha et al. (2023). */
export const volume: Statement = {
  id: 'foundations.volume',
  cite: { key: 'cunha2023', item: 'the strategy of its proof' },
  origin: 'proved',
  summary: 'random subset sums reach every target, by the covered volume',
  statement: String.raw`Let $X_1, X_2, \dots$ be i.i.d. with a density of at least $c$ on $|x| \le |T|$, $T$ a symmetric interval and
$q = c|T|$. For $n$ as large as the bound, with probability at least $1-\delta$ every $z \in T$ has a set $S \subseteq [n]$ with
$|z - \sum_{i \in S} X_i| \le \tau$.`,
  hypotheses: [],
  constants: [
    { symbol: 'q for U[-1, 1]', value: 0.5, origin: 'proved', source: 'T = [-1/2, 1/2], c = 1/2' },
    { symbol: 'q for U[0, 1] U[-1, 1]', value: 1 / (2 * Math.E), origin: 'proved', source: 'T = [-1/(2e), 1/(2e)], c = 1/2' },
  ],
  bound: {
    kind: 'sufficient',
    expression: 'max(0, ceil(v_0 >= 1 / 2 ? 0 : least(p, 0.001, 60, (p * log(1 / (2 * v_0)) + log(2 / delta_1)) / -log(1 - (1 - 2^(-p)) * q / 2))) + ceil((log(window / tau) + log(2 / delta_1)) / -log(1 - q / 2)))',
    symbols: {
      tau: real('tolerance of a sum', 0, Infinity),
      delta_1: real('failure probability', 0, 1),
      window: real('length |T| of the interval of targets', 0, Infinity),
      q: real('c |T|: the least density there, times the length, at most 1/2', 0, 0.5 + 2 ** -53),
    },
    where: { v_0: 'min(1, tau / window)' },
    counts: 'n: draws',
    origin: 'proved',
    source: 'proofs/foundations/proof.md, on paper',
  },
  uses: [],
  proof: { page: 'proofs/foundations/proof.md', steps: [1, 2, 3, 4] },
  experiment: (tau, n) => ({ law: 'uniform', scale: 1, n, epsilon: tau, targets: 'all', range: 0.5, select: 'closest' }),
};
