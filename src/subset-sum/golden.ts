import type { Candidates } from './candidates.js';
import { isWithin } from './distance.js';
import type { Selection, Selector } from './selection.js';

/** The golden ratio's inverse g, 1 - g = g^2, and its powers: bin i is (g^{i+2}, g^{i+1}]. */
const POWERS = [1];
for (let i = 1; i < 128; i++) POWERS.push((POWERS[i - 1] * (Math.sqrt(5) - 1)) / 2);

/**
 * Greedy over golden-ratio bins: what is left of |target| <= 1 after bins 0 .. i - 1 is at most g^i; where it is at least
 * g^{i+1}, the first candidate of the target's sign in bin i is taken, whatever it is. log_phi(1 / tolerance) candidates
 * suffice, one in each bin. A bin without one is passed over, and what is left decides. O(n + bins).
 * Reconstruction of Orseau et al. (2020).
 */
export const golden: Selector = {
  name: 'golden',
  most: Infinity,
  complete: false,
  select: (candidates, target, tolerance) => goldenOf(candidates, target, tolerance, () => true),
};

/** The same, of the candidates that are free. */
export function goldenOf(candidates: Candidates, target: number, tolerance: number, isFree: (k: number) => boolean): Selection {
  const { values, limit } = candidates, side = target < 0 ? -1 : 1;
  const firstIn = new Int32Array(POWERS.length).fill(-1);
  let seen = 0, left = Math.abs(target);
  const chosen: number[] = [];
  for (let i = 0; i + 2 < POWERS.length && left > tolerance; i++) {
    if (left < POWERS[i + 1]) continue;
    for (; firstIn[i] < 0 && seen < limit; seen++) {
      if (!isFree(seen)) continue;
      if (seen >= candidates.drawn) candidates.draw(seen + 1);
      const bin = binOf(side * values[seen]);
      if (bin >= 0 && firstIn[bin] < 0) firstIn[bin] = seen;
    }
    if (firstIn[i] < 0) continue;
    chosen.push(firstIn[i]);
    left -= side * values[firstIn[i]];
  }
  chosen.sort((a, b) => a - b);
  const hit = isWithin(values, chosen, target, tolerance);
  return { outcome: hit ? 'hit' : 'gave-up', chosen, exact: hit };
}

/** The bin of x: i where g^{i+2} < x <= g^{i+1}, or -1. */
function binOf(x: number): number {
  if (!(x > POWERS[POWERS.length - 1] && x <= POWERS[1])) return -1;
  let low = 1, high = POWERS.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x <= POWERS[middle]) low = middle;
    else high = middle;
  }
  return low - 1;
}
