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

/** The constructions that a mask may be one of, from the places of its edges alone. */
export function shapesOf(mask: Pick<Mask, 'widths' | 'depths' | 'layers' | 'law'>): string[] {
  let start = 0;
  const places = mask.depths.map((depth) => placesOf(mask, (start += depth) - depth, depth));
  const all = (holds: (p: Places) => boolean): boolean => places.every(holds);
  const two = all((p) => p.depth === 2), binary = mask.law.name === 'binary';
  return [
    ...(two && all((p) => p.shared) ? ['diamond'] : []),
    ...(two && all((p) => p.pools) ? ['single'] : []),
    ...(two && all((p) => p.shared && p.once) ? ['batch'] : []),
    ...(two && all((p) => p.shared) && binary ? ['binary'] : []),
    ...(all((p) => p.shared) && binary ? ['ladder'] : []),
  ];
}

function placesOf({ widths, layers }: Pick<Mask, 'widths' | 'layers'>, start: number, depth: number): Places {
  const inputs = widths[start], weights = inputs * widths[start + depth], { rows, columns } = layers[start], last = layers[start + 1];
  const fedBy = new Map<number, number>();
  let shared = true;
  rows.forEach((h, e) => {
    fedBy.set(h, columns[e]);
    shared &&= h % inputs === columns[e];
  });
  // Edges are sorted by column: a unit with two has them side by side.
  const once = last.columns.every((h, e) => e === 0 || h !== last.columns[e - 1]);
  const pools = once && last.columns.every((h, e) => h % weights === last.rows[e] * inputs + (fedBy.get(h) ?? -1));
  return { depth, shared, once, pools };
}
