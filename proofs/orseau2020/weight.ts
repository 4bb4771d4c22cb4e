import { diamond } from '../../src/constructions/index.js';
import { hyperbolicFor } from '../../src/numeric/law.js';
import type { Theorem } from '../../src/theorem/theorem.js';
import { propagation } from '../foundations/propagation.js';
import { budget, entries, inputs, noBiases, norms, selector, width } from '../../src/theorem/hypotheses.js';
import { evenShares, hiddenUnits } from '../../src/theorem/shares.js';
import { binProbability, binsWhere, binSymbols, goldenConstant } from './bins.js';
import { decomposition } from './decomposition.js';

/**
 * Orseau et al. (2020): a logarithmic factor of units under hyperbolic weights, one weight at a time. A reconstruction: the
 * numbering and the constants of the paper could not be seen; those here are derived in proof.md.
 */
export const weight: Theorem = {
  id: 'orseau2020.weight',
  cite: { key: 'orseau2020', item: 'a weight' },
  origin: 'reconstructed',
  summary: 'a logarithmic factor of width, greedily, under hyperbolic weights',
  statement: String.raw`Let the weights of a source have sign $\pm1$ and size $g^t$, $t$ uniform on $[\frac12 - \frac k8, \frac12 + \frac{5k}8]$, $g = (\sqrt5-1)/2$. With $n$ units fed by an input, $n$ as large as the
bound, each bin $[g^{j+2}, g^{j+1}]$, $j < k$, holds a product $v u$ of given signs, with probability at least $1-\delta_1$; one from each bin builds every weight of that sign in $[-1,1]$ to within $\tau = g^k$.`,
  hypotheses: [width, selector, budget, entries, norms, noBiases, inputs],
  constants: [goldenConstant, { symbol: '1/4', value: 0.25, origin: 'proved', source: 'proofs/orseau2020/proof.md, step 2: the signs of u and of v' }],
  bound: {
    kind: 'sufficient',
    expression: `smallest(n, total(j, 0, steps - 1, (1 - ${binProbability} / 4)^n) <= delta_1)`,
    symbols: binSymbols,
    where: { ...evenShares, ...binsWhere },
    counts: hiddenUnits,
    origin: 'proved',
    source: 'proofs/orseau2020/proof.md, step 2, on paper',
    weights: 'n * (rows + columns) / rows',
    layers: '2',
  },
  uses: [decomposition, propagation],
  proof: { page: 'proofs/orseau2020/proof.md', steps: [2, 5, 6] },
  law: hyperbolicFor,
  construction: diamond,
  quantifier: 'each target',
  select: () => 'golden',
};
