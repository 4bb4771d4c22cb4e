import { widths as widthsOf, type Network } from '../../network/network.js';
import type { Matrix } from '../../numeric/matrix.js';
import type { Dice } from './dice.js';
import { layerKinds, type LayerKind } from './layer-kinds.js';

/** How large targets may be. */
export interface Limits {
  readonly widest: number;
  readonly deepest: number;
}

/** A kind of target on which constructions and bounds have gone wrong. */
export interface TargetKind {
  readonly name: string;
  /** Whether targets within limits can show it. */
  fits(limits: Limits): boolean;
  /** Its layers, entries in [-1, 1]. */
  draw(dice: Dice, limits: Limits): Matrix[];
  /** Whether a target is of this kind, whatever its layers' scales. */
  shows(target: Network): boolean;
}

/** Layers from which a chain is deep. */
const DEEP = 4;

const filled = (widths: readonly number[], dice: Dice, kindOf: (i: number) => LayerKind): Matrix[] => widths.slice(1).map((rows, i) => kindOf(i).draw(rows, widths[i], dice));
const anyWidths = (dice: Dice, { widest, deepest }: Limits): number[] => Array.from({ length: 1 + dice.small(1, deepest) }, () => dice.whole(1, widest));
/** One kind, or any of those that fit. */
const kindFor = (rows: number, columns: number, dice: Dice): LayerKind => dice.pick(layerKinds.filter(({ least }) => rows >= least[0] && columns >= least[1]));

/** A layer's kind, of one layer, or of all where their widths allow. */
function ofLayers(kind: LayerKind): TargetKind {
  const { name, least: [rows, columns] } = kind;
  return {
    name,
    fits: ({ widest }) => Math.max(rows, columns) <= widest,
    draw(dice, limits) {
      const widths = anyWidths(dice, limits), at = dice.whole(0, widths.length - 2), all = dice.chance(0.5);
      if (all) widths.forEach((w, k) => (widths[k] = Math.max(w, rows, columns)));
      else [widths[at], widths[at + 1]] = [Math.max(widths[at], columns), Math.max(widths[at + 1], rows)];
      return filled(widths, dice, (i) => (all || i === at ? kind : layerKinds[0]));
    },
    shows: ({ layers }) => layers.some((l) => kind.shows(l.weights)),
  };
}

/** The kinds, `any` first. */
export const targetKinds: readonly TargetKind[] = [
  ...layerKinds.map(ofLayers),
  {
    name: 'a deep chain',
    fits: ({ deepest }) => deepest >= DEEP,
    draw: (dice, { deepest, widest }) => filled(Array.from({ length: 1 + Math.max(DEEP, deepest) }, () => dice.small(1, Math.min(2, widest))), dice, () => layerKinds[0]),
    shows: ({ layers }) => layers.length >= DEEP,
  },
  {
    name: 'a hidden layer of width one',
    fits: ({ deepest }) => deepest >= 2,
    draw(dice, limits) {
      const widths = anyWidths(dice, { ...limits, deepest: limits.deepest - 1 });
      widths.splice(dice.whole(1, widths.length - 1), 0, 1);
      return widths.slice(1).map((rows, i) => kindFor(rows, widths[i], dice).draw(rows, widths[i], dice));
    },
    shows: (target) => widthsOf(target).slice(1, -1).includes(1),
  },
];
