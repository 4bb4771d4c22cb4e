import type { Statement } from '../../src/theorem/theorem.js';

/** Pensia et al. (2020), Corollary 1, as restated in Natale et al. (2024), which fixes two small typos. Checked here. */
export const corollary1: Statement = {
  id: 'pensia2020.corollary1',
  cite: { key: 'pensia2020', item: 'Corollary 1, as restated in Natale et al. (2024)' },
  origin: 'proved',
  summary: 'the usable half of a diamond contains a uniform law',
  statement: String.raw`Let $X \sim U[0,1]$ and $Y \sim U[-1,1]$ be independent, $P$ the law of $XY$ and $D = \frac12 \delta_0 + \frac12 P$. Then $D$ is a mixture of
$U[-\frac12,\frac12]$ with weight $(\ln 2)/4$ and another law.`,
  hypotheses: [],
  constants: [{ symbol: '(ln 2)/4', value: Math.LN2 / 4, origin: 'proved', source: 'proofs/pensia2020/proof.md, step 1' }],
  bound: null,
  uses: [],
  proof: { page: 'proofs/pensia2020/proof.md', steps: [1] },
  machine: {
    covers: 'part',
    theorems: ['Cells.cell_many', 'Cells.q_low', 'Cells.rate'],
    what: 'the finite form: every cell of a coarse grid holds its share of the products of a fine one, with 24/35 in place of ln 2',
  },
};
