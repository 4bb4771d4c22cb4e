// The module's memory, by hand: what TypeScript writes and reads in the first page, lists from the second on.

/** Candidates' values, f64[64], written by TypeScript. */
export const VALUES: usize = 4096;
/** The same values in steps of the grid, i64[64]. */
export const STEPS: usize = 4608;
/** The answer, written for TypeScript: the chosen subset as a bit mask, u64. */
export const CHOSEN: usize = 5120;
/** The steps of a growing prefix's even and odd positions, i64[32] each. */
export const EVENS: usize = 6144;
export const ODDS: usize = 6656;
/** The two sides of a search by windows. */
export const SIDES: usize = 7168;
/** The sums of every subset of at most five values, i64[32], twice. */
export const TABLE: usize = 8192;
/** Where lists begin. */
export const LISTS: usize = 65536;

/** No sum of subsets comes near it: marks the ends of lists. */
export const FAR: i64 = 1 << 62;

/** Makes the first `bytes` bytes usable. Traps where the engine refuses the memory. */
export function reserve(bytes: usize): void {
  const pages = <i32>((bytes + 0xffff) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) unreachable();
}

/** The k-th entry of a list. */
// @ts-ignore: decorator
@inline
export function entry(list: usize, k: i32): i64 {
  return load<i64>(list + (<usize>k << 3));
}
