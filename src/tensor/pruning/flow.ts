import { tf } from '../backend.js';
import { gradientsAt } from '../gradients.js';
import { prunable, type Model } from '../model.js';
import type { Masks, Values } from '../values.js';

/** The flow of a network and its derivatives by the weights, or by their squares. */
export interface Flow {
  /** Over all paths from an input to an output the sum of the products of |w| (power 1) or w^2 (power 2). */
  readonly total: number;
  /** By |w| or w^2 of each weight: over the paths through it the sum of the products of the others. */
  readonly derivatives: ReadonlyMap<string, Float32Array>;
  /** |w| or w^2 of kept weights times that: layer by layer, where none may be gone around, they sum to the total. */
  readonly scores: ReadonlyMap<string, Float32Array>;
}

/**
 * The flow of the kept weights, from an input of ones: the sum of the outputs of the network of |w|, or of w^2. Biases count as 0 and statistics as 0 and 1, so that every
 * path begins at an input; through a pool of the largest only the largest goes. Source: Tanaka et al. (2020); power 2: Gebhart et al. (2021).
 */
export function flowOf(model: Model, values: Values, masks: Masks, power: 1 | 2 = 1): Flow {
  const weights = prunable(model).map((p) => p.name);
  const flowing = new Map(model.parameters.map(({ name, kind }) => {
    const own = values.get(name)!, mask = masks.get(name), to = new Float32Array(own.length);
    if (kind === 'statistic') to.fill(name.endsWith('variance') ? 1 : 0);
    else if (kind !== 'bias') for (let k = 0; k < to.length; k++) if (!mask || mask[k]) to[k] = power === 1 ? Math.abs(own[k]) : own[k] * own[k];
    return [name, to];
  }));
  const ones = new Float32Array(model.inputShape.reduce((n, d) => n * d, 1)).fill(1);
  const { loss, gradients } = gradientsAt(model, flowing, ones, (outputs) => tf.sum(outputs), { training: false }), scores = new Map<string, Float32Array>();
  for (const name of weights) {
    const derivative = gradients.get(name)!, score = flowing.get(name)!.slice();
    for (let k = 0; k < score.length; k++) score[k] *= derivative[k];
    scores.set(name, score);
  }
  return { total: loss, derivatives: new Map(weights.map((name) => [name, gradients.get(name)!])), scores };
}

/**
 * The trace of the path kernel J J^T of the kept weights, where J[p, i] is the derivative of the product of the weights of path p by weight i: over all paths and the
 * weights i on them, the sum of the squared products of the others. It is the sum of the derivatives of the flow of squares. Source: Gebhart et al. (2021).
 */
export function pathKernelTrace(model: Model, values: Values, masks: Masks): number {
  let trace = 0;
  for (const [name, derivatives] of flowOf(model, values, masks, 2).derivatives) {
    const mask = masks.get(name);
    for (let k = 0; k < derivatives.length; k++) if (!mask || mask[k]) trace += derivatives[k];
  }
  return trace;
}
