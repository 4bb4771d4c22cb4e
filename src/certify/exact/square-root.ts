/** The largest integer whose square is at most n >= 0. */
export function squareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  // Newton's iteration from above decreases until it is there.
  let x = 1n << BigInt((n.toString(16).length * 4 + 1) >> 1);
  x += 1n;
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** The least integer whose square is at least n >= 0. */
export function squareRootUp(n: bigint): bigint {
  const root = squareRoot(n);
  return root * root === n ? root : root + 1n;
}
