// The sign of a float64 is the top bit of its upper half. Reading it there compares without a branch: which of two sums is
// smaller is a coin toss that no processor predicts, and a wrong guess costs more than the whole step.
const real = new Float64Array(6);
const word = new Int32Array(real.buffer);

/**
 * Merges sorted `sums[0..length)`, all subset sums of some values, and the same sums shifted by x into
 * `out[0..2 length)`, sorted. `total` is the sum of those values and x: the lower half of the merge is made, the upper is
 * its mirror image, since every subset's sum and its complement's add up to `total`. `length` is a power of two.
 */
export function addToSortedSums(sums: Float64Array, length: number, x: number, total: number, out: Float64Array): void {
  real[4] = 0;
  real[5] = x;
  const end = 2 * length - 1;
  if (length < 32) {
    for (let k = 0, i = 0, j = 0; k < length; k++) {
      real[0] = sums[j] + x - sums[i];
      const shifted = word[1] >>> 31;
      const s = sums[i + ((j - i) & -shifted)] + real[4 + shifted];
      out[k] = s;
      out[end - k] = total - s;
      j += shifted;
      i += 1 - shifted;
    }
    return;
  }
  // Four independent chains, each a quarter of the lower half.
  const quarter = length >>> 2, k1 = quarter, k2 = 2 * quarter, k3 = 3 * quarter;
  let i0 = 0, j0 = 0, i1 = unshiftedAmongFirst(sums, x, k1), i2 = unshiftedAmongFirst(sums, x, k2), i3 = unshiftedAmongFirst(sums, x, k3);
  let j1 = k1 - i1, j2 = k2 - i2, j3 = k3 - i3;
  for (let k = 0; k < quarter; k++) {
    real[0] = sums[j0] + x - sums[i0];
    real[1] = sums[j1] + x - sums[i1];
    real[2] = sums[j2] + x - sums[i2];
    real[3] = sums[j3] + x - sums[i3];
    let shifted = word[1] >>> 31, s = sums[i0 + ((j0 - i0) & -shifted)] + real[4 + shifted];
    out[k] = s;
    out[end - k] = total - s;
    j0 += shifted;
    i0 += 1 - shifted;
    shifted = word[3] >>> 31;
    s = sums[i1 + ((j1 - i1) & -shifted)] + real[4 + shifted];
    out[k + k1] = s;
    out[end - k - k1] = total - s;
    j1 += shifted;
    i1 += 1 - shifted;
    shifted = word[5] >>> 31;
    s = sums[i2 + ((j2 - i2) & -shifted)] + real[4 + shifted];
    out[k + k2] = s;
    out[end - k - k2] = total - s;
    j2 += shifted;
    i2 += 1 - shifted;
    shifted = word[7] >>> 31;
    s = sums[i3 + ((j3 - i3) & -shifted)] + real[4 + shifted];
    out[k + k3] = s;
    out[end - k - k3] = total - s;
    j3 += shifted;
    i3 += 1 - shifted;
  }
}

/** How many of the first k sums of the merge come from the unshifted list; ties go to it. */
function unshiftedAmongFirst(sums: Float64Array, x: number, k: number): number {
  let low = 0;
  for (let left = k; left > 0; ) {
    const half = left >>> 1, i = low + half;
    real[0] = sums[k - 1 - i] + x - sums[i];
    const fewer = -(word[1] >>> 31);
    // More come from it: low = i + 1 and left - half - 1 remain to be searched; else half.
    low += ~fewer & (half + 1);
    left = (half & fewer) | ((left - half - 1) & ~fewer);
  }
  return low;
}

/** All subset sums of values[from], ..., values[from + count - 1], sorted, in the first 2^count entries of the list returned: a or b. */
export function sortedSubsetSums(values: Float64Array, from: number, count: number, a: Float64Array, b: Float64Array): Float64Array {
  let current = a, next = b, total = 0;
  current[0] = 0;
  for (let k = 0, length = 1; k < count; k++, length *= 2) {
    const x = values[from + k];
    total += x;
    addToSortedSums(current, length, x, total, next);
    const swap = current;
    current = next;
    next = swap;
  }
  return current;
}

const lowTable = new Float64Array(1 << 15), highTable = new Float64Array(1 << 15);

/**
 * The subset, as a mask, of values[from], ..., values[from + count - 1] (count <= 30) whose sum is `sum`, which some
 * subset's must be: so no search carries masks. At most 2^count comparisons.
 */
export function subsetOfSum(values: Float64Array, from: number, count: number, sum: number): number {
  const lower = count >> 1, upper = count - lower, lows = 1 << lower, highs = 1 << upper;
  tabulateSums(values, from, lower, lowTable);
  tabulateSums(values, from + lower, upper, highTable);
  for (let h = 0; h < highs; h++) {
    const rest = sum - highTable[h];
    for (let l = 0; l < lows; l++) if (lowTable[l] === rest) return h * lows + l;
  }
  throw new Error('subsetOfSum: needed the sum of a subset');
}

/** sums[mask] = sum of values[from + k] over the bits k of mask. */
function tabulateSums(values: Float64Array, from: number, count: number, sums: Float64Array): void {
  sums[0] = 0;
  for (let k = 0, length = 1; k < count; k++, length *= 2) {
    const x = values[from + k];
    for (let m = 0; m < length; m++) sums[length + m] = sums[m] + x;
  }
}
