import { diamond } from '../../src/constructions/index.js';
import { uniform } from '../../src/numeric/law.js';
import type { Theorem } from '../../src/theorem/theorem.js';
import { odds } from '../foundations/odds.js';
import { propagation } from '../foundations/propagation.js';
import { budget, entries, inputs, noBiases, norms, selector, width } from '../../src/theorem/hypotheses.js';
import { evenShares, hiddenUnits, networkSymbols } from '../../src/theorem/shares.js';
import { lemma3 } from './lemma3.js';

/**
 * Pensia et al. (2020), Theorem 1, for weights that are drawn as they are drawn here: uniformly from the 2 M numbers +-1/M, ..., +-M/M,
 * M = 2^24. All probabilities are counts, and the proof is one that proofs/coq has checked by machine. Proof: proof.md.
 */
export const finite: Theorem = {
  id: 'pensia2020.finite',
  cite: { key: 'pensia2020', item: 'Theorem 1, in a finite form' },
  origin: 'proved',
  summary: 'the same on the grid that weights are drawn from, checked by machine',
  statement: String.raw`Let $f(x) = W_l \sigma(W_{l-1} \cdots \sigma(W_1 x))$ with $\|W_i\|_2 \le 1$, and let $g$ be a random network of twice the depth,
with $d_{i-1} n_i$ hidden units between $d_{i-1}$ and $d_i$, $n_i$ as large as the bound, whose weights are independent and uniform on the $2M$ numbers
$\pm\frac1M, \dots, \pm\frac MM$, $M = 2^{24}$. With probability at least $1 - \delta$ there is for every such $f$ a set of weights of $g$ to keep with which
$g$ is within $\varepsilon \|x\|_2$ of $f$ for every $x$. One half of a diamond of $n_r + n_c$ units serves every $w \in [-1,1]$ within $\tau$ but for a
probability of $8 (65/72)^{n_r} + \frac{9/4}{(\tau - 2 n_c/M)^2} (23/24)^{n_c}$, for every $M$ with $0 < \tau - 2 n_c / M \le 1$.`,
  hypotheses: [width, selector, budget, entries, norms, noBiases, inputs],
  constants: [
    { symbol: '65/72', value: 65 / 72, origin: 'proved', source: 'proofs/pensia2020/proof.md, step 7: E (1 - Y)^2' },
    { symbol: '23/24', value: 23 / 24, origin: 'proved', source: 'proofs/pensia2020/proof.md, step 7: the odds of being uncovered' },
    { symbol: '9/4', value: 9 / 4, origin: 'proved', source: 'proofs/pensia2020/proof.md, step 7: cells of a fine grid' },
  ],
  bound: {
    kind: 'sufficient',
    // On the grid m draws of the cover phase cost 2 m / M of the tolerance: beyond `most` another draw costs more than it brings. At
    // tolerances below some 1e-4 no m does.
    expression: 'ceil(log(16 / delta_1) / log(72 / 65)) + smallest(m, 9 / (2 * (tau - 2 * min(m, most) / 2^24)^2) * (23 / 24)^min(m, most) <= delta_1)',
    symbols: networkSymbols,
    where: { ...evenShares, most: 'floor(tau * 2^23 - 2 / log(24 / 23))' },
    counts: hiddenUnits,
    weights: 'n * (rows + columns) / rows',
    layers: '2',
    origin: 'proved',
    source: 'proofs/pensia2020/proof.md, step 7, on paper and by machine',
  },
  uses: [odds, lemma3, propagation],
  proof: { page: 'proofs/pensia2020/proof.md', steps: [7] },
  machine: {
    covers: 'whole',
    theorems: ['Pensia.pensia', 'Biases.pensia_biases', 'Width.finite_pensia', 'Width.finite_pensia_plain', 'Width.finite_pensia_log', 'Width.finite_pensia_biases', 'Width.contracting_admissible', 'Layer.half_diamond', 'Example.teacher_width'],
    what: 'sources on the grid, every target at once, l layers, biases, n as a formula; and numbers of a network that meet the hypotheses. Draws of the source are independent',
  },
  law: () => uniform,
  construction: diamond,
  quantifier: 'every target',
  select: () => 'first',
};
