import { bestA, bestB, closestPair, distance, startBelow } from './closest-pair';
import { placeAll, rounded, toleranceInSteps } from './grid';
import { CHOSEN, LISTS, reserve, SIDES, STEPS } from './memory';
import { closestOfHalves, makeHalves, subsetOfSum } from './recover';
import { sortedSums } from './sorted-sums';
import { closestOfWindows, openSide, Side, sideBytes } from './windows';

/** Candidates of one half whose sums are kept in a list; those beyond shift it. */
const IN_LIST = 22;

/**
 * The subset of the first n values (n <= 60) whose sum is closest to the target, as a mask at CHOSEN. Returns 1 if it is
 * within the tolerance, + 2 if numbers were rounded to the grid; -1 if some number is not finite.
 */
export function closest(n: i32, target: f64, tolerance: f64): i32 {
  const t = placeAll(n, target);
  if (t == i64.MIN_VALUE) return -1;
  const lower = n >> 1, upper = n - lower;
  startBelow(i64.MAX_VALUE);
  if (upper <= IN_LIST) {
    makeHalves(STEPS, n);
    closestOfHalves(n, t);
  } else {
    walkWindows(lower, upper, t);
  }
  const found = distance, a = bestA, b = bestB;
  store<u64>(CHOSEN, subsetOfSum(STEPS, lower, a) | (subsetOfSum(STEPS + (<usize>lower << 3), upper, b) << lower));
  return (found <= toleranceInSteps(tolerance) ? 1 : 0) | (rounded ? 2 : 0);
}

function walkWindows(lower: i32, upper: i32, target: i64): void {
  const inLow = min<i32>(lower, IN_LIST), room = ((<usize>8) << IN_LIST) + 16;
  const first = sideBytes(1 << (lower - inLow)), second = sideBytes(1 << (upper - IN_LIST));
  // Three places for two lists: the third is where they are made, alternately.
  reserve(LISTS + 3 * room + first + second);
  const high = STEPS + (<usize>lower << 3);
  let a = LISTS + 8, b = LISTS + room + 8, c = LISTS + 2 * room + 8;
  const lowList = sortedSums(STEPS, inLow, a, b);
  if (lowList == b) (b = a), (a = lowList);
  const highList = sortedSums(high, IN_LIST, b, c);
  const sides = LISTS + 3 * room;
  const ascending = changetype<Side>(SIDES), descending = changetype<Side>(SIDES + 256);
  openSide(ascending, lowList, 1 << inLow, STEPS + (<usize>inLow << 3), lower - inLow, sides, 1);
  openSide(descending, highList, 1 << IN_LIST, high + (<usize>IN_LIST << 3), upper - IN_LIST, sides + first, -1);
  closestOfWindows(ascending, descending, target);
}
