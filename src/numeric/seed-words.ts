/** The two 32-bit words of a seed, low first. Throws a RangeError outside [0, 2^53). */
export function seedWords(seed: number): [number, number] {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`seed: needed an integer in [0, 2^53), got ${seed}`);
  return [seed % 4294967296 >>> 0, Math.floor(seed / 4294967296) >>> 0];
}
