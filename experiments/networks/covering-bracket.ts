import { BitSums } from '../../src/subset-sum/bit-sums.js';
import type { Candidates, CoveringTime } from '../../src/subset-sum/index.js';

/** Cells of a tolerance, and above float64's rounding of quotients by a cell. */
const CELLS = 128, SLACK = 1e-6;

/**
 * Between which numbers of candidates their subset sums first come within the tolerance of every target of [-a, a], from sums rounded
 * to cells of tolerance / 128: k of them are wrong by k / 2 cells at most. Coarser than `coveringTime`, and a thousand times as fast.
 */
export function coveringBracket(candidates: Candidates, a: number, tolerance: number): CoveringTime {
  if (a <= tolerance) return { lower: 0, upper: 0 };
  const h = tolerance / CELLS, sums = new BitSums(), needed = Math.log2(a / tolerance);
  let lower = Infinity, positive = 0, negative = 0;
  for (let k = 0; k < candidates.limit; k++) {
    candidates.draw(k + 1);
    const x = candidates.values[k];
    sums.add(Math.round(x / h));
    if (x > 0) positive += x;
    else negative -= x;
    // No need to look where 2^k cells are too few, or the sums of one sign do not reach.
    if (k + 1 < needed - 1 || Math.min(positive, negative) < a - 2 * tolerance) continue;
    const wrong = (k + 1) / 2;
    if (lower === Infinity && sums.covers(-a / h, a / h, CELLS + wrong + SLACK)) lower = k + 1;
    if (lower < Infinity && CELLS > wrong && sums.covers(-a / h, a / h, CELLS - wrong - SLACK)) return { lower, upper: k + 1 };
  }
  return { lower, upper: Infinity };
}

/** Cells of a tolerance in a quick look. */
const COARSE = 64;

/**
 * Whether the first k candidates are quickly seen to come within the tolerance of every target of [-a, a]: by sums rounded to cells of
 * tolerance / 64 of which no part, in the order of the draws, leaves [-2 a, 2 a]. False says nothing.
 */
export function coversBy(candidates: Candidates, a: number, tolerance: number, k: number): boolean {
  const h = tolerance / COARSE, sums = new BitSums(), half = 32 * Math.ceil((2 * a) / h / 32), wrong = k / 2;
  candidates.draw(k);
  const words = new Uint32Array((2 * half) / 32 + 1);
  words[half / 32] = 1;
  for (let i = 0; i < k; i++) addWithin(words, Math.round(candidates.values[i] / h));
  Object.assign(sums, { base: -half, width: 2 * half + 1, words });
  return COARSE > wrong && sums.covers(-a / h, a / h, COARSE - wrong - SLACK);
}

/** A becomes A | A shifted by x; what leaves the words is lost. */
function addWithin(words: Uint32Array, x: number): void {
  const whole = Math.floor(Math.abs(x) / 32), part = Math.abs(x) % 32, last = words.length - 1;
  if (x > 0) for (let k = last; k >= whole; k--) words[k] |= (words[k - whole] << part) | (k > whole && part > 0 ? words[k - whole - 1] >>> (32 - part) : 0);
  else for (let k = 0; k + whole <= last; k++) words[k] |= (words[k + whole] >>> part) | (k + whole < last && part > 0 ? words[k + whole + 1] << (32 - part) : 0);
}

/** The first number of candidates of which rounded sums prove one within the tolerance of one target; Infinity where none do. */
export function provenTime(candidates: Candidates, target: number, tolerance: number): number {
  const h = tolerance / CELLS, sums = new BitSums();
  for (let k = 0; k < candidates.limit; k++) {
    candidates.draw(k + 1);
    sums.add(Math.round(candidates.values[k] / h));
    const room = CELLS - (k + 1) / 2 - SLACK;
    if (room > 0 && sums.around(target / h).some((sum) => Math.abs(sum - target / h) <= room)) return k + 1;
  }
  return Infinity;
}
