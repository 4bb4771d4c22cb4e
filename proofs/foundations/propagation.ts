import { natural, real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';

/** Errors of layers compose: what tolerance of every weight keeps a network within epsilon. Proof: proof.md. */
export const propagation: Statement = {
  id: 'foundations.propagation',
  cite: { key: 'otsuka2025', item: 'Theorem 10, there with exp(epsilon/2) - 1' },
  origin: 'proved',
  summary: 'errors of layers compose; entries to operator norm',
  statement: String.raw`Let $f = W_l \sigma W_{l-1} \cdots \sigma W_1$ with $\|W_i\|_2 \le 1$ and let block $g_i$ satisfy
$\|W_i x - g_i(x)\| \le \eta \|x\|$ for every $x$. Then $\|f(x) - g_l \sigma \cdots \sigma g_1(x)\| \le ((1+\eta)^l - 1)\|x\|$, which is at most
$\varepsilon \|x\|$ for $\eta = \ln(1+\varepsilon)/l$. Entries of $W_i - \hat W_i$ of size at most $\tau$ give $\eta \le \tau \sqrt{d_i d_{i-1}}$.
With norms $\|W_i\|_2 \le \omega_i$ of any size, $\Omega = \prod_i \omega_i$, inputs of norm $r$ and $\eta_i = \theta_i \omega_i$, shares with $\sum_i \theta_i = \ln(1 + \varepsilon/(r\Omega))$ do the same; biases are columns of a constant unit.`,
  hypotheses: [],
  constants: [],
  bound: {
    kind: 'sufficient',
    expression: 'log(1 + epsilon) / (l * sqrt(rows * columns))',
    symbols: { rows: natural('outputs of the layer with most entries'), columns: natural('inputs of the layer with most entries'), l: natural('depth'), epsilon: real('network error on the unit ball', 0, Infinity) },
    counts: 'tau: tolerance of one weight',
    origin: 'proved',
    source: 'proofs/foundations/proof.md, on paper',
  },
  uses: [],
  proof: { page: 'proofs/foundations/proof.md', steps: [9, 10, 11, 14] },
  machine: {
    covers: 'part',
    theorems: ['Propagation.propagate', 'Propagation.uniform', 'Propagation.eta_ln', 'Propagation.eta_half', 'Norms.entry_bound', 'Norms.two_sided_entry', 'Norms.two_sided_max', 'Norms.two_sided_stack', 'Certificate.network_within'],
    what: 'errors of layers compose, in any normed space that all layers share (zeros fill narrower ones); ln(1 + epsilon)/l is enough; entries to operator norms, one-sided and two-sided; with biases and norms of any size for a given ticket. Not the shares of step 14 in general',
  },
};
