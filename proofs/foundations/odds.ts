import { real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';

/** Random subset sums with a sharper constant, by the odds of being uncovered. Proof: proof.md. */
export const odds: Statement = {
  id: 'foundations.odds',
  cite: { key: 'lueker1998', item: 'the question; the bound is not from there' },
  origin: 'proved',
  summary: 'random subset sums reach every target, by the odds of being uncovered',
  statement: String.raw`Let $X_1, \dots, X_n$ be i.i.d. with a law that contains $U[-a,a]$ with weight $p$, and $\tau \le 2a$. Then
$\Pr[\text{some } z \in [-a,a] \text{ is within } \tau \text{ of no subset sum}] \le \frac{8a^2}{\tau^2} (1 - p/4)^n$.`,
  hypotheses: [],
  constants: [
    { symbol: '8', value: 8, origin: 'proved', source: 'proofs/foundations/proof.md, Odds (d)' },
    { symbol: '1/4', value: 0.25, origin: 'proved', source: 'proofs/foundations/proof.md, Odds (c)' },
  ],
  bound: {
    kind: 'sufficient',
    expression: 'max(0, ceil(log(8 * a * a / (tau * tau * delta_1)) / -log(1 - p / 4)))',
    symbols: {
      tau: real('tolerance of a sum, at most 2 a', 0, Infinity),
      delta_1: real('failure probability', 0, 1),
      a: real('targets lie in [-a, a]', 0, Infinity),
      p: real('weight of U[-a, a] in the law, up to 1', 0, 1 + 2 ** -52),
    },
    counts: 'n: draws',
    origin: 'proved',
    source: 'proofs/foundations/proof.md, on paper',
  },
  uses: [],
  proof: { page: 'proofs/foundations/proof.md', steps: [5, 6, 7, 8] },
  machine: {
    covers: 'part',
    theorems: ['Isoperimetry.iso', 'SubsetSum.covering', 'SubsetSum.covered_reaches', 'SubsetSum.rss', 'SubsetSum.rss_uniform'],
    what: 'the finite form: draws and targets on one grid, every integer up to m with at least q of the draws. The passage to continuous laws is on paper',
  },
  experiment: (tau, n) => ({ law: 'uniform', scale: 1, n, epsilon: tau, targets: 'all', range: 1, select: 'closest' }),
};
