import { prunable, type Model } from '../model.js';
import type { Parametrisation } from '../train.js';
import type { Values } from '../values.js';
import { keptOfShare, largestBySize } from './top-share.js';

/** A training of scores, one a weight: the weights stay as they were drawn, and the largest scores say which are kept. */
export interface ScoreSearch extends Parametrisation {
  /** What the scores keep: of each layer those of largest |s|. */
  masks(scores: Values): Map<string, Uint8Array>;
}

/** What a layer whose weights w are masked computes with: gain(w, mask) unit(w) where the mask keeps w. */
export interface KeptForm {
  unit(weight: number): number;
  gain(weights: Float32Array, mask: Uint8Array): number;
}

/**
 * The search by scores for masks of a density. The gradient goes straight through the choice, as if a weight were kept to the degree |s|: of both published
 * codes the gradient of s is sign(s) w times that of the effective weight (biprop's is |w| times that of the size alpha M of an effective weight alpha M sign(w)).
 * Statistics are trained with the scores; any other parameter stays as it is in `weights`.
 */
export function byScores(model: Model, weights: Values, density: number, { unit, gain }: KeptForm): ScoreSearch {
  if (!(density > 0 && density <= 1)) throw new RangeError(`byScores: needed a density in (0, 1], got ${density}`);
  const layers = prunable(model).map(({ name }) => ({ name, w: weights.get(name)!, units: weights.get(name)!.map(unit) })), statistics = model.parameters.filter((p) => p.kind === 'statistic');
  const masks = (scores: Values): Map<string, Uint8Array> => new Map(layers.map(({ name, w }) => [name, largestBySize(scores.get(name)!, keptOfShare(w.length, density))]));
  return {
    masks,
    effective(scores) {
      const values = new Map(weights), chosen = masks(scores);
      for (const { name } of statistics) values.set(name, scores.get(name)!);
      for (const { name, w, units } of layers) {
        const mask = chosen.get(name)!, scale = gain(w, mask), left = new Float32Array(w.length);
        for (let k = 0; k < left.length; k++) left[k] = scale * units[k] * mask[k];
        values.set(name, left);
      }
      return values;
    },
    pulled: (scores, gradients) => new Map(layers.map(({ name, w }) => {
      const s = scores.get(name)!, g = gradients.get(name)!, own = new Float32Array(w.length);
      // The sign of a score is a bit of it: no comparison that a processor would have to guess.
      const signs = new Int32Array(s.buffer, s.byteOffset, s.length);
      for (let k = 0; k < own.length; k++) own[k] = (1 - 2 * (signs[k] >>> 31)) * w[k] * g[k];
      return [name, own];
    })),
  };
}
