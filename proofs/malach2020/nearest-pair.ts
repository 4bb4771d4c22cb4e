import { single } from '../../src/constructions/index.js';
import { uniform } from '../../src/numeric/law.js';
import { real } from '../../src/theorem/formula.js';
import type { Theorem } from '../../src/theorem/theorem.js';
import { propagation } from '../foundations/propagation.js';
import { budget, entries, inputs, noBiases, norms, selector, width } from '../../src/theorem/hypotheses.js';
import { evenShares, networkSymbols } from '../../src/theorem/shares.js';
import { lemma3 } from './lemma3.js';
import { poolUnits } from './shares.js';

/**
 * The cheap variant of Malach et al. (2020), Theorem 2.1: of each pool, a pair whose product is within the tolerance, wherever
 * its factors lie. The least likely target is 1, and its probability is exact.
 */
export const nearestPair: Theorem = {
  id: 'malach2020.nearest-pair',
  cite: { key: 'malach2020', item: 'Theorem 2.1, a variant' },
  origin: 'proved',
  summary: 'the same pools, any pair whose product is near enough',
  statement: String.raw`As Theorem 2.1, with the pair of each pool chosen by $|v_j u_j - \alpha| \le \tau$ alone. One unit serves one sign of the input with probability at least
$\frac14 (1 - (1-\tau)(1 - \ln(1-\tau)))$, which is attained at $|\alpha| = 1$.`,
  hypotheses: [width, selector, budget, entries, norms, noBiases, inputs],
  constants: [{ symbol: '1/4', value: 0.25, origin: 'proved', source: 'proofs/malach2020/proof.md, step 5: the signs of u and of v' }],
  bound: {
    kind: 'sufficient',
    expression: 'ceil(log(delta_1) / log1p(-share / 4))',
    symbols: networkSymbols,
    // 1 - (1 - tau)(1 - ln(1 - tau)) = tau^2/2 + tau^3/6 + ..., whose first terms are less, and all that rounding leaves of it.
    where: { ...evenShares, share: 'tau < 0.001 ? tau * tau / 2 + tau * tau * tau / 6 : tau + (1 - tau) * log1p(-tau)' },
    counts: poolUnits,
    origin: 'proved',
    source: 'proofs/malach2020/proof.md, step 5, on paper',
    weights: 'n * (rows + columns)',
    layers: '2',
  },
  uses: [lemma3, propagation],
  proof: { page: 'proofs/malach2020/proof.md', steps: [5] },
  law: () => uniform,
  construction: single,
  quantifier: 'each target',
  select: () => 'one',
  draws: {
    expression: '6 / max(1e-300, high * (1 - log(high)) + (w > tau ? -1 : 1) * low * (1 - log(low)))',
    symbols: { tau: real('tolerance of one normalised weight', 0, 1), w: real('size of the weight', -1e-9, 1 + 1e-9) },
    where: { high: 'min(1, w + tau)', low: 'max(1e-300, abs(w - tau))' },
    counts: 'weights drawn for one problem, on average: units until one serves, and of each its first edge and, for half of them, its last',
    origin: 'proved',
    source: 'proofs/malach2020/proof.md, step 5',
  },
};
