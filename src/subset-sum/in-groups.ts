import { UNIT_ROUNDOFF } from '../numeric/rounding.js';
import { after, type Candidates } from './candidates.js';
import { distanceOf } from './distance.js';
import { coversWithin } from './covers.js';
import type { SizedSelector } from './fixed-size.js';
import type { Selector } from './selection.js';

/** Subsets whose sums are listed, at most. */
const LISTED = 2 ** 23;

/**
 * The first of the groups of `size` consecutive candidates in which a solver hits: independent attempts, so that the chance of a miss
 * falls like a power of their number. Candidates that do not fill a group are not looked at; where no group hits, the closest
 * subset of them all. The amplification of Natale et al. (2024), Corollary 1.
 */
export function inGroups(solver: SizedSelector, size: number): Selector {
  if (!(Number.isInteger(size) && size >= 1 && size <= solver.most)) throw new RangeError(`inGroups: needed groups of 1 to ${solver.most} candidates, got ${size}`);
  return {
    name: `${solver.name}:${size}`,
    most: Infinity,
    complete: false,
    groups: size,
    ...(solver.admits ? { admits: solver.admits } : {}),
    // Each target by some group: the union of the groups' sums, of twice as many groups each time.
    covers(candidates, low, high, tolerance) {
      const groups = Math.floor(candidates.limit / size), lists: Float64Array[] = [];
      candidates.draw(groups * size);
      for (let count = 1; groups > 0; count = Math.min(groups, 2 * count)) {
        for (let g = lists.length; g < count; g++) lists.push(solver.sums(candidates.values, g * size, size));
        const total = lists.reduce((sum, l) => sum + l.length, 0), all = new Float64Array(total);
        if (total > LISTED) throw new RangeError(`${solver.name}:${size}: needed at most ${LISTED} subsets to know whether every target is covered, got ${total}; lower n`);
        let at = 0, largest = 0;
        for (const list of lists) {
          all.set(list, at);
          at += list.length;
          for (const sum of list) largest = Math.max(largest, Math.abs(sum));
        }
        all.sort();
        const slack = 256 * size * UNIT_ROUNDOFF * (1 + largest);
        if (coversWithin(all, low, high, tolerance, slack)) return { lower: 0, upper: count * size };
        if (count === groups) return { lower: coversWithin(all, low, high, tolerance, -slack) ? 0 : Infinity, upper: Infinity };
      }
      return { lower: Infinity, upper: Infinity };
    },
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
