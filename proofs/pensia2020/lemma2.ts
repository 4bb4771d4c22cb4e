import type { Statement } from '../../src/theorem/theorem.js';
import { lemma1 } from './lemma1.js';

/** Pensia et al. (2020), Lemma 2: one neuron, as restated in Natale et al. (2024). */
export const lemma2: Statement = {
  id: 'pensia2020.lemma2',
  cite: { key: 'pensia2020', item: 'Lemma 2, as restated in Natale et al. (2024)' },
  origin: 'proved',
  summary: 'a neuron is a diamond for each of its inputs',
  statement: String.raw`A linear neuron of $d$ inputs with weights in $[-1,1]$ is within $d\tau\|x\|_\infty$ of a pruned random network of $dn$ hidden units, $n$ for
each input, but for a probability of $d\,\delta$, $n$ as in Lemma 1.`,
  hypotheses: [],
  constants: [],
  bound: null,
  uses: [lemma1],
  proof: { page: 'proofs/pensia2020/proof.md', steps: [5] },
};
