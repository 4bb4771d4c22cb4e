import type { Statement } from '../../src/theorem/theorem.js';
import { lemma2 } from './lemma2.js';

/** Pensia et al. (2020), Lemma 3: a layer; the first-layer weights are used again by every output (Natale et al., 2024). */
export const lemma3: Statement = {
  id: 'pensia2020.lemma3',
  cite: { key: 'pensia2020', item: 'Lemma 3, as restated in Natale et al. (2024)' },
  origin: 'proved',
  summary: 'a layer shares its hidden units between its outputs',
  statement: String.raw`A layer $W \in [-1,1]^{d_2 \times d_1}$ is within $\tau\sqrt{d_1 d_2}\,\|x\|_2$ of a pruned random network of $d_1 n$ hidden units, whose first-layer weights all
outputs share, but for a probability of $2 d_1 d_2 \delta_1$, $n$ as for one half.`,
  hypotheses: [],
  constants: [],
  bound: null,
  uses: [lemma2],
  proof: { page: 'proofs/pensia2020/proof.md', steps: [5] },
  machine: {
    covers: 'part',
    theorems: ['Layer.layer_tickets'],
    what: 'first weights shared by all outputs, all entries at once; with the constants of pensia2020.finite',
  },
};
