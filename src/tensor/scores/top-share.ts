/** Entries that a density leaves of so many: all but floor((1 - density) size), as the published code has it. Where density size is whole that is density size, or one more by rounding; else its ceiling. */
export const keptOfShare = (size: number, density: number): number => size - Math.floor((1 - density) * size);

/** Digits of the bits of |x|, 31 of them, from the first: how many bits below a digit, and how many it has. */
const DIGITS = [[20, 11], [9, 11], [0, 9]] as const;

/**
 * A mask of the `count` entries of largest size |x|, of equals the first. By radix selection on the bits of |x|, which are in the order of the sizes: O(entries).
 * Throws a RangeError where there are not as many, and on NaN.
 */
export function largestBySize(values: Float32Array, count: number): Uint8Array {
  const { length } = values, kept = new Uint8Array(length);
  if (!(Number.isInteger(count) && count >= 0 && count <= length)) throw new RangeError(`largestBySize: needed a count in 0 .. ${length}, got ${count}`);
  // Nothing in the loops depends on a comparison that a processor would have to guess.
  const bits = new Uint32Array(values.buffer, values.byteOffset, length);
  let among = bits, left = count, least = 0;
  for (const [below, digits] of DIGITS) {
    const counts = new Uint32Array(1 << digits), mask = counts.length - 1;
    for (let k = 0; k < among.length; k++) counts[((among[k] & 0x7fffffff) >>> below) & mask]++;
    // The digit in which the last of those to keep lies: of larger ones all are kept.
    let digit = mask, n = 0;
    while (digit > 0 && counts[digit] < left) left -= counts[digit--];
    if (below === 20 && counts.subarray(NOT_FINITE).some((c) => c > 0)) requireNumbers(values);
    least += digit * (1 << below);
    if (below === 0) break;
    const same = new Uint32Array(counts[digit] + 1);
    for (let k = 0; k < among.length; k++) {
      same[n] = among[k];
      n += (((((among[k] & 0x7fffffff) >>> below) & mask) ^ digit) - 1) >>> 31;
    }
    among = same.subarray(0, n);
  }
  for (let k = 0; k < length; k++) kept[k] = (least - (bits[k] & 0x7fffffff)) >>> 31;
  for (let k = 0; left > 0; k++) {
    if ((bits[k] & 0x7fffffff) !== least) continue;
    kept[k] = 1;
    left--;
  }
  return kept;
}

/** The first digit of infinity, and of what is not a number. */
const NOT_FINITE = 0x7f800000 >>> 20;

function requireNumbers(values: Float32Array): void {
  const k = values.findIndex((x) => Number.isNaN(x));
  if (k >= 0) throw new RangeError(`largestBySize: needed numbers, got NaN at place ${k}`);
}
