import { real } from '../../src/theorem/formula.js';
import type { Statement } from '../../src/theorem/theorem.js';
import { odds } from '../foundations/odds.js';
import { corollary1 } from './corollary1.js';

/**
 * How many hidden units one input needs so that every weight in [-1, 1] is a subset sum of one half of its diamond: a cover
 * phase (random subset sums on [-1/2, 1/2]) and a prefix phase that brings the rest within reach. Proof: proof.md.
 */
export const diamondHalf: Statement = {
  id: 'pensia2020.diamond-half',
  cite: { key: 'pensia2020', item: 'Lemma 1, one half' },
  origin: 'proved',
  summary: 'every weight is a subset sum of one half of a diamond, with named constants',
  statement: String.raw`Let $u_i, v_i$ be independent $U[-1,1]$, $i \le n$, $n$ as large as the bound. With probability at least $1-\delta_1$ every
$w \in [-1,1]$ has a set $S$ of indices with $u_i > 0$ and $|w - \sum_S u_i v_i| \le \tau$; by symmetry the same for $u_i < 0$.`,
  hypotheses: [],
  constants: [
    { symbol: '1 - (ln 2)/16', value: 1 - Math.LN2 / 16, origin: 'proved', source: 'proofs/pensia2020/proof.md, step 2' },
    { symbol: '18', value: 18, origin: 'proved', source: 'proofs/pensia2020/proof.md, step 3: 1/(2 E Y^2)' },
    { symbol: '1/16', value: 1 / 16, origin: 'proved', source: 'proofs/pensia2020/proof.md, step 3: E Y' },
  ],
  bound: {
    kind: 'sufficient',
    expression: 'ceil(log(4 / (tau * tau * delta_1)) / -log(1 - log(2) / 16)) + smallest(m, m > 8 and 2 * exp(-18 * (m / 16 - 1 / 2) * (m / 16 - 1 / 2) / m) <= delta_1 / 2)',
    symbols: { tau: real('tolerance of one normalised weight, window [-1, 1]', 0, 1), delta_1: real('failure probability of one half', 0, 1) },
    counts: 'n: raw draws (u, v)',
    origin: 'proved',
    source: 'proofs/pensia2020/proof.md, on paper',
  },
  uses: [corollary1, odds],
  proof: { page: 'proofs/pensia2020/proof.md', steps: [2, 3, 4] },
  machine: {
    covers: 'part',
    theorems: ['Prefix.prefix_phase', 'Cover.cover_phase', 'Refine.refine', 'Layer.half_diamond'],
    what: 'the finite form, for draws of a grid, with the constants of pensia2020.finite',
  },
  experiment: (tau, n) => ({ law: 'diamond', scale: 1, n, epsilon: tau, targets: 'all', range: 1, select: 'closest' }),
};
