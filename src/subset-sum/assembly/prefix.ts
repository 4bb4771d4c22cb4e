import { bestA, bestB, closestPair, distance, startBelow } from './closest-pair';
import { rounded, scale, setGrid, toleranceInSteps, toSteps } from './grid';
import { CHOSEN, entry, EVENS, LISTS, ODDS, reserve, VALUES } from './memory';
import { subsetOfSum } from './recover';
import { grow, sortedSums } from './sorted-sums';

// A prefix of the candidates that grows by one: only the subsets with the newest candidate are looked at. Up to SHORT
// candidates all sums stand in a table of float64, by mask; then the sorted sums of the candidates at even and at odd
// positions are kept as integers, in two of three places of equal room.

const SHORT = 8;
/** More steps than the float64 sums of SHORT numbers below 2^60 steps are wrong by. */
const SLACK: f64 = 4096;

let even: usize = 0, odd: usize = 0, spare: usize = 0, room: usize = 0;
let target: i64 = 0, tolerance: i64 = 0, evenTotal: i64 = 0, oddTotal: i64 = 0, positive: i64 = 0, negative: i64 = 0;
let bestPrefix: i32 = 0, length: i32 = 0, bestMask: i32 = 0;
/** In the table: the least distance, as float64 gives it, and the length at which it appeared. */
let tableBest: f64 = 0, tablePrefix: i32 = 0;

/** Starts with no candidate, on a grid fine enough for candidates of absolute sum `reach`. Returns 1 if none is needed, else 0. */
export function startPrefix(goal: f64, within: f64, reach: f64): i32 {
  setGrid(max<f64>(abs<f64>(goal), reach));
  target = toSteps(goal);
  tolerance = toleranceInSteps(within);
  evenTotal = oddTotal = positive = negative = 0;
  bestPrefix = length = bestMask = tablePrefix = 0;
  tableBest = abs<f64>(<f64>target);
  if (room == 0) {
    room = 4096;
    reserve(LISTS + 3 * room);
  }
  store<f64>(LISTS, 0);
  startBelow(target < 0 ? -target : target);
  return distance <= tolerance ? 1 : 0;
}

/**
 * Takes the values at positions length .. end - 1, one by one, until a subset is within the tolerance. Returns the length
 * at which one is, 0 if none is yet, -1 if the sums outgrow the grid.
 */
export function growPrefix(end: i32): i32 {
  while (length < end) {
    const f = load<f64>(VALUES + (<usize>length << 3));
    if (!(abs<f64>(f * scale) < 1152921504606846976)) return -1;
    const x = toSteps(f), isEven = (length & 1) == 0, half = length >> 1;
    positive += select<i64>(x, 0, x > 0);
    negative += select<i64>(x, 0, x < 0);
    if (positive - negative > <i64>1 << 60) return -1;
    if (length < SHORT) {
      storeStep(x);
      tabulate(<f64>x);
      length++;
      if (tableBest <= <f64>tolerance + SLACK && isHit()) return hit();
      continue;
    }
    if (length == SHORT) makeLists();
    else growNewest();
    storeStep(x);
    const before = distance;
    if (target <= positive + distance && target >= negative - distance) {
      // The other list as it is, this one shifted.
      closestPair(isEven ? even : odd, 1 << half, isEven ? odd : even, 1 << ((length + 1) >> 1), target - x);
    }
    length++;
    if (distance < before) bestPrefix = length;
    if (distance <= tolerance) return hit();
  }
  return 0;
}

/** Ends the search. */
function hit(): i32 {
  choosePrefix();
  return length;
}

function storeStep(x: i64): void {
  store<i64>(((length & 1) == 0 ? EVENS : ODDS) + (<usize>(length >> 1) << 3), x);
}

/** Appends the sums with the newest candidate to the table. */
function tabulate(x: f64): void {
  const bytes = <usize>8 << length, goal = <f64>target;
  let least = tableBest;
  if (length == 0) {
    store<f64>(LISTS + 8, x);
    least = min<f64>(least, abs<f64>(x - goal));
  } else {
    const xs = f64x2.splat(x), goals = f64x2.splat(goal);
    let leasts = f64x2.splat(least), others = leasts;
    for (let at: usize = LISTS, end = LISTS + bytes; at < end; at += 32) {
      const s = f64x2.add(v128.load(at), xs), t = f64x2.add(v128.load(at, 16), xs);
      v128.store(at + bytes, s);
      leasts = f64x2.pmin(leasts, f64x2.abs(f64x2.sub(s, goals)));
      if (bytes == 16) break; // Two sums so far: t is of none.
      v128.store(at + bytes, t, 16);
      others = f64x2.pmin(others, f64x2.abs(f64x2.sub(t, goals)));
    }
    leasts = f64x2.pmin(leasts, others);
    least = min<f64>(f64x2.extract_lane(leasts, 0), f64x2.extract_lane(leasts, 1));
  }
  tablePrefix = select<i32>(length + 1, tablePrefix, least < tableBest);
  tableBest = least;
}

