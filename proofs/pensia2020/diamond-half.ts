import type { Formula } from '../../src/theorem/formula.js';

/**
 * How many hidden units one input needs so that every weight in [-1, 1] is a subset sum of one half of its diamond:
 * a cover phase of n_c units (random subset sums on [-1/2, 1/2]) and a prefix phase of n_r that brings the rest within
 * reach. Proof: proof.md. Values at tau = delta = 0.1, 0.01, 0.001: 256, 445, 634.
 */
export const diamondHalf: Formula = {
  expression: 'ceil(log(4 / (tau * tau * delta)) / -log(1 - log(2) / 16)) + smallest(m, m > 8 and 2 * exp(-18 * (m / 16 - 1 / 2) * (m / 16 - 1 / 2) / m) <= delta / 2)',
  symbols: {
    tau: 'tolerance of one normalised weight, in (0, 1), window [-1, 1]',
    delta: 'failure probability of one subset-sum problem, in (0, 1)',
  },
  counts: 'n: hidden units per input of a layer, both signs together, counted before any sign is looked at',
  origin: 'proved',
  source: 'proofs/pensia2020/proof.md, on paper',
};
