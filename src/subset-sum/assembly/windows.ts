import { bestA, bestB, closestPair, distance } from './closest-pair';
import { entry, FAR } from './memory';

// The sums of a half too long for a list, in order, one window of values after another. The half's values are split: the
// sums of the first are a sorted list, those of the rest are shifts, and a window is merged from one slice per shift. So
// memory does not grow with the half; each sum costs one merge step per value of the rest (as Schroeppel & Shamir, 1981,
// who take the next sum from a heap).

/** Sums a window holds at most. */
export const WINDOW = 1 << 18;

/** The bytes of one side: three words per shift, and two places for a window. */
export const sideBytes = (shifts: i32): usize => (<usize>shifts * 3 + 2 * (WINDOW + 4 * shifts + 8)) << 3;

/** One half: its sorted list, its shifts, and where each shift's slice of the present window begins and ends. */
// @ts-ignore: decorator
@unmanaged
export class Side {
  list: usize;
  length: i32;
  shifts: i32;
  /** i64[shifts] each: the shift, the first entry in the window, the first entry behind it. */
  shift: usize;
  from: usize;
  to: usize;
  /** Places for two windows. */
  place: usize;
  other: usize;
  /** 1: windows ascend; -1: they descend. */
  direction: i32;
  /** The end of the values seen: windows up to here (ascending) or down to here (descending) are done. */
  edge: i64;
  width: i64;
  last: i64;
  /** The present window: sorted sums, how many. */
  window: usize;
  count: i32;
}

/** Sets up a side at `at` (room: sideBytes). The list must have one spare entry on either end. */
export function openSide(side: Side, list: usize, length: i32, rest: usize, restCount: i32, at: usize, direction: i32): void {
  const shifts = 1 << restCount;
  side.list = list;
  side.length = length;
  side.shifts = shifts;
  side.shift = at;
  side.from = at + (<usize>shifts << 3);
  side.to = side.from + (<usize>shifts << 3);
  side.place = side.to + (<usize>shifts << 3);
  side.other = side.place + (<usize>(WINDOW + 4 * shifts + 8) << 3);
  side.direction = direction;
  store<i64>(list - 8, -FAR);
  store<i64>(list + (<usize>length << 3), FAR);
  let least: i64 = 0, most: i64 = 0;
  for (let mask = 0; mask < shifts; mask++) {
    let s: i64 = 0;
    for (let k = 0; k < restCount; k++) if ((mask >> k) & 1) s += entry(rest, k);
    store<i64>(side.shift + (<usize>mask << 3), s);
    least = min<i64>(least, s);
    most = max<i64>(most, s);
    store<i64>(side.from + (<usize>mask << 3), direction > 0 ? 0 : length);
    store<i64>(side.to + (<usize>mask << 3), direction > 0 ? 0 : length);
  }
  least += entry(list, 0);
  most += entry(list, length - 1);
  side.edge = direction > 0 ? least : most + 1;
  side.last = direction > 0 ? most + 1 : least;
  side.width = max<i64>(1, (most - least) / (1 << 12));
  side.count = 0;
}

/** Turns to the next window that holds sums. Returns false behind the last. */
export function nextWindow(side: Side): bool {
  for (;;) {
    if (side.direction > 0 ? side.edge >= side.last : side.edge <= side.last) return false;
    // As wide as fits.
    let width = side.width, count = cut(side, width);
    while (count > WINDOW && width > 1) {
      width = max<i64>(1, width >> 1);
      count = cut(side, width);
    }
    side.width = count < WINDOW / 3 ? min<i64>(2 * width, FAR >> 1) : width;
    const bottom = side.direction > 0 ? side.edge : side.edge - width;
    side.edge += side.direction > 0 ? width : -width;
    if (count == 0) continue;
    if (width == 1) {
      // All sums of the window are one number, however many subsets have it.
      side.window = side.place + 8;
      side.count = 1;
      store<i64>(side.window, bottom);
      advance(side);
      return true;
    }
    side.count = count;
    side.window = mergeSlices(side, 0, side.shifts, side.place, side.other);
    advance(side);
    return true;
  }
}

/** Sets the slices of a window of that width. Returns how many sums it holds. */
function cut(side: Side, width: i64): i32 {
  const up = side.direction > 0, bound = up ? side.edge + width : side.edge - width;
  let count: i64 = 0;
  for (let k = 0; k < side.shifts; k++) {
    const s = bound - entry(side.shift, k), at: usize = <usize>k << 3;
    if (up) {
      const to = lowerBound(side.list, <i32>load<i64>(side.from + at), side.length, s);
      store<i64>(side.to + at, to);
      count += to - load<i64>(side.from + at);
    } else {
      const from = lowerBound(side.list, 0, <i32>load<i64>(side.to + at), s);
      store<i64>(side.from + at, from);
      count += load<i64>(side.to + at) - from;
    }
  }
  return <i32>min<i64>(count, i32.MAX_VALUE);
}

/** The next window begins where this one ended. */
function advance(side: Side): void {
  const bytes = <usize>side.shifts << 3;
  if (side.direction > 0) memory.copy(side.from, side.to, bytes);
  else memory.copy(side.to, side.from, bytes);
}

