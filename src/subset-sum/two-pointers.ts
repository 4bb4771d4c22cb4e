/** The pair of entries, one from each list, whose sum is closest to a target. Reused between calls. */
export interface ClosestPair {
  distance: number;
  a: number;
  b: number;
}

/**
 * Finds the pair (a of `as[0..na)`, b of `bs[0..nb)`), both sorted ascending, with |a + b - target| least, if it is less
 * than pair.distance, and writes it to `pair`. O(na + nb) steps without unpredictable branches.
 *
 * The border between sums below and above the target is walked from both of its ends at once, two independent chains.
 * Each walk passes, in order, the closest pairs on either side of the border, so the two together have passed all of
 * them when they have made na + nb steps, or as soon as one of them leaves the table.
 */
export function closestPair(
  as: Float64Array, na: number, bs: Float64Array, nb: number, target: number, pair: ClosestPair,
): void {
  let best = pair.distance, bestA = pair.a, bestB = pair.b;
  let i = 0, j = nb - 1, p = na - 1, q = 0;
  for (let steps = (na + nb + 1) >> 1; steps > 0; steps--) {
    const a = as[i], b = bs[j], forward = a + b - target, forwardDistance = Math.abs(forward);
    if (forwardDistance < best) {
      best = forwardDistance;
      bestA = a;
      bestB = b;
    }
    const below = +(forward < 0);
    i += below;
    j -= 1 - below;
    const c = as[p], d = bs[q], backward = c + d - target, backwardDistance = Math.abs(backward);
    if (backwardDistance < best) {
      best = backwardDistance;
      bestA = c;
      bestB = d;
    }
    const above = +(backward >= 0);
    p -= above;
    q += 1 - above;
    if (((na - 1 - i) | j | p | (nb - 1 - q)) < 0) break;
  }
  pair.distance = best;
  pair.a = bestA;
  pair.b = bestB;
}
