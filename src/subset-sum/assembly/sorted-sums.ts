import { entry } from './memory';

/**
 * Merges the sorted list of all subset sums of some values with the same list shifted by x into `out`, twice as long.
 * `total` is the sum of those values and x: the lower half is merged, the upper half is its mirror image, since the sums
 * of a subset and of its complement add up to `total`. No branch depends on the values: which of two sums is smaller is a
 * coin toss that no processor predicts. `length` is a power of two; long lists are merged by four independent chains.
 */
export function grow(list: usize, length: i32, x: i64, total: i64, out: usize): void {
  const bytes = <usize>length << 3;
  let mirror = out + (bytes << 1) - 8;
  // The next unshifted sum is at i, the next shifted one at both - i.
  let i = list, both = list + list;
  if (length < 32) {
    for (const end = out + bytes; out < end; out += 8, mirror -= 8, both += 8) {
      const a = load<i64>(i), b = load<i64>(both - i) + x, shifted = b < a, s = select<i64>(b, a, shifted);
      store<i64>(out, s);
      store<i64>(mirror, total - s);
      i += select<usize>(0, 8, shifted);
    }
    return;
  }
  const quarter = bytes >> 2, second = quarter << 1, third = second + quarter;
  let i1 = list + unshifted(list, x, length >> 2), i2 = list + unshifted(list, x, length >> 1), i3 = list + unshifted(list, x, 3 * (length >> 2));
  for (const end = out + quarter; out < end; out += 8, mirror -= 8, both += 8) {
    let a = load<i64>(i), b = load<i64>(both - i) + x, shifted = b < a, s = select<i64>(b, a, shifted);
    store<i64>(out, s);
    store<i64>(mirror, total - s);
    i += select<usize>(0, 8, shifted);
    a = load<i64>(i1), b = load<i64>(both + quarter - i1) + x, shifted = b < a, s = select<i64>(b, a, shifted);
    store<i64>(out + quarter, s);
    store<i64>(mirror - quarter, total - s);
    i1 += select<usize>(0, 8, shifted);
    a = load<i64>(i2), b = load<i64>(both + second - i2) + x, shifted = b < a, s = select<i64>(b, a, shifted);
    store<i64>(out + second, s);
    store<i64>(mirror - second, total - s);
    i2 += select<usize>(0, 8, shifted);
    a = load<i64>(i3), b = load<i64>(both + third - i3) + x, shifted = b < a, s = select<i64>(b, a, shifted);
    store<i64>(out + third, s);
    store<i64>(mirror - third, total - s);
    i3 += select<usize>(0, 8, shifted);
  }
}

/** How many bytes of the first k sums of the merge come from the unshifted list; ties go to it. */
function unshifted(list: usize, x: i64, k: i32): usize {
  let low = 0;
  for (let left = k; left > 0; ) {
    const half = left >> 1, i = low + half, more = entry(list, i) <= entry(list, k - 1 - i) + x;
    low = select<i32>(i + 1, low, more);
    left = select<i32>(left - half - 1, half, more);
  }
  return <usize>low << 3;
}

/** All 2^count subset sums of the i64s at `steps`, sorted, at the returned one of the two places a and b. */
export function sortedSums(steps: usize, count: i32, a: usize, b: usize): usize {
  store<i64>(a, 0);
  let total: i64 = 0;
  for (let k = 0; k < count; k++) {
    const x = entry(steps, k);
    total += x;
    grow(a, 1 << k, x, total, b);
    const t = a;
    a = b;
    b = t;
  }
  return a;
}
