import { natural, real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';
import { lemma2 } from './lemma2.js';

/** Malach et al. (2020): one layer; pools are private to (row, column). Constants derived in proof.md. */
export const lemma3: Statement = {
  id: 'malach2020.lemma3',
  cite: { key: 'malach2020', item: 'proof of Theorem 2.1, one layer' },
  origin: 'reconstructed',
  summary: 'a layer is a pool for each of its weights',
  statement: String.raw`A layer of $d_i$ outputs and $d_{i-1}$ inputs with weights in $[-1,1]$ is within $\varepsilon$ in $\ell_2$ of a pruned random network of $k$ hidden units on
$\|x\|_\infty \le 1$, with probability at least $1-\delta$, for $k$ as large as the bound.`,
  hypotheses: [],
  constants: [{ symbol: '16', value: 16, origin: 'proved', source: 'proofs/malach2020/proof.md, step 3' }],
  bound: {
    kind: 'sufficient',
    expression: 'rows * columns * ceil(16 * columns * columns * rows / (epsilon * epsilon) * log(2 * rows * columns / delta))',
    symbols: { rows: natural('outputs'), columns: natural('inputs'), epsilon: real('error', 0, 1), delta: real('failure probability', 0, 1) },
    counts: 'k: hidden units',
    origin: 'proved',
    source: 'proofs/malach2020/proof.md, on paper',
  },
  uses: [lemma2],
  proof: { page: 'proofs/malach2020/proof.md', steps: [3] },
};
