/**
 * Which integers are sums of subsets of the integers added so far: a bit each, from the sum of the negative ones up. A
 * negative integer counts as chosen until it is left out, so every step only shifts up: A becomes A | A << |x|.
 */
export class BitSums {
  /** The least sum: bit k stands for base + k. */
  base = 0;
  /** Bits in use: the greatest sum is base + width - 1. */
  width = 1;
  words = new Uint32Array(64);

  constructor() {
    this.words[0] = 1;
  }

  has(sum: number): boolean {
    const k = sum - this.base;
    return k >= 0 && k < this.width && ((this.words[Math.floor(k / 32)] >>> (k % 32)) & 1) === 1;
  }

  /** Adds x, and tells `onNew` each word of sums, from the top, that were not sums before. O(width / 32). */
  add(x: number, onNew?: (word: number, bits: number) => void): void {
    const shift = Math.abs(x), width = this.width + shift, length = Math.ceil(width / 32);
    if (this.words.length < length + 1) {
      const longer = new Uint32Array(2 * length + 2);
      longer.set(this.words);
      this.words = longer;
    }
    const { words } = this, whole = Math.floor(shift / 32), part = shift % 32;
    for (let k = length - 1; k >= whole; k--) {
      const low = words[k - whole], below = k > whole && part > 0 ? words[k - whole - 1] >>> (32 - part) : 0;
      const added = ((low << part) | below) & ~words[k];
      if (added === 0) continue;
      words[k] |= added;
      onNew?.(k, added);
    }
    this.width = width;
    if (x < 0) this.base += x;
  }

  /** Whether every real of [low, high] is within `radius` of a sum: from what is covered so far, the greatest sum that reaches it covers on. */
  covers(low: number, high: number, radius: number): boolean {
    if (!(radius >= 0)) return false;
    let covered = low, next = this.atMost(low + radius);
    if (next - radius > low || next + radius < low) return false;
    for (;;) {
      covered = next + radius;
      if (covered >= high) return true;
      const further = this.atMost(covered + radius);
      if (further === next) return false;
      next = further;
    }
  }

  /** The greatest sum that is at most x, -Infinity where none is. */
  private atMost(x: number): number {
    const start = Math.min(Math.floor(x) - this.base, this.width - 1);
    if (start < 0) return -Infinity;
    let word = Math.floor(start / 32), bits = this.words[word] & (start % 32 === 31 ? -1 : (1 << ((start % 32) + 1)) - 1);
    while (bits === 0 && word > 0) bits = this.words[--word];
    return bits === 0 ? -Infinity : this.base + 32 * word + 31 - Math.clz32(bits);
  }

  /** The sums on either side of x, nearest first found outwards: the greatest at most x and the least above it. */
  around(x: number): number[] {
    const out: number[] = [];
    const start = Math.floor(x) - this.base;
    for (let k = Math.min(start, this.width - 1); k >= 0; k--) {
      if (k % 32 === 31 && this.words[Math.floor(k / 32)] === 0) k -= 31;
      else if ((this.words[Math.floor(k / 32)] >>> (k % 32)) & 1) {
        out.push(this.base + k);
        break;
      }
    }
    for (let k = Math.max(start + 1, 0); k < this.width; k++) {
      if (k % 32 === 0 && this.words[k / 32] === 0) k += 31;
      else if ((this.words[Math.floor(k / 32)] >>> (k % 32)) & 1) {
        out.push(this.base + k);
        break;
      }
    }
    return out;
  }
}
