import { batch } from '../../src/constructions/index.js';
import { hyperbolicFor } from '../../src/numeric/law.js';
import type { Theorem } from '../../src/theorem/theorem.js';
import { propagation } from '../foundations/propagation.js';
import { budget, entries, inputs, noBiases, norms, selector, width } from '../../src/theorem/hypotheses.js';
import { evenShares, hiddenUnits } from '../../src/theorem/shares.js';
import { binProbability, binsWhere, binSymbols, goldenConstant } from './bins.js';
import { decomposition } from './decomposition.js';

/**
 * Orseau et al. (2020), batch sampling: the weights of an input share a pool of units, each used once. A reconstruction; the
 * units of a pool are not exchangeable between weights, so in place of the categories' lemma stands the bound of proof.md, step 4,
 * which has its form: O(log(1/tau)) units a weight and O(log(1/tau)) log(log(1/tau)/delta_1) besides.
 */
export const batchSampling: Theorem = {
  id: 'orseau2020.batch',
  cite: { key: 'orseau2020', item: 'batch sampling' },
  origin: 'reconstructed',
  summary: 'the same, each unit used once: O(log 1/tau) units for each weight',
  statement: String.raw`Under the law of a weight, let $n$ units be fed by each input, and let the $d_i$ weights of an input take units one after the other, each unit once. For $n$ as large as the bound, every weight of an input finds an
unused unit in each bin that it needs, for one sign of the input, with probability at least $1 - d_i \delta_1$: $\delta_1$ bounds the probability that a given weight is the first that does not.`,
  hypotheses: [width, selector, budget, entries, norms, noBiases, inputs],
  constants: [
    goldenConstant,
    { symbol: '1/4', value: 0.25, origin: 'proved', source: 'proofs/orseau2020/proof.md, step 2: the signs of u and of v' },
    { symbol: '2/3', value: 2 / 3, origin: 'proved', source: 'proofs/orseau2020/proof.md, step 4: given one factor, a bin has probability at most 2/(3 k) with the sign of the other' },
  ],
  bound: {
    kind: 'sufficient',
    expression: `smallest(n, total(j, 0, steps - 1, exp(most * steps * rows + n * log(1 - ${binProbability} / 4 * (1 - exp(-most)) / most))) <= delta_1)`,
    symbols: binSymbols,
    where: { ...evenShares, ...binsWhere, most: '2 / (3 * bins)' },
    counts: hiddenUnits,
    origin: 'proved',
    source: 'proofs/orseau2020/proof.md, step 4, on paper',
    weights: 'n * (rows + columns) / rows',
    layers: '2',
  },
  uses: [decomposition, propagation],
  proof: { page: 'proofs/orseau2020/proof.md', steps: [4, 5, 6] },
  law: hyperbolicFor,
  construction: batch,
  quantifier: 'each target',
  select: () => 'golden',
};
