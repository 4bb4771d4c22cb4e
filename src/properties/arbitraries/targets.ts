import fc from 'fast-check';
import { validNetwork, widths as widthsOf, type Layer, type Network } from '../../network/network.js';
import type { Matrix } from '../../numeric/matrix.js';
import type { Dice } from './dice.js';
import { hasNormWithin1, isAt, MOST_OUTSIDE, scaledTo, type Place } from './place.js';
import { shrinking } from './shrinking.js';
import { complexityOf } from './simple-number.js';
import { smallerTargets } from './smaller-targets.js';
import { targetKinds, type TargetKind } from './target-kinds.js';

/** Which targets to draw. */
export interface TargetOptions {
  /** Default `inside`. */
  readonly place?: Place;
  /** Most units of a layer, inputs and outputs too; default 4. */
  readonly widest?: number;
  /** Most layers; default 4. */
  readonly deepest?: number;
  /** Whether layers may have biases, up to 1 in size; default: none, but where a small one is a way to be outside. */
  readonly biases?: boolean;
  /** Kinds, of which each target is one, its smaller ones too; default: all are drawn, and smaller ones may be any. */
  readonly kinds?: readonly TargetKind[];
}

/**
 * Targets for theorems with the hypotheses ||W_i||_2 <= 1 and no biases: at a place within them, at their edge or just outside, of every kind on which
 * something has gone wrong. Smaller ones are at the same place: fewer layers, narrower ones, and simpler weights.
 */
export function targets({ place = 'inside', widest = 4, deepest = 4, biases = false, kinds }: TargetOptions = {}): fc.Arbitrary<Network> {
  const limits = { widest, deepest }, drawn = (kinds ?? targetKinds).filter((k) => k.fits(limits));
  if (drawn.length === 0) throw new RangeError(`targets: needed a kind that fits ${widest} units and ${deepest} layers, got ${kinds!.map((k) => k.name).join(', ') || 'none'}`);
  return shrinking<Network>({
    name: 'targets',
    draw: (dice) => placed(dice.pick(drawn).draw(dice, limits), place, biases, dice),
    valid: (target) =>
      target.layers.length <= deepest && Math.max(...widthsOf(target)) <= widest && isAt(target, place, biases) && (kinds === undefined || kinds.some((k) => k.shows(target))),
    size: ({ layers }) => [
      layers.length,
      layers.reduce((n, l) => n + l.weights.data.length, 0),
      layers.filter((l) => l.bias).length,
      layers.reduce((sum, l) => sum + complexityOf(l.weights.data) + complexityOf(l.bias ?? []), 0),
    ],
    smaller: (target) => smallerTargets(target, place === 'outside' ? MOST_OUTSIDE : 1),
  });
}

/** Layers scaled, and given biases, so that they are at a place: one layer is what leads outside. */
function placed(drawn: readonly Matrix[], place: Place, biased: boolean, dice: Dice): Network {
  const at = place === 'outside' ? dice.whole(0, drawn.length - 1) : -1, way = dice.pick(biased ? ['norm', 'entry'] : ['norm', 'entry', 'bias']), beyond = 1 + 2 ** -dice.whole(4, 16);
  const biasOf = (rows: number, size: number): Float64Array => Float64Array.from({ length: rows }, () => (dice.chance(0.3) ? 0 : size * (2 * dice.unit() - 1)));
  return validNetwork(
    drawn.map((given, i): Layer => {
      const fitted = hasNormWithin1(given) && place !== 'edge' ? given : scaledTo(given, 1), outside = i === at ? way : null;
      return {
        weights: outside === 'norm' ? scaledTo(fitted, beyond) : outside === 'entry' ? withEntry(fitted, beyond, dice) : fitted,
        bias: biased && dice.chance(0.7) ? biasOf(given.rows, 1) : outside === 'bias' ? biasOf(given.rows, 2 ** -dice.whole(3, 10)) : null,
      };
    }),
    'targets',
  );
}

/** One entry of a size beyond 1, and the others a 16th. */
function withEntry({ rows, columns, data }: Matrix, size: number, dice: Dice): Matrix {
  const changed = data.map((w) => w / 16);
  changed[dice.whole(0, data.length - 1)] = dice.sign() * size;
  return { rows, columns, data: changed };
}
