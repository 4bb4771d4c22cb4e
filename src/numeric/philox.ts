const M0_LO = 0x1f53, M0_HI = 0xd251, M0 = 0xd2511f53;
const M1_LO = 0x8d57, M1_HI = 0xcd9e, M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9, W1 = 0xbb67ae85;

/**
 * Philox4x32-10: the four words of counter (c0, c1, c2, c3) under key (k0, k1), written to `out[0..3]`.
 * A bijection of the counter for each key, so any word of the stream is reached without its predecessors.
 * All arguments are taken modulo 2^32. Source: Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3".
 */
export function philox(k0: number, k1: number, c0: number, c1: number, c2: number, c3: number, out: Uint32Array): void {
  for (let round = 0; round < 10; round++) {
    // The high words of the two 32x32 products, by 16-bit halves: no intermediate leaves 32 bits.
    let l = c0 & 0xffff, h = c0 >>> 16;
    let mid = (Math.imul(h, M0_LO) + (Math.imul(l, M0_LO) >>> 16)) | 0;
    let low = (Math.imul(l, M0_HI) + (mid & 0xffff)) | 0;
    const hi0 = (Math.imul(h, M0_HI) + (mid >>> 16) + (low >>> 16)) | 0;
    const lo0 = Math.imul(c0, M0);
    l = c2 & 0xffff;
    h = c2 >>> 16;
    mid = (Math.imul(h, M1_LO) + (Math.imul(l, M1_LO) >>> 16)) | 0;
    low = (Math.imul(l, M1_HI) + (mid & 0xffff)) | 0;
    const hi1 = (Math.imul(h, M1_HI) + (mid >>> 16) + (low >>> 16)) | 0;
    const lo1 = Math.imul(c2, M1);
    c0 = hi1 ^ c1 ^ k0;
    c1 = lo1;
    c2 = hi0 ^ c3 ^ k1;
    c3 = lo0;
    k0 = (k0 + W0) | 0;
    k1 = (k1 + W1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}
