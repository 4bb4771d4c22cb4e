import { natural, real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';
import { theorem2 as countingBound } from '../pensia2020/theorem2.js';

/** Natale et al. (2024), Theorem 5: the lower bound for tickets of k parameters. */
export const theorem5: Statement = {
  id: 'natale2024.theorem5',
  cite: { key: 'natale2024', item: 'Theorem 5' },
  origin: 'proved',
  summary: 'no smaller source has tickets of k parameters for every target',
  statement: String.raw`Let $F = \{x \mapsto Wx : W \in \mathbb{R}^{d \times d}, \|W\| \le \sqrt k\}$, $\varepsilon < 1/16$ and $k \le (1 - \frac1{2\pi}) n$. If a source of $n$ parameters has, with probability at least $\frac12$ for every
$f \in F$, a ticket of $k$ parameters within $\varepsilon$, then $n \ge \frac{d^2}{2} \log_2(k/\varepsilon) / H_2(k/n)$.`,
  hypotheses: [],
  constants: [{ symbol: '1/2', value: 0.5, origin: 'proved', source: 'proofs/natale2024/proof.md, step 4' }],
  bound: {
    kind: 'necessary',
    expression: 'smallest(n, n >= k and k * log2(n / k) + (n == k ? 0 : (n - k) * log2(n / (n - k))) >= d * d / 2 * log2(k / epsilon))',
    symbols: { d: natural('width of the target'), k: natural('parameters of the ticket'), epsilon: real('error', 0, 1 / 16) },
    counts: 'n: prunable parameters of the source',
    origin: 'proved',
    source: 'proofs/natale2024/proof.md, step 4, on paper',
  },
  uses: [countingBound],
  proof: { page: 'proofs/natale2024/proof.md', steps: [4] },
  machine: {
    covers: 'part',
    theorems: ['SmallTickets.theorem5', 'SmallTickets.theorem5_atmost', 'SmallTicketsBits.small_tickets_bits', 'SmallTicketsReal.theorem5_real', 'Packing.any_law'],
    what: 'for draws that are uniform on a finite set, and the counting for any law; tickets of exactly k weights without the condition on k/n, which is not needed, of at most k where 2 k is at most n; epsilon = 1/16 included',
  },
};
