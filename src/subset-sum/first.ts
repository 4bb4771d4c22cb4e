import type { Candidates } from './candidates.js';
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
  select(candidates, target, tolerance) {
    let closest: readonly number[] = [], distance = Math.abs(target);
    for (let from = 0; from === 0 || from < candidates.limit; from += LONGEST_PREFIX) {
      const window = from === 0 ? candidates : after(candidates, from);
      const { time, chosen } = hittingTime(window, target, tolerance);
      const found = chosen.map((k) => from + k);
      if (time < Infinity) return { outcome: 'hit', chosen: found, exact: from === 0 };
      const reached = Math.abs(found.reduce((sum, k) => sum + candidates.values[k], 0) - target);
      if (reached < distance) [closest, distance] = [found, reached];
    }
    return miss(candidates, closest, target, tolerance);
  },
};

/** A miss is proven where all subsets were tried, or where the sum of all values of one sign stays short of the target. */
function miss(candidates: Candidates, chosen: readonly number[], target: number, tolerance: number): Selection {
  let reach = 0;
  for (let k = 0; k < candidates.limit; k++) if (candidates.values[k] > 0 === target > 0) reach += Math.abs(candidates.values[k]);
  const proven = candidates.limit <= LONGEST_PREFIX || reach < Math.abs(target) - tolerance;
  return { outcome: proven ? 'unreachable' : 'gave-up', chosen, exact: proven };
}

/** The candidates from position `from` on. */
const after = (candidates: Candidates, from: number): Candidates => ({
  limit: candidates.limit - from,
  values: candidates.values.subarray(from),
  get drawn() {
    return candidates.drawn - from;
  },
  draw: (count) => candidates.draw(from + count),
});
