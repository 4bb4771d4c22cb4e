import { bestA, bestB, closestPair, startBelow } from './closest-pair';
import { entry, LISTS, TABLE, reserve } from './memory';
import { sortedSums } from './sorted-sums';

/** Two sorted lists of subset sums, side by side from `LISTS` on. */
let low: usize = 0;
let high: usize = 0;

/** Makes the sorted sums of the first half (rounded down) and of the second half of the `count` i64s at `steps`. */
export function makeHalves(steps: usize, count: i32): void {
  const lower = count >> 1, upper = count - lower, room = (<usize>8 << upper) + 16;
  reserve(LISTS + 4 * room);
  low = sortedSums(steps, lower, LISTS + 8, LISTS + room + 8);
  high = sortedSums(steps + (<usize>lower << 3), upper, LISTS + 2 * room + 8, LISTS + 3 * room + 8);
}

/** The closest pair of the halves that makeHalves made of `count` values. */
export function closestOfHalves(count: i32, target: i64): void {
  const lower = count >> 1;
  closestPair(low, 1 << lower, high, 1 << (count - lower), target);
}

/** The subset, as a mask, of the `count` i64s at `steps` whose sum is `sum`: it must exist. No search carries masks. */
export function subsetOfSum(steps: usize, count: i32, sum: i64): u64 {
  const lower = count >> 1, upper = count - lower;
  if (count <= 10) {
    const high = TABLE + (<usize>8 << lower);
    tabulate(steps, lower, TABLE);
    tabulate(steps + (<usize>lower << 3), upper, high);
    for (let h = 0; h < 1 << upper; h++) {
      const rest = sum - entry(high, h);
      for (let l = 0; l < 1 << lower; l++) if (entry(TABLE, l) == rest) return <u64>((h << lower) + l);
    }
    unreachable();
  }
  makeHalves(steps, count);
  startBelow(1);
  closestOfHalves(count, sum);
  const a = bestA, b = bestB;
  return subsetOfSum(steps, lower, a) | (subsetOfSum(steps + (<usize>lower << 3), upper, b) << lower);
}

/** The sum of each subset of the i64s at `steps`, by its mask. */
function tabulate(steps: usize, count: i32, table: usize): void {
  store<i64>(table, 0);
  for (let k = 0; k < count; k++) {
    const x = entry(steps, k), bytes = <usize>8 << k;
    for (let at = table, end = table + bytes; at < end; at += 8) store<i64>(at + bytes, load<i64>(at) + x);
  }
}
