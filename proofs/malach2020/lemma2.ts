import { natural, real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';
import { lemma1 } from './lemma1.js';

/** Malach et al. (2020): one neuron; a pool of its own for each of s coordinates. Constants derived in proof.md. */
export const lemma2: Statement = {
  id: 'malach2020.lemma2',
  cite: { key: 'malach2020', item: 'proof of Theorem 2.1, one neuron' },
  origin: 'reconstructed',
  summary: 'a neuron is a pool for each of its inputs',
  statement: String.raw`A linear neuron of $s$ non-zero weights in $[-1,1]$ is within $\varepsilon$ of a pruned random network of $k$ hidden units on $\|x\|_\infty \le 1$, with probability
at least $1-\delta$, for $k$ as large as the bound.`,
  hypotheses: [],
  constants: [{ symbol: '16', value: 16, origin: 'proved', source: 'proofs/malach2020/proof.md, step 2' }],
  bound: {
    kind: 'sufficient',
    expression: 's * ceil(16 * s * s / (epsilon * epsilon) * log(2 * s / delta))',
    symbols: { s: natural('non-zero weights'), epsilon: real('error', 0, 1), delta: real('failure probability', 0, 1) },
    counts: 'k: hidden units',
    origin: 'proved',
    source: 'proofs/malach2020/proof.md, on paper',
  },
  uses: [lemma1],
  proof: { page: 'proofs/malach2020/proof.md', steps: [2] },
};
