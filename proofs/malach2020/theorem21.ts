import { single } from '../../src/constructions/index.js';
import { uniform } from '../../src/numeric/law.js';
import { real } from '../../src/theorem/formula.js';
import type { Theorem } from '../../src/theorem/theorem.js';
import { propagation } from '../foundations/propagation.js';
import { budget, entries, inputs, noBiases, norms, selector, smallEntries, width } from '../../src/theorem/hypotheses.js';
import { networkSymbols } from '../../src/theorem/shares.js';
import { lemma3 } from './lemma3.js';
import { poolUnits, shares } from './shares.js';

/**
 * Malach et al. (2020), Theorem 2.1: weight-subnetworks of a polynomially wider network. Statement from memory, its shape as
 * restated in Pensia et al. (2020) and Kumar & Natale (2025); the constants are derived in proof.md and have the orders published.
 */
export const theorem21: Theorem = {
  id: 'malach2020.theorem2.1',
  cite: { key: 'malach2020', item: 'Theorem 2.1' },
  origin: 'reconstructed',
  summary: 'a polynomial factor of width, by one pair of edges for each weight',
  statement: String.raw`Let $F$ be a ReLU network of depth $l$ with $\|W_i\|_2 \le 1$ and $\|W_i\|_{\max} \le 1/\sqrt{d_{i-1}}$, and let $G$ be a ReLU network of depth $2l$ with i.i.d. weights
$U[-1,1]$ and $n$ hidden units for each weight. With probability at least $1-\delta$ a weight-subnetwork $\tilde G$ of $G$ has
$\sup_{\|x\|_2 \le 1} \|\tilde G(x) - F(x)\| \le \varepsilon$, with at most 4 active weights for each weight of $F$.`,
  hypotheses: [width, selector, budget, entries, smallEntries, norms, noBiases, inputs],
  constants: [{ symbol: '64', value: 64, origin: 'proved', source: 'proofs/malach2020/proof.md, step 4: 16/tau^2 at tau = epsilon/(2 l d_{i-1} sqrt(d_i))' }],
  bound: { ...lemma3.bound!, expression: 'ceil(16 / (tau * tau) * log(1 / delta_1))', symbols: networkSymbols, where: shares, counts: poolUnits, weights: 'n * (rows + columns)', layers: '2' },
  uses: [lemma3, propagation],
  proof: { page: 'proofs/malach2020/proof.md', steps: [4] },
  law: () => uniform,
  construction: single,
  quantifier: 'each target',
  select: () => 'boxes',
  draws: {
    expression: '1.5 / ((min(1, w + tau / 2) - max(0, w - tau / 2)) / 2 * tau / 4)',
    symbols: { tau: real('tolerance of one normalised weight', 0, 1), w: real('size of the weight', -1e-9, 1 + 1e-9) },
    counts: 'weights drawn for one problem, on average: units until one is in its boxes, and of each its first edge and, for half of them, its last',
    origin: 'proved',
    source: 'proofs/malach2020/proof.md, step 1',
  },
};
