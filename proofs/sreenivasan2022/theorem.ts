import { ladder } from '../../src/constructions/index.js';
import { binaryLaw } from '../../src/numeric/law.js';
import type { Theorem } from '../../src/theorem/theorem.js';
import { propagation } from '../foundations/propagation.js';
import { budget, entries, inputs, noBiases, norms, selector, width } from '../../src/theorem/hypotheses.js';
import { evenShares, networkSymbols } from '../../src/theorem/shares.js';

/**
 * Sreenivasan et al. (2022): pruning a random network with binary weights, polylogarithmically wider and deeper, approximates every
 * target. Depth and width are as restated in Kumar & Natale (2025); the idea is the paper's, the details are a reconstruction (proof.md).
 */
export const theorem: Theorem = {
  id: 'sreenivasan2022.theorem',
  cite: { key: 'sreenivasan2022', item: 'the theorem of its title' },
  origin: 'reconstructed',
  summary: 'binary weights, polylogarithmically wider and deeper, by powers of two',
  statement: String.raw`Let the weights of a source be $\pm1$ with equal probability, $K + 2$ layers of it for each layer of the target, $K = \lceil \log_2(1/\tau) \rceil - 1$, with $n$ units for each input, sign of it and power of two, $n$ as large
as the bound, and $5n$ units for each input in the first of them. With probability at least $1 - \delta_1$ for each weight and sign, units compute $2^t \sigma(\pm x)$, $t \le K$, exactly, and the binary digits of $w$ build it, at layer scale $2^{-K}$, to within $2^{-K-1} \le \tau$.`,
  hypotheses: [width, selector, budget, entries, norms, noBiases, inputs],
  constants: [{ symbol: '5', value: 5, origin: 'proved', source: 'proofs/sreenivasan2022/proof.md, step 1: first units for each of n, so that both signs occur n times' }],
  bound: {
    kind: 'sufficient',
    expression: 'smallest(n, (n * (n + 1) * levels + n * levels * (levels + 1) / 2 + levels + 1) / 2^n + binomialCdf(n - 1, 5 * n, 1 / 2) <= delta_1)',
    symbols: networkSymbols,
    where: { ...evenShares, levels: 'smallest(t, 2 ^ t >= 1 / tau) - 1' },
    counts: 'n: units for each input, sign and power of two',
    origin: 'proved',
    source: 'proofs/sreenivasan2022/proof.md, on paper',
    weights: '(columns * 5 * n * columns + total(t, 1, levels, (t == 1 ? 5 : 2 * t) * n * columns * 2 * (t + 1) * n * columns) + (levels == 0 ? 5 : 2 * (levels + 1)) * n * columns * rows) / (rows * columns)',
    layers: 'levels + 2',
  },
  uses: [propagation],
  proof: { page: 'proofs/sreenivasan2022/proof.md', steps: [1, 2, 3, 4, 5, 6] },
  law: () => binaryLaw,
  construction: ladder,
  quantifier: 'each target',
  select: () => 'digits',
};
