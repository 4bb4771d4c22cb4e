/** The pair of entries, one from each list, whose sum is closest to a target. Reused between calls. */
export interface ClosestPair {
  distance: number;
  a: number;
  b: number;
}

// As in sorted-sums.ts: a sum's side of the target is read from its sign bit, because no processor predicts it.
const real = new Float64Array(4);
const word = new Int32Array(real.buffer);

/**
 * Finds the pair (a of `as[0..na)`, b of `bs[0..nb)`), both sorted ascending, with |a + b - target| least, if it is less
 * than pair.distance, and writes it to `pair`. `bs` are all subset sums of some values, `total` their sum: so its mirror
 * image total - bs[k] runs through it from the top. Both arrays need room for one entry more, which is written.
 *
 * The walk starts at the least a and the largest b; a sum below the target moves a up, another moves b down: each step
 * rules out one entry. Long walks are cut into four, walked side by side: the walk's cell after p steps is found by bisection.
 */
export function closestPair(as: Float64Array, na: number, bs: Float64Array, nb: number, total: number, target: number, pair: ClosestPair): void {
  as[na] = bs[nb] = Infinity;
  const most = na + nb - 1, goal = target - total;
  if (most < 48) {
    walk(as, bs, goal, total, pair, 0, 0, most);
    return;
  }
  const quarter = most >>> 2, q2 = 2 * quarter, q3 = 3 * quarter;
  let i0 = 0, i1 = rowAfter(as, na, bs, nb, goal, quarter), i2 = rowAfter(as, na, bs, nb, goal, q2), i3 = rowAfter(as, na, bs, nb, goal, q3);
  let best = pair.distance, bestA = 0, bestB = 0;
  for (let step = 0; step < quarter; step++) {
    const k0 = step - i0, k1 = step + quarter - i1, k2 = step + q2 - i2, k3 = step + q3 - i3;
    const s0 = as[i0] - bs[k0] - goal, s1 = as[i1] - bs[k1] - goal, s2 = as[i2] - bs[k2] - goal, s3 = as[i3] - bs[k3] - goal;
    real[0] = s0;
    real[1] = s1;
    real[2] = s2;
    real[3] = s3;
    if (Math.abs(s0) < best) { best = Math.abs(s0); bestA = as[i0]; bestB = bs[k0]; }
    if (Math.abs(s1) < best) { best = Math.abs(s1); bestA = as[i1]; bestB = bs[k1]; }
    if (Math.abs(s2) < best) { best = Math.abs(s2); bestA = as[i2]; bestB = bs[k2]; }
    if (Math.abs(s3) < best) { best = Math.abs(s3); bestA = as[i3]; bestB = bs[k3]; }
    i0 += word[1] >>> 31;
    i1 += word[3] >>> 31;
    i2 += word[5] >>> 31;
    i3 += word[7] >>> 31;
  }
  if (best < pair.distance) {
    pair.distance = best;
    pair.a = bestA;
    pair.b = total - bestB;
  }
  walk(as, bs, goal, total, pair, i3, 4 * quarter - i3, most - 4 * quarter);
}

/** Walks from (i, k) for so many steps. */
function walk(as: Float64Array, bs: Float64Array, goal: number, total: number, pair: ClosestPair, i: number, k: number, steps: number): void {
  let best = pair.distance, bestA = pair.a, bestB = total - pair.b;
  for (; steps > 0; steps--) {
    const a = as[i], b = bs[k], s = a - b - goal;
    real[0] = s;
    if (Math.abs(s) < best) {
      best = Math.abs(s);
      bestA = a;
      bestB = b;
    }
    const below = word[1] >>> 31;
    i += below;
    k += 1 - below;
  }
  if (best === pair.distance) return;
  pair.distance = best;
  pair.a = bestA;
  pair.b = total - bestB;
}

/**
 * The row i of the walk's cell after `steps` steps, (i, steps - i): the largest whose predecessor in the column is below the
 * target. If the walk has left the table by then, some cell of that antidiagonal, which does no harm.
 */
function rowAfter(as: Float64Array, na: number, bs: Float64Array, nb: number, goal: number, steps: number): number {
  let low = Math.max(0, steps - nb + 1);
  for (let left = Math.min(steps, na - 1) - low; left > 0; ) {
    const half = (left + 1) >>> 1, i = low + half;
    real[0] = as[i - 1] - bs[steps - i] - goal;
    const below = -(word[1] >>> 31);
    low += half & below;
    left = ((left - half) & below) | ((half - 1) & ~below);
  }
  return low;
}
