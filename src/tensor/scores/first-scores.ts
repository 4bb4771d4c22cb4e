import type { Initialisation } from '../initialise.js';
import { entries, type Model } from '../model.js';
import { stream } from '../random.js';

/**
 * First scores of a model's weights, uniform in [-1, 1] / sqrt(inputs) (Kaiming uniform with a = sqrt(5), as published), and first statistics, which are trained with
 * them: where a search begins. Of a stream of their own: the weights of the same seed are independent of them.
 */
export const firstScores = (model: Model, seed: number): Map<string, Float32Array> =>
  new Map(model.parameters.flatMap((p, k): [string, Float32Array][] => {
    if (p.kind === 'statistic') return [[p.name, new Float32Array(entries(p)).fill(p.name.endsWith('variance') ? 1 : 0)]];
    if (p.kind !== 'weights') return [];
    const random = stream(seed, 'scores', k), scale = 1 / Math.sqrt(p.fanIn);
    return [[p.name, Float32Array.from({ length: entries(p) }, () => scale * (2 * random() - 1))]];
  }));

/** The same law of weights, scaled by 1 / sqrt(density): a unit then has the variance that it would have of all its inputs (`scale_fan` of the published codes). */
export const scaledFor = (density: number, { law, deviation }: Initialisation): Initialisation => ({ law, deviation: (p) => deviation(p) / Math.sqrt(density) });
