import type { Domain } from '../../network/domain.js';
import type { Tree } from '../record.js';
import { placesOf, scaled } from './dyadic.js';

/** A leaf of a tree: a box by its ends, or a cone by its generators; multiples of 2^-places. */
export type Leaf =
  | { readonly kind: 'box'; readonly places: number; readonly lower: readonly bigint[]; readonly upper: readonly bigint[] }
  | { readonly kind: 'cone'; readonly places: number; readonly points: readonly (readonly bigint[])[] };

/** Bisections of one cone: more would have middles that are no float64 numbers. */
const DEEPEST = 1000;

/** The leaves of a tree over a domain of `dimension` inputs, in order. Throws a RangeError where the tree is no subdivision of it. */
export function* leavesOf(tree: Tree, domain: Domain, dimension: number): Generator<Leaf> {
  const { splits, at } = tree;
  let next = 0, cut = 0;
  const take = (): number => {
    if (next >= splits.length) throw new RangeError(`certificate: needed a tree that covers the domain, got one that ends after ${splits.length} nodes`);
    return splits[next++];
  };
  const invalid = (split: unknown): never => {
    throw new RangeError(`certificate: needed splits of ${dimension} inputs in the tree, got ${split} at node ${next}`);
  };
  if (tree.kind === 'boxes') {
    const lowest = domain.kind === 'ball' ? Array<number>(dimension).fill(domain.nonnegative ? 0 : -domain.radius) : domain.lower;
    const highest = domain.kind === 'ball' ? Array<number>(dimension).fill(domain.radius) : domain.upper;
    const places = placesOf(lowest, highest, at), exact = (list: readonly number[]): bigint[] => list.map((x) => scaled(x, places));
    const pending: { lower: readonly bigint[]; upper: readonly bigint[] }[] = [{ lower: exact(lowest), upper: exact(highest) }];
    for (let node = pending.pop(); node; node = pending.pop()) {
      const c = take();
      if (c === -1) {
        yield { kind: 'box', places, ...node };
        continue;
      }
      if (!Number.isInteger(c) || c < 0 || c >= dimension || cut >= at.length) invalid(c);
      const here = scaled(at[cut++], places), { lower, upper } = node;
      if (!(lower[c] < here && here < upper[c])) throw new RangeError(`certificate: needed a cut inside its box, got ${at[cut - 1]} at node ${next}`);
      pending.push({ lower: lower.with(c, here), upper }, { lower, upper: upper.with(c, here) });
    }
  } else {
    if (domain.kind !== 'ball') throw new RangeError('certificate: needed boxes for a box, got cones');
    if (dimension > 30) throw new RangeError(`certificate: needed at most 30 inputs for cones, got ${dimension}`);
    for (let o = 0; o < (domain.nonnegative ? 1 : 2 ** dimension); o++) {
      // Middles of edges are sums here: the generators are doubled instead of halved, and places count that.
      const root = Array.from({ length: dimension }, (_, c) => Array.from({ length: dimension }, (__, j) => (j !== c ? 0n : (o >>> c) & 1 ? -1n : 1n)));
      const pending: { points: readonly (readonly bigint[])[]; places: number }[] = [{ points: root, places: 0 }];
      for (let node = pending.pop(); node; node = pending.pop()) {
        const edge = take();
        if (edge === -1) {
          yield { kind: 'cone', ...node };
          continue;
        }
        const i = Math.floor(edge / dimension), j = edge % dimension;
        if (!Number.isInteger(edge) || edge < 0 || !(i < j) || j >= dimension) invalid(edge);
        if (node.places >= DEEPEST) throw new RangeError(`certificate: needed cones of at most ${DEEPEST} bisections, got more at node ${next}`);
        const doubled = node.points.map((p) => p.map((x) => 2n * x)), middle = node.points[i].map((x, c) => x + node!.points[j][c]), places = node.places + 1;
        pending.push({ points: doubled.with(j, middle), places }, { points: doubled.with(i, middle), places });
      }
    }
  }
  if (next !== splits.length || cut !== at.length) throw new RangeError(`certificate: needed a tree of ${next} nodes and ${cut} cuts, got ${splits.length} and ${at.length}`);
}
