import { diamond } from '../../src/constructions/index.js';
import { uniform } from '../../src/numeric/law.js';
import { real } from '../../src/theorem/formula.js';
import type { Hypothesis, Theorem } from '../../src/theorem/theorem.js';
import { propagation } from '../foundations/propagation.js';
import { budget, entries, inputs, noBiases, norms, selector, width } from '../../src/theorem/hypotheses.js';
import { evenShares, hiddenUnits, networkSymbols } from '../../src/theorem/shares.js';
import { fittedSuccess } from './fitted.js';
import { BITS, GROUP, groupFor, SIZE, sizeFor } from './groups.js';

/** The tolerances of normalised weights at which the success of a group was fitted. */
const fittedRange: Hypothesis = {
  name: 'fitted range',
  statement: String.raw`$\tau$ is in the range in which $p_{\mathrm{hit}}$ was fitted`,
  test: ({ tolerances }) => {
    const least = Math.min(...tolerances), [low] = fittedSuccess.tolerances;
    return least >= low
      ? { met: 'met', detail: `tolerances of ${least.toPrecision(3)} and more of a layer's scale` }
      : { met: 'covered', detail: `tolerances down to ${least.toPrecision(3)} of a layer's scale, below ${low}: p_hit is extrapolated there` };
  },
};

/**
 * Sparse tickets after Natale et al. (2024), Theorem 3 and the proof of Corollary 1: every weight a sum of exactly k candidates of one
 * of many independent groups. For one given target; the success probability of a group is fitted, and is not the paper's c_thm.
 */
export const fixedSizeTickets: Theorem = {
  id: 'natale2024.fixed-size',
  cite: { key: 'natale2024', item: 'Theorem 3, a variant: independent groups' },
  origin: 'fitted',
  summary: 'sparse tickets, by subsets of fixed size',
  statement: String.raw`Let a group of $m$ usable candidates of one half of a diamond hit each $w \in [-1,1]$ to within $\tau$ by a sum of exactly $k$ of them with probability at least $p_{\mathrm{hit}}$. With $n$ units fed by
an input, $n$ as large as the bound, some group hits a given weight, for one sign of its input, with probability at least $1 - \delta_1$. So one given $f$ with $\|W_i\|_2 \le 1$ is $\varepsilon$-approximated, with probability at least
$1 - \delta$, by a ticket with at most $4k$ edges for each weight.`,
  hypotheses: [width, selector, fittedRange, budget, entries, norms, noBiases, inputs],
  constants: [
    { symbol: 'bits', value: BITS, origin: 'proved', source: 'chosen here: bits of subsets of a group over the bits that a target asks for' },
    { symbol: 'p_hit', value: fittedSuccess.value, interval: fittedSuccess.interval, origin: 'fitted', source: `proofs/natale2024/fitted.ts, a lower limit at 95 %, on tolerances from ${fittedSuccess.tolerances[0]} to ${fittedSuccess.tolerances[1]}; below, extrapolated` },
  ],
  bound: {
    kind: 'sufficient',
    expression: 'smallest(n, binomialCdf(group * groups - 1, n, 1 / 2) <= delta_1 / 2)',
    symbols: { ...networkSymbols, bits: real('bits of a group over the bits of its target', 1, Infinity), p_hit: real('success probability of a group', 0, 1) },
    where: { ...evenShares, k: SIZE, group: GROUP, groups: 'ceil(log(delta_1 / 2) / log(1 - p_hit))' },
    counts: hiddenUnits,
    origin: 'fitted',
    source: 'proofs/natale2024/proof.md, step 2; p_hit is fitted',
    weights: 'n * (rows + columns) / rows',
    layers: '2',
  },
  uses: [propagation],
  proof: { page: 'proofs/natale2024/proof.md', steps: [2, 3, 5] },
  law: () => uniform,
  construction: diamond,
  quantifier: 'each target',
  select: (tau) => `exactly:${sizeFor(tau)}:${groupFor(tau)}`,
};
