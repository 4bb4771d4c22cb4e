import { natural, real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';

/** Pensia et al. (2020), Theorem 2, as restated in Natale et al. (2024) and Kumar & Natale (2025); explicit, by counting masks. */
export const theorem2: Statement = {
  id: 'pensia2020.theorem2',
  cite: { key: 'pensia2020', item: 'Theorem 2, as restated in Natale et al. (2024)' },
  origin: 'proved',
  summary: 'no source of fewer weights will do, by counting masks',
  statement: String.raw`Let $g$ be any network with $\alpha$ prunable weights of any laws. If for every $W \in \mathbb{R}^{d_i \times d_{i-1}}$ with $\|W\|_2 \le 1$, with probability at
least $s$, some pruned $g'$ has $\sup_{\|x\| \le 1} \|Wx - g'(x)\| < \varepsilon$, or the same with $W \sigma(x)$, a target of any depth, in place of $Wx$, then
$\alpha \ge d_i d_{i-1} \log_2 \frac{1}{2\varepsilon} + \log_2 s$.`,
  hypotheses: [],
  constants: [{ symbol: '1/2', value: 0.5, origin: 'proved', source: 'proofs/pensia2020/proof.md, step 6' }],
  bound: {
    kind: 'necessary',
    expression: 'max(0, rows * columns * log2(1 / (2 * epsilon)) + log2(s))',
    symbols: { rows: natural('outputs of the layer'), columns: natural('inputs of the layer'), l: natural('depth of the target, whose other layers may be identities'), epsilon: real('error', 0, 1), s: real('success probability', 0, 1), delta: real('1 - s', 0, 1) },
    where: { s: '1 - delta' },
    counts: 'alpha: prunable weights of the source, kept or not',
    origin: 'proved',
    source: 'proofs/pensia2020/proof.md, step 6, on paper',
    weights: 'n / (rows * columns * l)',
  },
  uses: [],
  proof: { page: 'proofs/pensia2020/proof.md', steps: [6] },
  machine: {
    covers: 'part',
    theorems: ['Counting.packing_bound', 'Packing.packing_exists', 'Packing.volume_bound', 'Packing.source_volume_bound', 'RealBits.source_bits', 'Packing.any_law'],
    what: 'linear targets W x, packing and all, for draws that are uniform on a finite set; for any law where of finitely many targets some draw serves a share s, which follows by averaging. Targets W relu(x) of any depth are on paper',
  },
};
