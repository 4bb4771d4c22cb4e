import { signOfSum } from '../numeric/exact-sign.js';
import { UNIT_ROUNDOFF } from '../numeric/rounding.js';
import type { Candidates } from './candidates.js';
import { HIT, ROUNDED } from './engine.js';
import type { Selection } from './selection.js';

/** |sum of the chosen values - target|, rounded. */
export function distanceOf(values: ArrayLike<number>, chosen: readonly number[], target: number): number {
  let sum = 0;
  for (const k of chosen) sum += values[k];
  return Math.abs(sum - target);
}

/** The one of the first n candidates that is nearest to the target, or nothing where none is nearer than 0. */
export function nearestAlone(values: ArrayLike<number>, n: number, target: number, isFree: (k: number) => boolean = () => true): number[] {
  let best = -1, distance = Math.abs(target);
  for (let k = 0; k < n; k++) {
    const d = Math.abs(values[k] - target);
    if (d < distance && isFree(k)) [best, distance] = [k, d];
  }
  return best < 0 ? [] : [best];
}

/** Whether the sum of the chosen values is within the tolerance of the target, for the real numbers that the float64s are. */
export function isWithin(values: ArrayLike<number>, chosen: readonly number[], target: number, tolerance: number): boolean {
  let sum = 0, size = Math.abs(target) + tolerance;
  for (const k of chosen) {
    sum += values[k];
    size += Math.abs(values[k]);
  }
  const distance = Math.abs(sum - target), slack = 2 * (chosen.length + 2) * UNIT_ROUNDOFF * size;
  if (distance + slack < tolerance) return true;
  if (distance - slack > tolerance) return false;
  const terms = chosen.map((k) => values[k]);
  return signOfSum([...terms, -target, -tolerance]) <= 0 && signOfSum([...terms, -target, tolerance]) >= 0;
}

/**
 * Whether a search of an engine over all subsets of the first n values proves that none is within the tolerance, given
 * the closest it found and that numbers were rounded to its grid of so many bits.
 */
export function isProvenMiss(values: ArrayLike<number>, n: number, chosen: readonly number[], target: number, tolerance: number, bits: number): boolean {
  let total = Math.abs(target) + tolerance;
  for (let k = 0; k < n; k++) total += Math.abs(values[k]);
  // Each number moved by at most half a step, in the sum chosen and in the best; float64 adds what it adds here. No grid is
  // finer than 2^-1012.
  let step = 32 * total;
  for (let bit = 0; bit < bits; bit++) step /= 2;
  step = Math.max(step, 2 ** -900);
  return distanceOf(values, chosen, target) > tolerance + 2 * (n + 2) * (step + UNIT_ROUNDOFF * total);
}

/** What an engine's search over all subsets of the first n values proves, `flags` as the engine gives them. */
export function selectionOf(
  { values }: Candidates, n: number, target: number, tolerance: number, flags: number, bits: number, chosen: readonly number[],
): Selection {
  if (!(flags & ROUNDED)) return { outcome: flags & HIT ? 'hit' : 'unreachable', chosen, exact: true };
  if (isWithin(values, chosen, target, tolerance)) return { outcome: 'hit', chosen, exact: true };
  const proven = isProvenMiss(values, n, chosen, target, tolerance, bits);
  return { outcome: proven ? 'unreachable' : 'gave-up', chosen, exact: proven };
}
