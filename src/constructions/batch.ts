import { goldenOf } from '../subset-sum/index.js';
import { pruneByCarriers } from './by-carriers.js';
import type { Construction } from './construction.js';
import { diamond } from './diamond.js';

/**
 * The diamond whose units serve one weight each: the weights of an input take free units one after the other, greedily over
 * golden-ratio bins. A reconstruction of batch sampling in Orseau et al. (2020).
 */
export const batch: Construction = {
  ...diamond,
  name: 'batch',
  source: 'Orseau et al. (2020), batch sampling, reconstruction',
  selectors: ['golden'],
  // What a weight finds depends on those before it: all targets at once is another question.
  coverColumns: undefined,
  pruneColumns: (task) => pruneByCarriers(task, 1, { once: true, choose: (candidates, target, tolerance, taken) => goldenOf(candidates, target, tolerance, (k) => taken[k] === 0) }),
};
