import type { Statement } from '../../src/theorem/theorem.js';
import { corollary1 } from './corollary1.js';
import { diamondHalf } from './diamond-half.js';

/** Pensia et al. (2020), Corollary 2, as restated in Natale et al. (2024); with a constant that is proved here. */
export const corollary2: Statement = {
  id: 'pensia2020.corollary2',
  cite: { key: 'pensia2020', item: 'Corollary 2, as restated in Natale et al. (2024)' },
  origin: 'cited',
  summary: 'products reach every weight, with a universal constant',
  statement: String.raw`There is a universal $C$ such that for $X_1, \dots, X_n$ i.i.d. with law $D$ of Corollary 1 and $n \ge C \ln(2/\varepsilon)$, with probability at
least $1-\varepsilon$ every $z \in [-1,1]$ is within $\varepsilon$ of a subset sum.`,
  hypotheses: [],
  constants: [{ symbol: 'C', value: 100, origin: 'proved', source: 'proofs/pensia2020/proof.md, step 4; unnamed in the paper' }],
  bound: null,
  uses: [corollary1, diamondHalf],
  proof: { page: 'proofs/pensia2020/proof.md', steps: [4] },
  experiment: (tau, n) => ({ law: 'diamond', scale: 1, n, epsilon: tau, targets: 'all', range: 1, select: 'closest' }),
};
