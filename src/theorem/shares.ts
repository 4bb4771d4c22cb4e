import { natural, real, type Free } from './formula.js';

/** The symbols of a network's layer of shape rows x columns. */
export const networkSymbols: Readonly<Record<string, Free>> = {
  rows: natural('outputs of a layer'),
  columns: natural('inputs of a layer'),
  l: natural('depth of the target'),
  epsilon: real('network error, l2, in output units', 0, 1),
  delta: real('failure probability of the whole network', 0, 1),
  tau: real('tolerance of one normalised weight, window [-1, 1]', 0, 1),
  delta_1: real('failure probability of one event: a weight, for one sign of its input', 0, 1),
};

/**
 * How a network error and a failure probability are shared by weights, where norms are at most 1 on the unit ball: the
 * propagation lemma in its sharp form, entries to operator norm by the root of the number of entries, and one event per weight
 * and sign, inputs of the first layer having two.
 */
export const evenShares: Readonly<Record<string, string>> = {
  tau: 'log(1 + epsilon) / (l * sqrt(rows * columns))',
  delta_1: 'delta / ((l + 1) * rows * columns)',
};

/** What n counts where nothing else is said. */
export const hiddenUnits = 'n: hidden units per input of a layer, both signs together, counted before any sign is looked at';
