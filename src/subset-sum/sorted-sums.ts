/**
 * Merges sorted `sums[0..length)` and the same sums shifted by x into `out[0..2 length)`, sorted.
 * From the front and from the back at once, without branches: two independent chains of one step per output pair.
 */
export function addToSortedSums(sums: Float64Array, length: number, x: number, out: Float64Array): void {
  let i = 0, j = 0, p = length - 1, q = length - 1;
  for (let k = 0, l = 2 * length - 1; k < length; k++, l--) {
    const a = sums[i], b = sums[j] + x;
    const first = +(a <= b);
    out[k] = first ? a : b;
    i += first;
    j += 1 - first;
    const c = sums[p], d = sums[q] + x;
    const last = +(c > d);
    out[l] = last ? c : d;
    p -= last;
    q -= 1 - last;
  }
}

/** All 2^count subset sums of values[from], values[from + step], ..., sorted, in the first 2^count entries of a or b. */
export function sortedSubsetSums(
  values: Float64Array, from: number, step: number, count: number, a: Float64Array, b: Float64Array,
): Float64Array {
  let current = a, next = b;
  current[0] = 0;
  for (let k = 0, length = 1; k < count; k++, length *= 2) {
    addToSortedSums(current, length, values[from + k * step], next);
    [current, next] = [next, current];
  }
  return current;
}

/**
 * The positions, among from, from + step, ... (`count` of them, at most 30), of the subset whose sum is closest to `sum`,
 * ascending. For a sum known to be reached: recovers its subset in 2^count additions, so no search carries masks.
 */
export function subsetOfSum(values: Float64Array, from: number, step: number, count: number, sum: number): number[] {
  const lower = count >> 1, upper = count - lower;
  const low = tableOfSums(values, from, step, lower), high = tableOfSums(values, from + lower * step, step, upper);
  let best = Infinity, mask = 0;
  search: for (let h = 0; h < high.length; h++) {
    const rest = sum - high[h];
    for (let l = 0; l < low.length; l++) {
      const distance = Math.abs(low[l] - rest);
      if (distance < best) {
        best = distance;
        mask = h * low.length + l;
        if (distance === 0) break search;
      }
    }
  }
  const chosen: number[] = [];
  for (let k = 0; k < count; k++) if ((mask >>> k) & 1) chosen.push(from + k * step);
  return chosen;
}

/** sums[mask] = sum of values[from + k step] over the bits k of mask. */
function tableOfSums(values: Float64Array, from: number, step: number, count: number): Float64Array {
  const sums = new Float64Array(1 << count);
  for (let k = 0, length = 1; k < count; k++, length *= 2) {
    const x = values[from + k * step];
    for (let m = 0; m < length; m++) sums[length + m] = sums[m] + x;
  }
  return sums;
}
