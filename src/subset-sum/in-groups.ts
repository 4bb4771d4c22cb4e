import { after, type Candidates } from './candidates.js';
import { distanceOf } from './distance.js';
import type { Selector } from './selection.js';

/**
 * The first of the groups of `size` consecutive candidates in which a solver hits: independent attempts, so that the chance of a miss
 * falls like a power of their number. Candidates that do not fill a group are not looked at; where no group hits, the closest
 * subset of them all. The amplification of Natale et al. (2024), Corollary 1.
 */
export function inGroups(solver: Selector, size: number): Selector {
  if (!(Number.isInteger(size) && size >= 1 && size <= solver.most)) throw new RangeError(`inGroups: needed groups of 1 to ${solver.most} candidates, got ${size}`);
  return {
    name: `${solver.name}:${size}`,
    most: Infinity,
    complete: false,
    groups: size,
    ...(solver.admits ? { admits: solver.admits } : {}),
    select(candidates, target, tolerance) {
      let closest: readonly number[] = [], distance = Infinity;
      for (let from = 0; from + size <= candidates.limit; from += size) {
        const { outcome, chosen } = solver.select(first(after(candidates, from), size), target, tolerance);
        const found = chosen.map((k) => from + k), reached = distanceOf(candidates.values, found, target);
        if (outcome === 'hit') return { outcome, chosen: found, exact: true, needs: from + size };
        if (reached < distance) [closest, distance] = [found, reached];
      }
      return { outcome: 'gave-up', chosen: closest, exact: false };
    },
  };
}

/** The first `size` candidates alone. */
const first = (candidates: Candidates, size: number): Candidates => ({
  limit: size,
  values: candidates.values,
  get drawn() {
    return Math.min(size, candidates.drawn);
  },
  draw: (count) => candidates.draw(Math.min(count, size)),
});
