import { entry, FAR } from './memory';

/** The least |a + b - target| found, and its a and b. */
export let distance: i64 = 0;
export let bestA: i64 = 0;
export let bestB: i64 = 0;

/** Forgets the pair found: only pairs nearer than `below` will count. */
export function startBelow(below: i64): void {
  distance = below;
}

/**
 * Finds the pair (a of the sorted list `as`, b of the sorted list `bs`) with |a + b - target| least, if it is less than
 * `distance`. A walk starts at the least a and the largest b; a sum below the target moves a up, another moves b down:
 * each step rules out one entry. Short lists are walked from both corners, long ones by four chains, whose places on the
 * way are found by bisection. Writes one entry before and one behind each list.
 */
export function closestPair(as: usize, na: i32, bs: usize, nb: i32, target: i64): void {
  store<i64>(as + (<usize>na << 3), FAR);
  store<i64>(bs - 8, -FAR);
  const most = na + nb - 1;
  if (most < 64) {
    store<i64>(as - 8, -FAR);
    store<i64>(bs + (<usize>nb << 3), FAR);
    walkFromBothCorners(as, na, bs, nb, target, most);
    return;
  }
  const quarter = most >> 2, up = <usize>quarter << 3;
  let a0 = as;
  let a1 = as + row(as, na, bs, nb, target, quarter);
  let a2 = as + row(as, na, bs, nb, target, 2 * quarter);
  let a3 = as + row(as, na, bs, nb, target, 3 * quarter);
  // After p steps, a chain at address a of `as` stands at address a + gap of `bs`, gap = constant - 8 p.
  let gap = bs + (<usize>(nb - 1) << 3) - as;
  let d = distance, bestX = bestA, bestY = bestB;
  for (let step = quarter; step > 0; step--, gap -= 8) {
    let x = load<i64>(a0), y = load<i64>(a0 + gap), s = x + y - target, sign = s >> 63, e = (s ^ sign) - sign;
    if (e < d) (d = e), (bestX = x), (bestY = y);
    a0 -= <usize>sign << 3;
    x = load<i64>(a1), y = load<i64>(a1 + gap - up), s = x + y - target, sign = s >> 63, e = (s ^ sign) - sign;
    if (e < d) (d = e), (bestX = x), (bestY = y);
    a1 -= <usize>sign << 3;
    x = load<i64>(a2), y = load<i64>(a2 + gap - 2 * up), s = x + y - target, sign = s >> 63, e = (s ^ sign) - sign;
    if (e < d) (d = e), (bestX = x), (bestY = y);
    a2 -= <usize>sign << 3;
    x = load<i64>(a3), y = load<i64>(a3 + gap - 3 * up), s = x + y - target, sign = s >> 63, e = (s ^ sign) - sign;
    if (e < d) (d = e), (bestX = x), (bestY = y);
    a3 -= <usize>sign << 3;
  }
  for (let step = most - 4 * quarter; step > 0; step--, gap -= 8) {
    const x = load<i64>(a3), y = load<i64>(a3 + gap - 3 * up), s = x + y - target, sign = s >> 63, e = (s ^ sign) - sign;
    if (e < d) (d = e), (bestX = x), (bestY = y);
    a3 -= <usize>sign << 3;
  }
  distance = d;
  bestA = bestX;
  bestB = bestY;
}

/** The walk from the corner (least a, largest b) and the one from (largest a, least b), half the steps each. */
function walkFromBothCorners(as: usize, na: i32, bs: usize, nb: i32, target: i64, steps: i32): void {
  let gap = bs + (<usize>(nb - 1) << 3) - as, a = as;
  let back = as + (<usize>(na - 1) << 3), backGap = bs - back;
  let d = distance, bestX = bestA, bestY = bestB;
  for (let step = (steps + 1) >> 1; step > 0; step--, gap -= 8, backGap += 8) {
    let x = load<i64>(a), y = load<i64>(a + gap), s = x + y - target, sign = s >> 63, e = (s ^ sign) - sign;
    if (e < d) (d = e), (bestX = x), (bestY = y);
    a -= <usize>sign << 3;
    x = load<i64>(back), y = load<i64>(back + backGap), s = x + y - target, sign = s >> 63, e = (s ^ sign) - sign;
    if (e < d) (d = e), (bestX = x), (bestY = y);
    // A sum below the target rules out this b, another rules out this a.
    back -= <usize>(sign + 1) << 3;
  }
  distance = d;
  bestA = bestX;
  bestB = bestY;
}

/** Bytes from `as` to the walk's row after `steps` steps: the last row whose predecessor in the column is below the target. */
function row(as: usize, na: i32, bs: usize, nb: i32, target: i64, steps: i32): usize {
  let low = max<i32>(0, steps - nb + 1);
  for (let left = min<i32>(steps, na - 1) - low; left > 0; ) {
    const half = (left + 1) >> 1, i = low + half, below = entry(as, i - 1) + entry(bs, nb - 1 - steps + i) < target;
    low = select<i32>(i, low, below);
    left = select<i32>(left - half, half - 1, below);
  }
  return <usize>low << 3;
}
