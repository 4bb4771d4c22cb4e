import type { Candidates } from './candidates.js';
import { leastPrefix } from './covers.js';
import { isWithin, nearestAlone } from './distance.js';
import { reachTime } from './regime.js';
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
  // A candidate in each bin serves every target; without one in some bin, only what no subset reaches is sure.
  covers(candidates, low, high, tolerance) {
    if (!(low >= -1 && high <= 1)) throw new RangeError(`golden: needed targets in [-1, 1], got [${low}, ${high}]`);
    const { upper } = leastPrefix(candidates, (n) => [low, high].every((end) => end === 0 || isFull(candidates, n, tolerance, end > 0 ? 1 : -1)));
    return { lower: Math.min(upper, Math.max(reachTime({}, candidates, low, tolerance), reachTime({}, candidates, high, tolerance))), upper };
  },
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
  if (isWithin(values, chosen, target, tolerance)) return { outcome: 'hit', chosen, exact: true };
  return { outcome: 'gave-up', chosen: chosen.length > 0 ? chosen : nearestAlone(values, seen, target, isFree), exact: false };
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

/** Whether the first n candidates have one of a sign in every bin that a target of size 1 may need; bins that rounding might ask for included. */
function isFull({ values }: Candidates, n: number, tolerance: number, side: 1 | -1): boolean {
  const filled = new Uint8Array(POWERS.length);
  for (let k = 0; k < n; k++) {
    const bin = binOf(side * values[k]);
    if (bin >= 0) filled[bin] = 1;
  }
  let bins = 0;
  while (bins + 2 < POWERS.length && POWERS[bins] > tolerance * (1 - 2 ** -30)) bins++;
  return filled.subarray(0, bins).every((f) => f === 1);
}
