import type { Statement } from '../../src/theorem/theorem.js';
import { diamondHalf } from './diamond-half.js';

/** Pensia et al. (2020), Lemma 1: one weight. The constants are those of diamondHalf. */
export const lemma1: Statement = {
  id: 'pensia2020.lemma1',
  cite: { key: 'pensia2020', item: 'Lemma 1, as restated in Natale et al. (2024)' },
  origin: 'proved',
  summary: 'a weight is a pruned diamond',
  statement: String.raw`Let $g(x) = v^\top \sigma(u x)$ with $u, v \in \mathbb{R}^n$ i.i.d. $U[-1,1]$, $n$ as large as the bound of one half at $\delta/2$. With probability
at least $1-\delta$ every $w \in [-1,1]$ has a mask $s$ with $|w x - (v \odot s)^\top \sigma(u x)| \le \tau |x|$ for all $x \in \mathbb{R}$.`,
  hypotheses: [],
  constants: [],
  bound: { ...diamondHalf.bound!, where: {}, counts: 'n: hidden units, both signs together, at delta_1 = delta / 2' },
  uses: [diamondHalf],
  proof: { page: 'proofs/pensia2020/proof.md', steps: [5] },
  machine: {
    covers: 'part',
    theorems: ['Block.block_collapse', 'Block.block_approx', 'Layer.half_diamond', 'Layer.layer_tickets'],
    what: 'what a pruned diamond computes; the probability for draws of a grid, both halves (a layer of one input and one output), with the constants of pensia2020.finite',
  },
};