/** Whether a subset in the table is within the tolerance, in integers. */
function isHit(): bool {
  takeFromTable();
  if (distance <= tolerance) return true;
  // The closest by float64 is not: so near the edge only integers tell.
  for (let mask = 0; mask < 1 << length; mask++) take(mask);
  return distance <= tolerance;
}

/** The subset behind tableBest becomes the closest. */
function takeFromTable(): void {
  let mask = tablePrefix == 0 ? 0 : 1 << (tablePrefix - 1);
  const goals = f64x2.splat(<f64>target), bests = f64x2.splat(tableBest);
  // Two at a time, but where the first candidate stands alone.
  if (tablePrefix > 1) while (!v128.any_true(f64x2.eq(f64x2.abs(f64x2.sub(v128.load(LISTS + (<usize>mask << 3)), goals)), bests))) mask += 2;
  if (abs<f64>(load<f64>(LISTS + (<usize>mask << 3)) - <f64>target) != tableBest) mask++;
  take(mask);
}

/** The subset of that mask of at most SHORT candidates becomes the closest, if it is. */
function take(mask: i32): void {
  let s = -target;
  for (let bits = mask; bits != 0; bits &= bits - 1) {
    const k = ctz(bits);
    s += entry(select<usize>(ODDS, EVENS, (k & 1) != 0), k >> 1);
  }
  if (s < 0) s = -s;
  if (s >= distance) return;
  startBelow(s);
  bestMask = mask;
  bestPrefix = mask == 0 ? 0 : 32 - clz(mask);
}

/** Turns from the table to lists. */
function makeLists(): void {
  takeFromTable();
  for (let k = 0; k < SHORT >> 1; k++) {
    evenTotal += entry(EVENS, k);
    oddTotal += entry(ODDS, k);
  }
  const first = LISTS + 8, second = first + room, third = second + room;
  even = sortedSums(EVENS, SHORT >> 1, first, third);
  if (even == third) {
    odd = sortedSums(ODDS, SHORT >> 1, first, second);
    spare = odd == first ? second : first;
  } else {
    odd = sortedSums(ODDS, SHORT >> 1, second, third);
    spare = odd == second ? third : second;
  }
}

/** Ends the search: writes the closest subset found to CHOSEN, as a mask, and behind it whether numbers were rounded to the grid. */
export function choosePrefix(): void {
  if (length <= SHORT) takeFromTable();
  let mask: u64 = bestMask;
  if (bestPrefix > SHORT) {
    const newest = bestPrefix - 1, half = newest >> 1, rest = bestPrefix >> 1, a = bestA, b = bestB, isEven = (newest & 1) == 0;
    const own = subsetOfSum(isEven ? EVENS : ODDS, half, a), other = subsetOfSum(isEven ? ODDS : EVENS, rest, b);
    mask = (<u64>1 << newest) | spread(isEven ? own : other) | (spread(isEven ? other : own) << 1);
  }
  store<u64>(CHOSEN, mask);
  store<u32>(CHOSEN + 8, rounded ? 1 : 0);
}

/** Bit k to bit 2 k. */
function spread(bits: u64): u64 {
  let out: u64 = 0;
  for (; bits != 0; bits &= bits - 1) out |= <u64>1 << (2 * ctz(bits));
  return out;
}

/** Takes the newest candidate into its list. */
function growNewest(): void {
  const newest = length - 1, half = newest >> 1, needed = (<usize>16 << half) + 16;
  if (needed > room) moveApart(needed);
  const into = spare;
  if ((newest & 1) == 0) {
    const x = entry(EVENS, half);
    evenTotal += x;
    grow(even, 1 << half, x, evenTotal, into);
    spare = even;
    even = into;
  } else {
    const x = entry(ODDS, half);
    oddTotal += x;
    grow(odd, 1 << half, x, oddTotal, into);
    spare = odd;
    odd = into;
  }
}

/** Makes the places `wide` bytes each, and moves what they hold. */
function moveApart(wide: usize): void {
  reserve(LISTS + 3 * wide);
  memory.copy(LISTS + 2 * wide, LISTS + 2 * room, room);
  memory.copy(LISTS + wide, LISTS + room, room);
  even = moved(even, wide);
  odd = moved(odd, wide);
  spare = moved(spare, wide);
  room = wide;
}

const moved = (place: usize, wide: usize): usize => LISTS + 8 + ((place - LISTS) / room) * wide;
