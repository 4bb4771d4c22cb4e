import { real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';

/** Malach et al. (2020), the first lemma of the proof of Theorem 2.1: one weight. Constants derived in proof.md. */
export const lemma1: Statement = {
  id: 'malach2020.lemma1',
  cite: { key: 'malach2020', item: 'proof of Theorem 2.1, one weight' },
  origin: 'reconstructed',
  summary: 'a weight is one pair of edges of a pool, for each sign of its input',
  statement: String.raw`Let $(u_j, v_j)$, $j \le k$, be i.i.d. $U[-1,1]^2$, $|\alpha| \le 1$, $e = \tau/2$. For $k$ as large as the bound, with probability at least $1 - \delta_1$ some $j$ has
$|v_j| \in [1-e, 1]$ and $|u_j|$ within $e$ of $|\alpha|$, with the signs that serve one sign of $x$: then $v_j \sigma(u_j x)$ is within $\tau|x|$ of $\alpha x$ there.`,
  hypotheses: [],
  constants: [{ symbol: '16', value: 16, origin: 'proved', source: 'proofs/malach2020/proof.md, step 1: (4/e^2) at e = tau/2' }],
  bound: {
    kind: 'sufficient',
    expression: 'ceil(16 / (tau * tau) * log(1 / delta_1))',
    symbols: { tau: real('tolerance of the weight', 0, 1), delta_1: real('failure probability for one sign of the input', 0, 1) },
    counts: 'k: units of a pool',
    origin: 'proved',
    source: 'proofs/malach2020/proof.md, on paper',
  },
  uses: [],
  proof: { page: 'proofs/malach2020/proof.md', steps: [1] },
  machine: {
    covers: 'part',
    theorems: ['Malach.one_weight', 'Malach.one_unit', 'Malach.two_units', 'MalachBits.pool_size'],
    what: 'for draws of a grid of step 1/M of at most tau/2, without loss of tolerance, |u| being near |alpha| where |alpha| is at least 1/M. Continuous draws are on paper',
  },
};
