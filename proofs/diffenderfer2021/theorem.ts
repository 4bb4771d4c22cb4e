import { binary } from '../../src/constructions/index.js';
import { binaryLaw } from '../../src/numeric/law.js';
import type { Theorem } from '../../src/theorem/theorem.js';
import { propagation } from '../foundations/propagation.js';
import { budget, entries, inputs, noBiases, norms, selector, width } from '../../src/theorem/hypotheses.js';
import { evenShares, hiddenUnits, networkSymbols } from '../../src/theorem/shares.js';

/**
 * Diffenderfer & Kailkhura (2021): pruning a random network with binary weights, polynomially wider, approximates every target.
 * The width is as restated in Kumar & Natale (2025); construction and constants are a reconstruction, derived in proof.md.
 */
export const theorem: Theorem = {
  id: 'diffenderfer2021.theorem',
  cite: { key: 'diffenderfer2021', item: 'the width of binary-weight tickets' },
  origin: 'reconstructed',
  summary: 'binary weights, polynomially wider, by counting',
  statement: String.raw`Let the weights of a source be $\pm 1$ with equal probability. With $n$ units fed by an input, $n$ as large as the bound, and the layer scale $1/\kappa$, $\kappa \ge 1/(2\tau)$ a power of two, at
least $\kappa$ paths have the signs that a weight in $[-1,1]$ needs, with probability at least $1-\delta_1$, and $\mathrm{round}(\kappa |w|)$ of them build it to within $\frac{1}{2\kappa}$.`,
  hypotheses: [width, selector, budget, entries, norms, noBiases, inputs],
  constants: [{ symbol: '1/4', value: 0.25, origin: 'proved', source: 'proofs/diffenderfer2021/proof.md, step 2: the signs of both edges' }],
  bound: {
    kind: 'sufficient',
    expression: 'smallest(n, binomialCdf(resolution - 1, n, 1 / 4) <= delta_1)',
    symbols: networkSymbols,
    where: { ...evenShares, resolution: '2 * tau >= 1 ? 1 : 2 ^ smallest(r, 2 ^ r >= 1 / (2 * tau))' },
    counts: hiddenUnits,
    origin: 'proved',
    source: 'proofs/diffenderfer2021/proof.md, step 2, on paper',
    weights: 'n * (rows + columns) / rows',
    layers: '2',
  },
  uses: [propagation],
  proof: { page: 'proofs/diffenderfer2021/proof.md', steps: [1, 2, 3, 4, 5] },
  law: () => binaryLaw,
  construction: binary,
  quantifier: 'each target',
  select: () => 'count',
};
