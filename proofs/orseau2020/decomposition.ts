import { real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';

export const GOLDEN = (1 + Math.sqrt(5)) / 2;

/** The golden-ratio decomposition behind Orseau et al. (2020); reconstruction, proved in proof.md. */
export const decomposition: Statement = {
  id: 'orseau2020.decomposition',
  cite: { key: 'orseau2020', item: 'golden-ratio decomposition' },
  origin: 'reconstructed',
  summary: 'one arbitrary sample from each golden-ratio bin builds every weight',
  statement: String.raw`Let $g = (\sqrt5 - 1)/2$, $r_0 \in [0,1]$ and $v_i \in [g^{i+2}, g^{i+1}]$ arbitrary. With $r_{i+1} = r_i - v_i$ if $r_i \ge g^{i+1}$ and $r_{i+1} = r_i$ otherwise,
$r_i \in [0, g^i]$ for all $i$. So $k = \lceil \log_\varphi(1/\tau) \rceil$ bins leave at most $\tau$.`,
  hypotheses: [],
  constants: [{ symbol: 'golden', value: GOLDEN, origin: 'proved', source: 'proofs/orseau2020/proof.md, step 1: g^i - g^{i+2} = g^{i+1}' }],
  bound: {
    kind: 'sufficient',
    expression: 'max(1, ceil(log(1 / tau) / log(golden)))',
    symbols: { tau: real('tolerance of a weight in [-1, 1]', 0, 1), golden: real('the golden ratio', 1, 2) },
    counts: 'k: bins',
    origin: 'proved',
    source: 'proofs/orseau2020/proof.md, on paper',
  },
  uses: [],
  proof: { page: 'proofs/orseau2020/proof.md', steps: [1] },
  machine: {
    covers: 'whole',
    theorems: ['Golden.rest_bounds', 'Golden.golden', 'Golden.golden_least', 'RealBits.golden_bins'],
    what: 'any samples of the bins, the greedy recursion, and how many bins an accuracy takes; and that no smaller ratio does',
  },
};
