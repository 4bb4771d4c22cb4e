/**
 * How Malach et al. (2020) share a network's error and failure probability, as derived in proof.md: epsilon / (2 l) a layer,
 * 1 / sqrt(rows) of it a neuron, 1 / columns of that a weight, which has two signs.
 */
export const shares: Readonly<Record<string, string>> = {
  tau: 'epsilon / (2 * l * columns * sqrt(rows))',
  delta_1: 'delta / (2 * l * rows * columns)',
};

export const poolUnits = 'n: hidden units of the pool of one weight, both signs together; the hidden layer has n for each weight';
