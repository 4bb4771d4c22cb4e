import { layerLaws } from '../numeric/law.js';
import { powerOfTwo } from '../numeric/rounding.js';
import type { Mask } from '../network/ticket.js';

/** What the places of a mask's edges say of one block. */
interface Places {
  readonly depth: number;
  /** Every hidden unit of the first layer is in a place that input c alone feeds: unit h by input h mod d. */
  readonly shared: boolean;
  /** Every hidden unit has one outgoing edge. */
  readonly once: boolean;
  /** Every hidden unit is in the pool of the one weight that it serves: h mod (d_i d_{i-1}) = r d_{i-1} + c. */
  readonly pools: boolean;
}

/** Constructions whose masks have a shape of their own. */
const shapes = ['diamond', 'single', 'batch', 'binary', 'ladder'] as const;

/** Whether the checker knows what masks of that construction look like. */
export const isKnownShape = (construction: string): boolean => shapes.some((name) => name === construction);

/**
 * The constructions that a mask may be one of, several or none: a necessary condition, from the places of its edges, the depths of its
 * blocks and what their weights are times the target's, `units`, alone.
 */
export function shapesOf(mask: Pick<Mask, 'widths' | 'depths' | 'layers' | 'law'>, units: readonly number[]): (typeof shapes)[number][] {
  let start = 0;
  const places = mask.depths.map((depth) => placesOf(mask, (start += depth) - depth, depth));
  const shared = places.every((p) => p.shared), two = places.every((p) => p.depth === 2), plain = units.every((u) => u === 1), binary = layerLaws(mask.law).every((law) => law.name === 'binary');
  const met: Record<(typeof shapes)[number], boolean> = {
    diamond: two && shared && plain,
    single: two && plain && places.every((p) => p.pools),
    batch: two && shared && plain && places.every((p) => p.once),
    binary: two && shared && binary,
    ladder: shared && binary && places.every((p, i) => powerOfTwo(p.depth - 2) === units[i]),
  };
  return shapes.filter((name) => met[name]);
}

function placesOf({ widths, layers }: Pick<Mask, 'widths' | 'layers'>, start: number, depth: number): Places {
  const inputs = widths[start], weights = inputs * widths[start + depth], { rows, columns } = layers[start], last = layers[start + 1];
  const fedBy = new Map<number, number>();
  let shared = widths[start + 1] % inputs === 0;
  rows.forEach((h, e) => {
    fedBy.set(h, columns[e]);
    shared &&= h % inputs === columns[e];
  });
  // Edges are sorted by column: a unit with two has them side by side.
  const once = last.columns.every((h, e) => e === 0 || h !== last.columns[e - 1]);
  const pools = once && last.columns.every((h, e) => h % weights === last.rows[e] * inputs + (fedBy.get(h) ?? -1));
  return { depth, shared, once, pools };
}
