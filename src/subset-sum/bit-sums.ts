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

  /** Whether every real of [low, high] is within `radius` of a sum: the first, steps of at most two radii, the last. */
  covers(low: number, high: number, radius: number): boolean {
    if (!(radius >= 0)) return false;
    let uncovered = low;
    const from = Math.max(0, Math.floor(low - radius - this.base)), to = Math.min(this.width - 1, Math.ceil(high + radius - this.base));
    for (let k = from; k <= to; ) {
      const word = Math.floor(k / 32), bits = this.words[word] >>> (k % 32);
      if (bits === 0) {
        k = 32 * (word + 1);
        continue;
      }
      k += 31 - Math.clz32(bits & -bits);
      const sum = this.base + k;
      if (sum + radius >= low) {
        if (sum - radius > uncovered) return false;
        uncovered = sum + radius;
        if (uncovered >= high) return true;
      }
      k++;
    }
    return false;
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
