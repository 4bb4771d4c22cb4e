import { UNIT_ROUNDOFF } from '../numeric/rounding.js';
import type { Candidates } from './candidates.js';
import { coversWithin, leastPrefix } from './covers.js';
import type { CoveringTime } from './covering-time.js';
import { isProvenMiss, isWithin } from './distance.js';
import { positions } from './mask.js';
import type { Selector, Subset } from './selection.js';
import { entriesBySize, sumsBySize } from './sums-by-size.js';

/** A selector of subsets by size, which can list their sums. */
export interface SizedSelector extends Selector {
  /** The sums of the subsets that it may choose of values[from .. from + count), ascending; count <= 32. */
  sums(values: ArrayLike<number>, from: number, count: number): Float64Array;
}

/** Entries of the lists beyond which a problem is refused: 12 bytes each. */
const ENTRIES = 2 ** 26;

/**
 * The closest subset of exactly `size` elements, or of at most so many: the exact optimum, by meet in the middle over the
 * sizes of the two parts. About size C(n/2, min(size, n/4)) steps. At most 60 candidates.
 * The random fixed-size subset sum problem of Natale et al. (2024).
 */
export function fixedSize(size: number, kind: 'exactly' | 'at-most'): SizedSelector {
  if (!(Number.isInteger(size) && size >= 0 && size <= 60)) throw new RangeError(`fixedSize: needed a size that is an integer in [0, 60], got ${size}`);
  const name = `${kind}:${size}`, admits = (k: number): boolean => (kind === 'exactly' ? k === size : k <= size);
  return {
    name,
    most: 60,
    complete: true,
    admits,
    compare: (a, b) => a.distance - b.distance,
    covers: (candidates, low, high, tolerance) => coversBySize(name, candidates, low, high, tolerance, kind === 'exactly' ? size : 0, size),
    sums: (values, from, count) => sumsOfSizes(values, from, count, kind === 'exactly' ? size : 0, size),
    steps: (n) => 4 * (size + 1) * entriesBySize(n, size),
    select(candidates, target, tolerance) {
      const n = candidates.limit;
      if (n > 60) throw new RangeError(`${name}: needed at most 60 candidates, got ${n}`);
      const entries = entriesBySize(n, size);
      if (entries > ENTRIES) throw new RangeError(`${name}: needed at most ${ENTRIES} sums of halves, got ${entries} for ${n} candidates; lower the size or n`);
      candidates.draw(n);
      const { chosen, distance } = closestOfSize(candidates.values, n, target, admits, size);
      if (distance === Infinity) return { outcome: 'unreachable', chosen, exact: true };
      if (isWithin(candidates.values, chosen, target, tolerance)) return { outcome: 'hit', chosen, exact: true };
      const proven = isProvenMiss(candidates.values, n, chosen, target, tolerance, 53);
      return { outcome: proven ? 'unreachable' : 'gave-up', chosen, exact: proven };
    },
  };
}

/** Of the subsets of the first n values whose size is admitted and at most `most`, the closest to the target; distance Infinity if there is none. */
export function closestOfSize(values: ArrayLike<number>, n: number, target: number, admits: (size: number) => boolean, most: number): Subset {
  const lower = n >> 1, low = sumsBySize(values, 0, lower, most), high = sumsBySize(values, lower, n - lower, most);
  let best = Infinity, lowMask = 0, highMask = 0;
  low.forEach((as, i) =>
    high.forEach((bs, k) => {
      if (!admits(i + k)) return;
      for (let a = 0, b = bs.sums.length - 1; a < as.sums.length && b >= 0; ) {
        const s = as.sums[a] + bs.sums[b] - target, distance = Math.abs(s);
        if (distance < best) [best, lowMask, highMask] = [distance, as.masks[a], bs.masks[b]];
        if (s < 0) a++;
        else b--;
      }
    }),
  );
  return { chosen: [...positions(lowMask, 0), ...positions(highMask, 0).map((k) => k + lower)], distance: best };
}

/** Subsets whose sums are all listed, at most. */
const LISTED = 2 ** 23;

/** The covering time of the sums of `least` to `most` of the first n candidates, from the list of them all. Throws a RangeError where that is too long. */
function coversBySize(name: string, candidates: Candidates, low: number, high: number, tolerance: number, least: number, most: number): CoveringTime {
  const n = candidates.limit;
  let subsets = 0;
  for (let size = 0, ways = 1; size <= most; ways = (ways * (n - size)) / (size + 1), size++) if (size >= least) subsets += ways;
  if (!(n <= 32 && subsets <= LISTED)) throw new RangeError(`${name}: needed at most 32 candidates and ${LISTED} subsets to know whether every target is covered, got ${n} and ${subsets}; lower n`);
  candidates.draw(n);
  let size = 0;
  for (let k = 0; k < n; k++) size += Math.abs(candidates.values[k]);
  // Two sums, each of at most 60 numbers.
  const slack = 256 * UNIT_ROUNDOFF * size;
  const known = new Map<number, Float64Array>(), at = (count: number): Float64Array => known.get(count) ?? known.set(count, sumsOfSizes(candidates.values, 0, count, least, most)).get(count)!;
  const first = { ...candidates, limit: n, drawn: n, draw: () => {} };
  return { lower: leastPrefix(first, (k) => coversWithin(at(k), low, high, tolerance, -slack)).upper, upper: leastPrefix(first, (k) => coversWithin(at(k), low, high, tolerance, slack)).upper };
}

function sumsOfSizes(values: ArrayLike<number>, from: number, count: number, least: number, most: number): Float64Array {
  const lists = sumsBySize(values, from, count, most).slice(least), all = new Float64Array(lists.reduce((total, l) => total + l.sums.length, 0));
  let at = 0;
  for (const { sums } of lists) {
    all.set(sums, at);
    at += sums.length;
  }
  return all.sort();
}
