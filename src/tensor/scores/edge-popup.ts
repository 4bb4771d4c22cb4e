import type { Model } from '../model.js';
import type { Values } from '../values.js';
import { byScores, type ScoreSearch } from './by-scores.js';

/**
 * edge-popup: a layer computes with its weights where |s| is in the layer's top share, `density`, and with 0 elsewhere. Ramanujan et al. (2020); by |s| as in
 * their published code, whose gradient passes through |.|; their text ranks by s itself.
 */
export const edgePopup = (model: Model, weights: Values, density: number): ScoreSearch => byScores(model, weights, density, { unit: (w) => w, gain: () => 1 });