/** The first position in [low, high) of the list whose entry is at least x. */
function lowerBound(list: usize, low: i32, high: i32, x: i64): i32 {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entry(list, middle) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Merges the slices of shifts [k, k + count) into `place`, by halves; returns where the merged list begins. */
function mergeSlices(side: Side, k: i32, count: i32, place: usize, other: usize): usize {
  const out = place + 8;
  if (count == 1) {
    const from = <i32>entry(side.from, k), x = entry(side.shift, k), n = <i32>entry(side.to, k) - from;
    const slice = side.list + (<usize>from << 3);
    for (let i: usize = 0, end = <usize>n << 3; i < end; i += 8) store<i64>(out + i, load<i64>(slice + i) + x);
    return out;
  }
  const half = count >> 1;
  const n = <i32>sizeOf(side, k, half), m = <i32>sizeOf(side, k + half, half);
  if (half == 1) {
    const x = entry(side.shift, k), y = entry(side.shift, k + 1);
    merge(side.list + (<usize>entry(side.from, k) << 3), n, x, side.list + (<usize>entry(side.from, k + 1) << 3), m, y, out);
    return out;
  }
  const a = mergeSlices(side, k, half, other, place);
  const b = mergeSlices(side, k + half, half, other + (<usize>(n + 2 * half) << 3), place + (<usize>(n + 2 * half) << 3));
  store<i64>(a - 8, -FAR);
  store<i64>(a + (<usize>n << 3), FAR);
  store<i64>(b - 8, -FAR);
  store<i64>(b + (<usize>m << 3), FAR);
  merge(a, n, 0, b, m, 0, out);
  return out;
}

function sizeOf(side: Side, k: i32, count: i32): i64 {
  let size: i64 = 0;
  for (let i = k; i < k + count; i++) size += entry(side.to, i) - entry(side.from, i);
  return size;
}

/**
 * Merges list a shifted by x and list b shifted by y. Behind each list stands an entry that is larger than all to be
 * merged, so that no chain asks whether its list has ended.
 */
function merge(a: usize, n: i32, x: i64, b: usize, m: i32, y: i64, out: usize): void {
  const quarter = (n + m) >> 2, bytes = <usize>quarter << 3;
  const r1 = ofFirst(a, n, x, b, m, y, quarter), r2 = ofFirst(a, n, x, b, m, y, 2 * quarter), r3 = ofFirst(a, n, x, b, m, y, 3 * quarter);
  let i = a, i1 = a + r1, i2 = a + r2, i3 = a + r3, both = a + b;
  for (const end = out + bytes; out < end; out += 8, both += 8) {
    let p = load<i64>(i) + x, q = load<i64>(both - i) + y, second = q < p;
    store<i64>(out, select<i64>(q, p, second));
    i += select<usize>(0, 8, second);
    p = load<i64>(i1) + x, q = load<i64>(both + bytes - i1) + y, second = q < p;
    store<i64>(out + bytes, select<i64>(q, p, second));
    i1 += select<usize>(0, 8, second);
    p = load<i64>(i2) + x, q = load<i64>(both + 2 * bytes - i2) + y, second = q < p;
    store<i64>(out + 2 * bytes, select<i64>(q, p, second));
    i2 += select<usize>(0, 8, second);
    p = load<i64>(i3) + x, q = load<i64>(both + 3 * bytes - i3) + y, second = q < p;
    store<i64>(out + 3 * bytes, select<i64>(q, p, second));
    i3 += select<usize>(0, 8, second);
  }
  out += 3 * bytes;
  both += 3 * bytes;
  for (let left = n + m - 4 * quarter; left > 0; left--, out += 8, both += 8) {
    const p = load<i64>(i3) + x, q = load<i64>(both - i3) + y, second = q < p;
    store<i64>(out, select<i64>(q, p, second));
    i3 += select<usize>(0, 8, second);
  }
}

/** How many bytes of the first k entries of the merge come from list a; ties go to it. */
function ofFirst(a: usize, n: i32, x: i64, b: usize, m: i32, y: i64, k: i32): usize {
  let low = max<i32>(0, k - m), high = min<i32>(k, n);
  while (low < high) {
    const i = (low + high) >> 1;
    if (entry(a, i) + x <= entry(b, k - 1 - i) + y) low = i + 1;
    else high = i;
  }
  return <usize>low << 3;
}

/** The closest pair of sums of an ascending and a descending side, as closestPair over whole lists. */
export function closestOfWindows(ascending: Side, descending: Side, target: i64): void {
  if (!nextWindow(ascending) || !nextWindow(descending)) return;
  let a = ascending.window, na = ascending.count, b = descending.window, nb = descending.count;
  for (;;) {
    const last = a + (<usize>(na - 1) << 3), first = b;
    if (load<i64>(last) + load<i64>(first) < target) {
      // The walk leaves by the largest a, at the last b whose sum with it is not beyond the target.
      const beyond = lowerBound(b, 0, nb, target - load<i64>(last)), stay = max<i32>(0, beyond - 1);
      pairWithin(a, na, b + (<usize>stay << 3), nb - stay, target);
      nb = stay + 1;
      if (distance == 0 || !nextWindow(ascending)) return;
      a = ascending.window;
      na = ascending.count;
    } else {
      const stay = lowerBound(a, 0, na, target - load<i64>(first));
      pairWithin(a, min<i32>(na, stay + 1), b, nb, target);
      a += <usize>stay << 3;
      na -= stay;
      if (distance == 0 || !nextWindow(descending)) return;
      b = descending.window;
      nb = descending.count;
    }
  }
}

/** closestPair inside longer lists: the entries that it writes around them are put back. */
function pairWithin(as: usize, na: i32, bs: usize, nb: i32, target: i64): void {
  const endA = as + (<usize>na << 3), endB = bs + (<usize>nb << 3);
  const beforeA = load<i64>(as - 8), afterA = load<i64>(endA), beforeB = load<i64>(bs - 8), afterB = load<i64>(endB);
  closestPair(as, na, bs, nb, target);
  store<i64>(as - 8, beforeA);
  store<i64>(endA, afterA);
  store<i64>(bs - 8, beforeB);
  store<i64>(endB, afterB);
}
