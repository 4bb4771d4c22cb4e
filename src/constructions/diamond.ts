import { coverByCarriers, mostCarriers, pruneByCarriers } from './by-carriers.js';
import type { Construction } from './construction.js';

/** Most hidden units per input: each has its first weight drawn before the search. */
export const MOST_SHARED = 1 << 20;

/**
 * The diamond: n units fed by each input alone, shared by all outputs, and a selector that chooses last edges weight by weight.
 * Under other laws and selectors it is the construction of other papers too.
 * Source: Pensia et al. (2020), Figure 2 and Lemma 1.
 */
export const diamond: Construction = {
  name: 'diamond',
  source: 'Pensia et al. (2020), Lemma 1',
  hiddenWidths: ({ inputs, n }) => [inputs * n],
  scale: () => 1,
  selectors: null,
  mostCandidates: mostCarriers,
  most: MOST_SHARED,
  mostKept: (_, problems, selected) => 2 * problems * selected,
  pruneColumns: (task) => pruneByCarriers(task, 1),
  coverColumns: (task) => coverByCarriers(task, 1),
};
