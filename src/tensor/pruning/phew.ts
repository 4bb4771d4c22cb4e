import type { Model } from '../model.js';
import { stream, type Random } from '../random.js';
import type { Values } from '../values.js';
import { wholeMasks } from './masks.js';
import { layersOf, routeOf } from './route.js';
import { stepsOf } from './walk-steps.js';

/** How PHEW walks. */
export interface PhewOptions {
  /** Of the walks. */
  readonly seed: number;
  /** Whether a walk through a convolution keeps the whole kernel that it passes, in place of one of its entries. Default: no. */
  readonly kernels?: boolean;
}

/** What walks have kept. The last one is kept whole: `kept` may be more than `asked`, by less than what one walk passes. */
export interface Walked {
  readonly masks: Map<string, Uint8Array>;
  readonly asked: number;
  readonly kept: number;
  readonly walks: number;
}

/** Walks for each weight asked for, after which those that are left are so small that no walk comes by. */
const PATIENCE = 1000;

/**
 * Paths with higher edge weights: random walks from the inputs to the outputs and back, in turn, each from the next unit there, until at least `count` weights have
 * been passed. Forward, a unit goes to an output with probability |w| over the sum of its outgoing |w|, backward likewise of its incoming; of a convolution the sum of
 * a kernel's |w| counts, and the entry inside it is chosen by |w|; between an image and a dense layer a place is chosen evenly. A residual block is gone through,
 * never around: what leads around has no weights (so does the published code where the shortcut has none). No data are seen, and no layer is left out.
 * Throws a RangeError where `count` is no integer in 0 .. the number of weights, or where walks do not come by as many. Source: Patil & Dovrolis (2021).
 */
export function phew(model: Model, values: Values, count: number, { seed, kernels = false }: PhewOptions): Walked {
  const masks = wholeMasks(model), random: Random = stream(seed, 'pruning'), total = [...masks.values()].reduce((n, m) => n + m.length, 0);
  if (!(Number.isInteger(count) && count >= 0 && count <= total)) throw new RangeError(`phew: needed a number of weights to keep in 0 .. ${total}, got ${count}`);
  for (const mask of masks.values()) mask.fill(0);
  const steps = layersOf(routeOf(model)).map((layer) => stepsOf(layer, values.get(layer.name)!));
  let kept = 0, walks = 0;
  const pass = (k: number, i: number, o: number): void => {
    const { layer, entry } = steps[k], mask = masks.get(layer.name)!;
    const keep = (e: number): void => {
      const place = layer.place(i, o, e);
      kept += 1 - mask[place];
      mask[place] = 1;
    };
    if (!kernels) keep(entry(i, o, random));
    else for (let e = 0; e < layer.size; e++) keep(e);
  };
  for (; kept < count; walks++) {
    if (walks >= PATIENCE * count) throw new RangeError(`phew: needed walks that come by ${count} weights, got ${kept} after ${walks}`);
    const turn = Math.floor(walks / 2);
    if (walks % 2 === 0) {
      for (let k = 0, unit = turn % steps[0].layer.units; k < steps.length; k++) {
        const i = steps[k].inputOf(unit, random), o = steps[k].forward(i, random);
        pass(k, i, o);
        unit = o;
      }
    } else {
      for (let k = steps.length - 1, unit = turn % steps[k].layer.outputs; k >= 0; k--) {
        const i = steps[k].backward(unit, random);
        pass(k, i, unit);
        unit = i % steps[k].layer.units;
      }
    }
  }
  return { masks, asked: count, kept, walks };
}
