import { entries, type Model, type Parameter } from './model.js';
import { normal, stream, type Random } from './random.js';

/** How weights are first drawn: a scale for each parameter, and the law. */
export interface Initialisation {
  readonly law: 'normal' | 'uniform' | 'signs';
  /** The standard deviation of a weight. */
  readonly deviation: (p: Parameter) => number;
}

/** He et al. (2015): variance 2 / inputs, which relu keeps. */
export const kaiming = (law: Initialisation['law'] = 'normal'): Initialisation => ({ law, deviation: ({ fanIn }) => Math.sqrt(2 / fanIn) });

/** Glorot & Bengio (2010): variance 2 / (inputs + outputs). */
export const glorot = (law: Initialisation['law'] = 'normal'): Initialisation => ({ law, deviation: ({ fanIn, fanOut }) => Math.sqrt(2 / (fanIn + fanOut)) });

/**
 * First values of a model's parameters: weights and embeddings by the initialisation, biases 0, gains 1, statistics as they say (means 0, variances 1).
 * Parameter k is drawn from the seed's stream k, so that one more layer at the end changes none before.
 */
export function initialise(model: Model, seed: number, { law, deviation }: Initialisation = kaiming()): Map<string, Float32Array> {
  return new Map(model.parameters.map((p, k) => {
    const size = entries(p);
    if (p.kind === 'bias') return [p.name, new Float32Array(size)];
    if (p.kind === 'gain') return [p.name, new Float32Array(size).fill(1)];
    if (p.kind === 'statistic') return [p.name, new Float32Array(size).fill(p.name.endsWith('variance') ? 1 : 0)];
    const random = stream(seed, 'initialisation', k), scale = deviation(p);
    return [p.name, Float32Array.from({ length: size }, () => scale * draws[law](random))];
  }));
}

/** Draws of mean 0 and variance 1. */
const draws: Readonly<Record<Initialisation['law'], (random: Random) => number>> = {
  normal,
  uniform: (random) => Math.sqrt(3) * (2 * random() - 1),
  signs: (random) => (random() < 0.5 ? -1 : 1),
};
