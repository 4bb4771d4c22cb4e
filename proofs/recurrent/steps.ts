import { natural, real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';
import { propagation } from '../foundations/propagation.js';
import { diamondHalf } from '../pensia2020/diamond-half.js';
import { lemma3 } from '../pensia2020/lemma3.js';

/** Symbols that both forms of the corollary share. */
export const recurrentSymbols = {
  units: natural('states d_h'),
  inputs: natural('inputs d_x of a step'),
  radius: real('bound of the norm of (h_{t-1}, x_t); where omega > 1 of that over omega^(t-1)', 0, Infinity),
  epsilon: real('l2 error of every state', 0, Infinity),
  delta: real('failure probability of the whole network', 0, 1),
  tau: real('tolerance of one weight, window [-1, 1]', 0, 1),
  delta_1: real('failure probability of one event: a weight, for one sign of its input', 0, 1),
} as const;

/** The events: states take one sign, inputs two; time does not count. */
export const recurrentEvents = 'delta / (units * (units + 2 * inputs))';

/**
 * One pruned random block serves all steps of a recurrent network: n grows with the logarithm of their number. A corollary of Pensia et al. (2020), Theorem 1, derived here; the paper is about feed-forward
 * networks. It is no `Theorem` that `approximate` runs, since its target is no chain of layers: `approximateRecurrent` gives `approximate` one step of it, with the tolerance that this statement sets.
 */
export const steps: Statement = {
  id: 'recurrent.steps',
  cite: { key: 'pensia2020', item: 'Theorem 1; the corollary is not from there' },
  origin: 'proved',
  summary: 'one pruned block, shared by all steps, serves T steps of a recurrent network',
  statement: String.raw`Let $h_t = \sigma(W_h h_{t-1} + W_x x_t)$, $t \le T$, with $W = [W_h, W_x] \in [-1,1]^{d_h \times (d_h + d_x)}$, $\|W_h\|_2 \le \omega$, $\omega \ge 1$, $h_0 \ge 0$ and
$\|(h_{t-1}, x_t)\| \le R\,\omega^{t-1}$. With probability at least $1 - \delta$ a random diamond block of $n$ units for each of $d_h + d_x$ inputs has masks, the same at every step and such for every such $W$ at once, with which all $h_t$ are
within $\varepsilon$, $n$ as large as the bound at $\tau = \omega \ln(1 + \varepsilon/(\omega^T R)) / (T \sqrt{d_h (d_h + d_x)})$. For $\varepsilon \le \omega^T R$,
$n \le 161 \ln(2 d_h (d_h + d_x)\, T \omega^{T-1} \max\{1, R\} / \min\{\varepsilon, \delta\})$: logarithmic in $T$ where $\omega = 1$, linear where $\omega > 1$.`,
  hypotheses: [],
  constants: [{ symbol: '161', value: 161, origin: 'proved', source: 'proofs/recurrent/proof.md, step 5' }],
  bound: {
    ...diamondHalf.bound!,
    symbols: { ...recurrentSymbols, steps: natural('steps T'), omega: real('bound of the norm of W_h, at least 1', 1 - 2 ** -53, Infinity) },
    where: { tau: 'min(1, omega * log1p(epsilon / (omega ^ steps * radius)) / (steps * sqrt(units * (units + inputs))))', delta_1: recurrentEvents },
    counts: 'n: hidden units per input of the block, both signs together',
    source: 'proofs/recurrent/proof.md, on paper',
  },
  uses: [lemma3, propagation],
  proof: { page: 'proofs/recurrent/proof.md', steps: [1, 2, 4, 5] },
};
