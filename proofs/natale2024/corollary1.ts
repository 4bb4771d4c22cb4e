import { natural, real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';
import { theorem2 } from './theorem2.js';

/** Natale et al. (2024), Corollary 1: every target at once, by independent sub-pools. Its constant is unnamed. */
export const corollary1: Statement = {
  id: 'natale2024.corollary1',
  cite: { key: 'natale2024', item: 'Corollary 1' },
  origin: 'cited',
  summary: 'subsets of given size reach every target, by independent sub-pools',
  statement: String.raw`For a law that contains $U[-1,1]$ with constant weight, if $n \ge c_{\mathrm{amp}} \log_2^2(k/\varepsilon) / H_2(k/n)$, then with probability at least $1-\varepsilon$ every
$z \in [-\sqrt k, \sqrt k]$ is within $\varepsilon$ of a sum of $k$ of $n$ draws.`,
  hypotheses: [],
  constants: [{ symbol: 'c_amp', value: null, origin: 'cited', source: 'unnamed: 8 c_hyp / c_thm' }],
  bound: {
    kind: 'sufficient',
    expression: 'smallest(n, n >= 2 * k and k * log2(n / k) + (n - k) * log2(n / (n - k)) >= c_amp * log2(k / tau) * log2(k / tau))',
    symbols: { tau: real('tolerance of a sum, and failure probability', 0, 1), k: natural('elements of the subset'), c_amp: real('unnamed', 0, Infinity) },
    counts: 'n: draws',
    origin: 'cited',
    source: 'Natale et al. (2024), Corollary 1',
  },
  uses: [theorem2],
  proof: { page: 'proofs/natale2024/proof.md', steps: [6] },
};
