import { real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';
import { diamondHalf } from '../pensia2020/diamond-half.js';
import { recurrentEvents, recurrentSymbols, steps } from './steps.js';

/** Where the states' map contracts, one pruned block serves runs of any length: n does not know their number. Derived here. */
export const contractive: Statement = {
  id: 'recurrent.contractive',
  cite: { key: 'pensia2020', item: 'Theorem 1; the corollary is not from there' },
  origin: 'proved',
  summary: 'one pruned block serves a contractive recurrent network for any number of steps',
  statement: String.raw`Let $h_t = \sigma(W_h h_{t-1} + W_x x_t)$ as in recurrent.steps, with $\|W_h\|_2 \le \rho < 1$ and $\|(h_{t-1}, x_t)\| \le R$ for all $t$. With probability at least $1 - \delta$ the block has masks with which $h_t$ is within $\varepsilon$
for every $t$, $n$ as large as the bound at $\tau = \varepsilon (1 - \rho) / ((R + \varepsilon) \sqrt{d_h (d_h + d_x)})$. For $\varepsilon \le R$,
$n \le 182 \ln(2 d_h (d_h + d_x) \max\{1, R\} / ((1 - \rho) \min\{\varepsilon, \delta\}))$.`,
  hypotheses: [],
  constants: [{ symbol: '182', value: 182, origin: 'proved', source: 'proofs/recurrent/proof.md, step 5' }],
  bound: {
    ...diamondHalf.bound!,
    symbols: { ...recurrentSymbols, rho: real('bound of the norm of W_h, below 1', -1, 1) },
    where: { tau: 'epsilon * (1 - rho) / ((radius + epsilon) * sqrt(units * (units + inputs)))', delta_1: recurrentEvents },
    counts: 'n: hidden units per input of the block, both signs together',
    source: 'proofs/recurrent/proof.md, on paper',
  },
  uses: [steps],
  proof: { page: 'proofs/recurrent/proof.md', steps: [3, 5] },
};
