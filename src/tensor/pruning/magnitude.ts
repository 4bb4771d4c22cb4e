import { prunable, type Model } from '../model.js';
import type { Values } from '../values.js';

/** |w| of every weight that may be pruned: the scores of magnitude pruning (Han et al., 2015). */
export const magnitudes = (model: Model, values: Values): Map<string, Float32Array> => new Map(prunable(model).map(({ name }) => [name, values.get(name)!.map(Math.abs)]));
