/**
 * The law of one source weight, as data. `uniform`: symmetric on [-1, 1] without 0, on the dyadic grid of step 2^-24.
 * A drawn weight is k 2^gridExponent with integer 1 <= |k| <= 2^24, so it is exactly a float32.
 */
export interface Law {
  readonly name: 'uniform';
  readonly gridExponent: -24;
}

/** U[-1, 1], the law of Pensia et al. (2020), Theorem 1, rounded to the grid of step 2^-24. */
export const uniform: Law = { name: 'uniform', gridExponent: -24 };

const STEP = 1 / 16777216;

/**
 * The weight of one 32-bit word under the uniform law: magnitude ((word >>> 8) + 1) 2^-24 from the upper 24 bits,
 * negative if bit 0 is set. Test vectors: docs/numerics.md.
 */
export function uniformWeight(word: number): number {
  const magnitude = ((word >>> 8) + 1) * STEP;
  return word & 1 ? -magnitude : magnitude;
}

/** How a law makes a weight of a 32-bit word. */
export const weightOf = (law: Law): ((word: number) => number) => ({ uniform: uniformWeight })[law.name];

/** Reads a law from JSON. Throws a RangeError on a law this version does not know. */
export function parseLaw(value: unknown): Law {
  const law = value as Law | null;
  if (law?.name === 'uniform' && law.gridExponent === -24) return uniform;
  throw new RangeError(`parseLaw: needed {"name":"uniform","gridExponent":-24}, got ${JSON.stringify(value)}`);
}
