import { diamond } from '../../src/constructions/index.js';
import { uniform } from '../../src/numeric/law.js';
import type { Theorem } from '../../src/theorem/theorem.js';
import { propagation } from '../foundations/propagation.js';
import { budget, entries, inputs, noBiases, norms, selector, width } from '../../src/theorem/hypotheses.js';
import { evenShares, hiddenUnits, networkSymbols } from '../../src/theorem/shares.js';
import { diamondHalf } from './diamond-half.js';
import { lemma3 } from './lemma3.js';

/**
 * Pensia et al. (2020), Theorem 1: pruning a random network of twice the depth and a logarithmic factor more width
 * approximates every target. The statement is cited as restated in Otsuka et al. (2025), Theorem 10, and Natale et al.
 * (2024); the paper's constant C is universal and unnamed there, so the bound is that of `diamondHalf`, whose constants are proved.
 */
export const theorem1: Theorem = {
  id: 'pensia2020.theorem1',
  cite: { key: 'pensia2020', item: 'Theorem 1, as restated in Otsuka et al. (2025)' },
  origin: 'proved',
  summary: 'a logarithmic factor of width, by subset sums',
  statement: String.raw`Let $f(x) = W_l \sigma(W_{l-1} \cdots \sigma(W_1 x))$ with $\|W_i\|_2 \le 1$, and let
$g(x) = M_{2l} \sigma(M_{2l-1} \cdots \sigma(M_1 x))$ have i.i.d. entries $U[-1,1]$, $M_{2i} : d_i \times 2 d_{i-1} n_i$,
$M_{2i-1} : 2 d_{i-1} n_i \times d_{i-1}$, $n_i = C \log \frac{2 d_{i-1} d_i l}{\min\{\varepsilon, \delta\}}$. With probability at
least $1 - \delta$, for every such $f$ there are masks $S_i$ with
$\sup_{\|x\|_2 \le 1} \|f(x) - (S_{2l} \odot M_{2l}) \sigma(\cdots \sigma((S_1 \odot M_1) x))\| < \varepsilon$.`,
  hypotheses: [width, selector, budget, entries, norms, noBiases, inputs],
  constants: [{ symbol: 'C', value: 80.5, origin: 'proved', source: 'proofs/pensia2020/proof.md, step 5; unnamed in the paper' }, ...diamondHalf.constants],
  bound: { ...diamondHalf.bound!, symbols: networkSymbols, where: evenShares, counts: hiddenUnits, weights: 'n * (rows + columns) / rows', layers: '2' },
  uses: [lemma3, propagation],
  proof: { page: 'proofs/pensia2020/proof.md', steps: [5] },
  machine: {
    covers: 'part',
    theorems: ['Width.pensia_theorem_1'],
    what: 'in the form of the paper, for draws of a grid: n = 81 ln(d_i d_{i-1} l / min(epsilon, delta)) + 153, both signs together, where 4 n is at most tau M. Continuous draws, and the n of the bound here, are on paper',
  },
  law: () => uniform,
  construction: diamond,
  quantifier: 'every target',
  select: () => 'first',
};
