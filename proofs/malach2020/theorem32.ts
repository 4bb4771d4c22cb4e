import type { Statement } from '../../src/theorem/theorem.js';

/** Malach et al. (2020), Theorem 3.2: pruning units only is a method of random features. As restated by others; no constants. */
export const theorem32: Statement = {
  id: 'malach2020.theorem3.2',
  cite: { key: 'malach2020', item: 'Theorem 3.2' },
  origin: 'reconstructed',
  summary: 'neuron-subnetworks are random features, and weaker than weight-subnetworks',
  statement: String.raw`A two-layer network of width $k$ with random first-layer weights $w_j$, pruned by units and scaled, is $x \mapsto \sum_j a_j \sigma(\langle w_j, x\rangle)$ with random features
$\sigma(\langle w_j, x \rangle)$: its loss is never below that of the best linear combination of these features. So no choice of units approximates some single ReLU neuron
of weights polynomial in $d$ over Gaussian inputs unless $k$ or the coefficients are exponential in $d$ (Yehudai & Shamir (2019)).`,
  hypotheses: [],
  constants: [],
  bound: null,
  uses: [],
  proof: { page: 'proofs/malach2020/proof.md', steps: [6] },
};
