import { natural, real, type Free } from '../../src/theorem/formula.js';
import { networkSymbols } from '../../src/theorem/shares.js';
import { GOLDEN } from './decomposition.js';

/**
 * Products of two weights of the signed hyperbolic law for k bins: the exponent of g is triangular with centre k/2 + 1 and half-width
 * L = 3k/4, and bin j, where it lies in [j + 1, j + 2], has probability
 * p_j = 1/L - ((j + 1 - k/2)|j + 1 - k/2| - (j - k/2)|j - k/2|) / (2 L^2).
 */
export const binProbability = '(1 / half_width - ((j + 1 - bins / 2) * abs(j + 1 - bins / 2) - (j - bins / 2) * abs(j - bins / 2)) / (2 * half_width * half_width))';

/** Bins of the law and of the weight's own tolerance. */
export const binsWhere: Readonly<Record<string, string>> = {
  steps: 'max(2, ceil(log(1 / tau) / log(golden)))',
  bins: 'steps',
  half_width: '3 * bins / 4',
};

export const binSymbols: Readonly<Record<string, Free>> = { ...networkSymbols, bins: natural('bins of the law, at least those of the tolerance', 2), golden: real('the golden ratio', 1, 2) };

export const goldenConstant = { symbol: 'golden', value: GOLDEN, origin: 'proved', source: 'proofs/orseau2020/proof.md, step 1' } as const;
