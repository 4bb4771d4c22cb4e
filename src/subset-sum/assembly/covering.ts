import { scale, setGrid, toleranceInSteps, toSteps } from './grid';
import { entry, LISTS, reserve } from './memory';
import { grow } from './sorted-sums';

// The sorted list of all subset sums of a growing prefix, and whether it comes within the tolerance of every target.

let list: usize = 0, other: usize = 0, count: i32 = 0;
let from: i64 = 0, to: i64 = 0, tolerance: i64 = 0, total: i64 = 0, size: i64 = 0;

/** Starts with no candidate; targets fill [low, high]; `reach` bounds the candidates' absolute sum. `most` candidates will come. */
export function startCovering(low: f64, high: f64, within: f64, reach: f64, most: i32): void {
  setGrid(max<f64>(reach, max<f64>(abs<f64>(low), abs<f64>(high)) + within));
  from = toSteps(low);
  to = toSteps(high);
  tolerance = toleranceInSteps(within);
  const room = (<usize>8 << most) + 16;
  reserve(LISTS + 2 * room);
  list = LISTS + 8;
  other = list + room;
  store<i64>(list, 0);
  count = 0;
  total = size = 0;
}

/** Takes one candidate. Returns 1 if every target is now within the tolerance of a sum, 0 if not, -1 if the sums outgrow the grid. */
export function growCovering(value: f64): i32 {
  if (!(abs<f64>(value * scale) < 1152921504606846976)) return -1;
  const x = toSteps(value);
  size += x < 0 ? -x : x;
  if (size > <i64>1 << 60) return -1;
  total += x;
  grow(list, 1 << count, x, total, other);
  count++;
  const t = list;
  list = other;
  other = t;
  return covers() ? 1 : 0;
}

/** Whether the sums leave no gap: the first within the tolerance of `from`, steps of at most two tolerances, the last within it of `to`. */
function covers(): bool {
  const length = 1 << count;
  let low = 0, high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entry(list, middle) < from - tolerance) low = middle + 1;
    else high = middle;
  }
  let uncovered = from;
  for (let k = low; k < length; k++) {
    const s = entry(list, k);
    if (s - tolerance > uncovered) return false;
    uncovered = s + tolerance;
    if (uncovered >= to) return true;
  }
  return false;
}
