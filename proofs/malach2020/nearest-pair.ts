import { single } from '../../src/constructions/index.js';
import { uniform } from '../../src/numeric/law.js';
import { real } from '../../src/theorem/formula.js';
import type { Theorem } from '../../src/theorem/theorem.js';
import { propagation } from '../foundations/propagation.js';
import { entries, inputs, noBiases, norms, selector, width } from '../hypotheses.js';
import { evenShares, networkSymbols } from '../shares.js';
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
  hypotheses: [width, selector, entries, norms, noBiases, inputs],
  constants: [{ symbol: '1/4', value: 0.25, origin: 'proved', source: 'proofs/malach2020/proof.md, step 5: the signs of u and of v' }],
  bound: {
    kind: 'sufficient',
    expression: 'ceil(log(delta_1) / log(1 - (1 - (1 - tau) * (1 - log(1 - tau))) / 4))',
    symbols: networkSymbols,
    where: evenShares,
    counts: poolUnits,
    origin: 'proved',
    source: 'proofs/malach2020/proof.md, step 5, on paper',
    weights: 'n * (rows + columns)',
    layers: '2',
  },
  uses: [propagation],
  law: () => uniform,
  construction: single,
  select: () => 'one',
  draws: {
    expression: '6 / (1 - (1 - tau) * (1 - log(1 - tau)))',
    symbols: { tau: real('tolerance of one normalised weight', 0, 1) },
    counts: 'weights drawn for one problem, on average, at most: units until one serves, and of each its first edge and, for half of them, its last',
    origin: 'proved',
    source: 'proofs/malach2020/proof.md, step 5',
  },
};
