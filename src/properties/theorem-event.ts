import { constantsOf, evaluator, type Theorem } from '../theorem/index.js';
import type { Draw } from './draw.js';
import { holdsWithProbability } from './holds-with-probability.js';
import type { Property } from './property.js';
import { TriedLayer } from './tried-layer.js';
import type { LayerCase } from './arbitraries/index.js';

/** Weights that are asked for: evenly, and as far out as there are. */
const WEIGHTS: readonly { readonly which: string; readonly draw: (random: Draw) => number }[] = [
  { which: 'a weight drawn evenly from [-1, 1]', draw: (random) => 2 * random.uniform() - 1 },
  { which: 'a weight of size 1', draw: (random) => random.pick([1, -1]) },
];

const TOLERANCES = [0.25, 0.1];

/**
 * What a bound says of one event: with so many candidates a weight is within its tolerance, for inputs of one sign, but with a probability of delta_1. The bound
 * is asked for delta_1 = delta/2 and tested against delta, until a sequential test decides at level `alpha`: of a bound that is exact no number of draws shows
 * less than what it says, and `slth verify` asks that.
 */
export function eventProperties(theorem: Theorem, { delta = 0.1, alpha = 0.05 }: { readonly delta?: number; readonly alpha?: number } = {}): Property[] {
  const { id, bound, construction, law, select } = theorem, often = holdsWithProbability(1 - delta, { confidence: 1 - alpha });
  const n = new Map<string, Promise<number>>();
  const boundAt = (tau: number, bins?: number): Promise<number> => {
    const key = `${tau} ${bins}`, known = n.get(key) ?? evaluator(bound).then((f) => f({ ...constantsOf(theorem), ...(bins === undefined ? {} : { bins }), rows: 1, columns: 1, tau, delta_1: delta / 2 }));
    n.set(key, known);
    return known;
  };
  const tried = (layer: LayerCase): TriedLayer => new TriedLayer(construction, { law, select }, layer);
  return WEIGHTS.map(({ which, draw }) =>
    often(
      `${id}: with n as the bound asks for delta_1 = ${delta / 2}, ${which} is within its tolerance with a probability of at least ${1 - delta}`,
      (random): Omit<LayerCase, 'n'> => ({ rows: 1, columns: 1, weights: Float64Array.of(draw(random)), signs: Uint8Array.of(random.integer(1, 2)), tolerance: random.pick(TOLERANCES), seed: random.seed(), attempt: 0 }),
      async (layer) => {
        const used = law(layer.tolerance), asked = tried({ ...layer, n: await boundAt(layer.tolerance, used.name === 'hyperbolic' ? used.bins : undefined) }), { misses } = asked.pruned();
        return misses.length === 0 || (misses[0].regime === 'gave-up' ? 'gave up' : `${misses[0].regime}\n${asked.show()}`);
      },
      { show: ({ weights, signs, tolerance, seed }) => `weight ${weights[0]} for ${signs[0] === 1 ? 'positive' : 'negative'} inputs, tolerance ${tolerance}, source seed ${seed}` },
    ));
}
