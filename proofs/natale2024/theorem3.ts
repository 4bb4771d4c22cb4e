import { natural, real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';
import { corollary1 } from './corollary1.js';

/** Natale et al. (2024), Theorem 3: sparse tickets of a dense source, every target at once. Its constant is unnamed. */
export const theorem3: Statement = {
  id: 'natale2024.theorem3',
  cite: { key: 'natale2024', item: 'Theorem 3' },
  origin: 'cited',
  summary: 'sparse tickets for every target at once',
  statement: String.raw`Let a $2l$-layer source have i.i.d. weights $U[-1,1]$, $M_{2i} : d_i \times 2 d_{i-1} n_i$, $M_{2i-1} : 2 d_{i-1} n_i \times d_{i-1}$,
$n_i = c_{\mathrm{amp}} \log_2^2(2 l d_{i-1} d_i \gamma' n_i / \varepsilon) / H_2(\gamma')$. With probability at least $1 - \varepsilon$ every $f$ of depth $l$ with $\|W_i\|_2 \le 1$ is $\varepsilon$-approximated by a ticket of density at most
$\gamma' \max_i \max\{d_i/d_{i-1}, d_{i-1}/d_i\}$.`,
  hypotheses: [],
  constants: [{ symbol: 'c_amp', value: null, origin: 'cited', source: 'unnamed' }],
  bound: {
    kind: 'sufficient',
    expression: 'smallest(n, gamma * n >= 1 and -n * (gamma * log2(gamma) + (1 - gamma) * log2(1 - gamma)) >= c_amp * log2(2 * l * columns * rows * gamma * n / epsilon) ^ 2)',
    symbols: {
      rows: natural('outputs of the layer'), columns: natural('inputs of the layer'), l: natural('depth'), epsilon: real('network error, and failure probability', 0, 1),
      gamma: real('share of the candidates that a weight keeps', 0, 0.5 + 2 ** -53), c_amp: real('unnamed', 0, Infinity),
    },
    counts: 'n: hidden units per input and sign',
    origin: 'cited',
    source: 'Natale et al. (2024), Theorem 3',
  },
  uses: [corollary1],
  proof: { page: 'proofs/natale2024/proof.md', steps: [3] },
};
