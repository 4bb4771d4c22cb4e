// Philox4x32-10, as ../philox.ts, for many counters in one call.

/** Where words are written for TypeScript. */
export const WORDS: usize = 65536;

/** The four words of each counter (c0 + k, c1, c2, c3), k = 0 .. count - 1, under key (k0, k1), at WORDS + 16 k. */
export function philoxMany(k0: u32, k1: u32, c0: u32, c1: u32, c2: u32, c3: u32, count: i32): void {
  const pages = <i32>((WORDS + (<usize>count << 4) + 0xffff) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) unreachable();
  for (let k = 0; k < count; k++) {
    let a = c0 + <u32>k, b = c1, c = c2, d = c3, p = k0, q = k1;
    for (let round = 0; round < 10; round++) {
      const x = <u64>a * 0xd2511f53, y = <u64>c * 0xcd9e8d57;
      a = <u32>(y >> 32) ^ b ^ p;
      b = <u32>y;
      c = <u32>(x >> 32) ^ d ^ q;
      d = <u32>x;
      p += 0x9e3779b9;
      q += 0xbb67ae85;
    }
    const at = WORDS + (<usize>k << 4);
    store<u32>(at, a);
    store<u32>(at, b, 4);
    store<u32>(at, c, 8);
    store<u32>(at, d, 12);
  }
}
