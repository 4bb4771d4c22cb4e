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
 * than pair.distance, and writes it to `pair`. At most na + nb steps.
 *
 * The walk starts at the least a and the largest b; a sum below the target moves a up, another moves b down. It passes
 * the closest pairs on either side of the target. Long walks are cut into four, walked side by side: the walk's cell after
 * p steps is found by bisection.
 */
export function closestPair(as: Float64Array, na: number, bs: Float64Array, nb: number, target: number, pair: ClosestPair): void {
  const most = na + nb - 1;
  if (most < 48) {
    walk(as, na, bs, nb, target, pair, 0, nb - 1, most);
    return;
  }
  const quarter = (most + 3) >>> 2;
  let i0 = 0, i1 = rowAfter(as, na, bs, nb, target, quarter), i2 = rowAfter(as, na, bs, nb, target, 2 * quarter), i3 = rowAfter(as, na, bs, nb, target, 3 * quarter);
  let j0 = nb - 1, j1 = j0 - quarter + i1, j2 = j0 - 2 * quarter + i2, j3 = j0 - 3 * quarter + i3;
  let best = pair.distance, bestA = pair.a, bestB = pair.b;
  let step = 0;
  const last = na - 1;
  for (; step < quarter && ((last - i0) | (last - i1) | (last - i2) | (last - i3) | j0 | j1 | j2 | j3) >= 0; step++) {
    const s0 = as[i0] + bs[j0] - target, s1 = as[i1] + bs[j1] - target, s2 = as[i2] + bs[j2] - target, s3 = as[i3] + bs[j3] - target;
    real[0] = s0;
    real[1] = s1;
    real[2] = s2;
    real[3] = s3;
    if (Math.abs(s0) < best) { best = Math.abs(s0); bestA = as[i0]; bestB = bs[j0]; }
    if (Math.abs(s1) < best) { best = Math.abs(s1); bestA = as[i1]; bestB = bs[j1]; }
    if (Math.abs(s2) < best) { best = Math.abs(s2); bestA = as[i2]; bestB = bs[j2]; }
    if (Math.abs(s3) < best) { best = Math.abs(s3); bestA = as[i3]; bestB = bs[j3]; }
    let below = word[1] >>> 31;
    i0 += below;
    j0 -= 1 - below;
    below = word[3] >>> 31;
    i1 += below;
    j1 -= 1 - below;
    below = word[5] >>> 31;
    i2 += below;
    j2 -= 1 - below;
    below = word[7] >>> 31;
    i3 += below;
    j3 -= 1 - below;
  }
  pair.distance = best;
  pair.a = bestA;
  pair.b = bestB;
  // One quarter has left the table: the others walk what is left of theirs.
  if (step === quarter) return;
  walk(as, na, bs, nb, target, pair, i0, j0, quarter - step);
  walk(as, na, bs, nb, target, pair, i1, j1, quarter - step);
  walk(as, na, bs, nb, target, pair, i2, j2, quarter - step);
  walk(as, na, bs, nb, target, pair, i3, j3, quarter - step);
}

/** Walks from (i, j) for at most `steps` steps, or out of the table. */
function walk(as: Float64Array, na: number, bs: Float64Array, nb: number, target: number, pair: ClosestPair, i: number, j: number, steps: number): void {
  let best = pair.distance, bestA = pair.a, bestB = pair.b;
  for (; steps > 0 && i < na && j >= 0 && j < nb; steps--) {
    const a = as[i], b = bs[j], s = a + b - target;
    real[0] = s;
    if (Math.abs(s) < best) {
      best = Math.abs(s);
      bestA = a;
      bestB = b;
    }
    const below = word[1] >>> 31;
    i += below;
    j -= 1 - below;
  }
  pair.distance = best;
  pair.a = bestA;
  pair.b = bestB;
}

/**
 * The row i of the walk's cell after `steps` steps, (i, nb - 1 - steps + i): the largest whose predecessor in the column
 * is below the target. If the walk has left the table by then, some cell of that antidiagonal, which does no harm.
 */
function rowAfter(as: Float64Array, na: number, bs: Float64Array, nb: number, target: number, steps: number): number {
  let low = Math.max(0, steps - nb + 1), high = Math.min(steps, na - 1);
  while (low < high) {
    const i = (low + high + 1) >>> 1;
    if (as[i - 1] + bs[nb - 1 - steps + i] - target < 0) low = i;
    else high = i - 1;
  }
  return low;
}
