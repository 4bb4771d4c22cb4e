import { natural, real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';

/** Filling k categories N times, behind batch sampling in Orseau et al. (2020); reconstruction, proved in proof.md. */
export const categories: Statement = {
  id: 'orseau2020.categories',
  cite: { key: 'orseau2020', item: 'filling k categories' },
  origin: 'reconstructed',
  summary: 'enough samples fill every category often enough',
  statement: String.raw`If each of $k$ categories has probability at least $c/k$, $M$ samples as many as the bound put at least $N$ samples into every category, with probability at least $1-\delta_1$.`,
  hypotheses: [],
  constants: [{ symbol: '2', value: 2, origin: 'proved', source: 'proofs/orseau2020/proof.md, step 3: the lower Chernoff bound at half the mean' }],
  bound: {
    kind: 'sufficient',
    expression: 'ceil(2 / c * (k * N + k * log(k / delta_1)))',
    symbols: { k: natural('categories'), N: natural('samples wanted of each'), c: real('k times the least probability of a category, up to 1', 0, 1 + 2 ** -52), delta_1: real('failure probability', 0, 1) },
    counts: 'M: samples',
    origin: 'proved',
    source: 'proofs/orseau2020/proof.md, on paper',
  },
  uses: [],
  proof: { page: 'proofs/orseau2020/proof.md', steps: [3] },
};
