import { diamond } from '../../src/constructions/index.js';
import { uniform } from '../../src/numeric/law.js';
import { real } from '../../src/theorem/formula.js';
import type { Theorem } from '../../src/theorem/theorem.js';
import { propagation } from '../foundations/propagation.js';
import { entries, inputs, noBiases, norms, selector, width } from '../hypotheses.js';
import { evenShares, networkSymbols, units } from '../shares.js';
import { corollary1 } from './corollary1.js';
import { fittedSuccess } from './fitted.js';
import { C_HYP, GROUP, groupFor, SIZE, sizeFor } from './groups.js';

/**
 * Natale et al. (2024), Theorem 3: sparse tickets, every weight a sum of exactly k candidates of a half. The bound here follows the
 * proof of Corollary 1 (independent groups) for one weight at a time; the success probability of a group is fitted.
 */
export const theorem3: Theorem = {
  id: 'natale2024.theorem3',
  cite: { key: 'natale2024', item: 'Theorem 3' },
  origin: 'fitted',
  summary: 'sparse tickets, by subsets of fixed size',
  statement: String.raw`Let $f$ have $\|W_i\|_2 \le 1$ and let a $2l$-layer source have i.i.d. weights $U[-1,1]$, $M_{2i} : d_i \times 2 d_{i-1} n_i$, $M_{2i-1} : 2 d_{i-1} n_i \times d_{i-1}$,
$n_i = c_{\mathrm{amp}} \log_2^2(2 l d_{i-1} d_i \gamma' n_i / \varepsilon) / H_2(\gamma')$. With probability at least $1 - \varepsilon$ every such $f$ is $\varepsilon$-approximated by a ticket of density at most
$\gamma' \max_i \max\{d_i/d_{i-1}, d_{i-1}/d_i\}$.`,
  hypotheses: [width, selector, entries, norms, noBiases, inputs],
  constants: [
    { symbol: 'c_hyp', value: C_HYP, origin: 'reconstructed', source: 'a choice: bits of a group over the bits of its target' },
    { symbol: 'c_thm', value: fittedSuccess.value, interval: fittedSuccess.interval, origin: 'fitted', source: `proofs/natale2024/fitted.ts, on tolerances from ${fittedSuccess.tolerances[0]} to ${fittedSuccess.tolerances[1]}; beyond them extrapolated` },
  ],
  bound: {
    kind: 'sufficient',
    expression: 'smallest(n, binomialCdf(group * groups - 1, n, 1 / 2) <= delta_1 / 2)',
    symbols: { ...networkSymbols, c_hyp: real('bits of a group over the bits of its target', 1, Infinity), c_thm: real('success probability of a group', 0, 1) },
    where: { ...evenShares, k: SIZE, group: GROUP, groups: 'ceil(log(delta_1 / 2) / log(1 - c_thm))' },
    counts: units,
    origin: 'fitted',
    source: 'proofs/natale2024/proof.md; c_thm is fitted',
    weights: 'n * (rows + columns) / rows',
    layers: '2',
  },
  uses: [corollary1, propagation],
  proof: { page: 'proofs/natale2024/proof.md', steps: [2, 3, 5] },
  law: () => uniform,
  construction: diamond,
  select: (tau) => `exactly:${sizeFor(tau)}:${groupFor(tau)}`,
};
