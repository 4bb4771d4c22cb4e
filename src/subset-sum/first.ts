import { after, type Candidates } from './candidates.js';
import { coversBySums } from './covers.js';
import { distanceOf } from './distance.js';
import { hittingTime, LONGEST_PREFIX } from './hitting-time.js';
import type { Selection, Selector } from './selection.js';

/**
 * The shortest prefix of the candidates with a subset within the tolerance, and the closest subset of that prefix.
 * Cheapest of the selectors: O(2^{m/2}) for a prefix of m, and no candidate beyond m is drawn.
 * Where 46 candidates do not reach, the next 46 are tried, and so on: what they give is a hit, but not `exact`.
 */
export const first: Selector = {
  name: 'first',
  most: Infinity,
  complete: true,
  searchesAll: LONGEST_PREFIX,
  covers: coversBySums,
  compare: (a, b) => (a.chosen.at(-1) ?? -1) - (b.chosen.at(-1) ?? -1) || a.distance - b.distance,
  select(candidates, target, tolerance) {
    const { time, chosen, exact } = hittingTime(candidates, target, tolerance);
    if (time < Infinity && exact) return { outcome: 'hit', chosen, exact: true };
    if (candidates.limit <= LONGEST_PREFIX) return { outcome: time === Infinity && exact ? 'unreachable' : 'gave-up', chosen, exact };
    return later(candidates, target, tolerance, chosen);
  },
};

/** Tries the windows behind the first; `closest` is the best subset of that. */
function later(candidates: Candidates, target: number, tolerance: number, closest: readonly number[]): Selection {
  let distance = distanceOf(candidates.values, closest, target);
  for (let from = LONGEST_PREFIX; from < candidates.limit; from += LONGEST_PREFIX) {
    const { time, chosen, exact } = hittingTime(after(candidates, from), target, tolerance);
    const found = chosen.map((k) => from + k), reached = distanceOf(candidates.values, found, target);
    if (time < Infinity && exact) return { outcome: 'hit', chosen: found, exact: false };
    if (reached < distance) [closest, distance] = [found, reached];
  }
  // All values of the target's sign together may stay short of it: then they are the closest. (The sum's rounding is far less than 2^-30 of it.)
  const sameSign = Array.from({ length: candidates.limit }, (_, k) => k).filter((k) => candidates.values[k] > 0 === target > 0);
  const reach = sameSign.reduce((sum, k) => sum + Math.abs(candidates.values[k]), 0);
  if (reach * (1 + 2 ** -30) < Math.abs(target) - tolerance) return { outcome: 'unreachable', chosen: sameSign, exact: true };
  return { outcome: 'gave-up', chosen: closest, exact: false };
}
