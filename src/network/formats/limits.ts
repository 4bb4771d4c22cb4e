/** Bytes that an archive may unpack to. */
export const MOST_UNPACKED = 2 ** 30;

/** Numbers of one tensor: 1 GiB as float64. */
export const MOST_NUMBERS = 2 ** 27;

/** Numbers of a whole network: 2 GiB as float64. */
export const MOST_WEIGHTS = 2 ** 28;

/** Numbers that reading may make beyond one for each byte of the file (identity layers, products of matrices, views that overlap): 256 MiB as float64. */
export const MOST_MADE = 2 ** 25;

/** Layers of a network, or of a ticket's source: more than any has. */
export const MOST_LAYERS = 1000;

/** Characters of a tensor's name. */
export const LONGEST_NAME = 500;

/** Throws a RangeError unless a file of so many bytes, unpacked, may hold so many numbers: memory is in proportion to what is there. */
export function requireNumbers(numbers: number, bytes: number, where: string): void {
  const most = Math.min(MOST_WEIGHTS, bytes + MOST_MADE);
  if (!(numbers <= most)) throw new RangeError(`${where}: needed at most ${most} numbers from ${bytes} bytes, got ${numbers}`);
}
