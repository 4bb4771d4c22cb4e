/** The sums of the subsets of one size, ascending, and the subsets, as masks. */
export interface SumsOfSize {
  readonly sums: Float64Array;
  readonly masks: Uint32Array;
}

/** The sums of the subsets of values[from .. from + count) of each size 0 .. most, count <= 32: sum of C(count, j) entries. */
export function sumsBySize(values: ArrayLike<number>, from: number, count: number, most: number): SumsOfSize[] {
  const bySize: SumsOfSize[] = [{ sums: new Float64Array(1), masks: new Uint32Array(1) }];
  for (let k = 0; k < count; k++) {
    for (let size = Math.min(k + 1, most); size > 0; size--) {
      bySize[size] = withNewest(bySize[size] ?? { sums: new Float64Array(0), masks: new Uint32Array(0) }, bySize[size - 1], values[from + k], (1 << k) >>> 0);
    }
  }
  return bySize;
}

/** Merges the subsets without the newest value and, from those of one element fewer, the subsets with it. */
function withNewest(without: SumsOfSize, fewer: SumsOfSize, x: number, bit: number): SumsOfSize {
  const n = without.sums.length, m = fewer.sums.length;
  const sums = new Float64Array(n + m), masks = new Uint32Array(n + m);
  for (let i = 0, j = 0; i + j < n + m; ) {
    const k = i + j;
    if (j === m || (i < n && without.sums[i] <= fewer.sums[j] + x)) {
      sums[k] = without.sums[i];
      masks[k] = without.masks[i++];
    } else {
      sums[k] = fewer.sums[j] + x;
      masks[k] = fewer.masks[j++] | bit;
    }
  }
  return { sums, masks };
}

/** Entries of the lists that sumsBySize makes of both halves of n values. */
export function entriesBySize(n: number, most: number): number {
  let entries = 0;
  for (const count of [n >> 1, n - (n >> 1)]) {
    let ways = 1;
    for (let size = 0; size <= Math.min(most, count); size++) {
      entries += ways;
      ways = (ways * (count - size)) / (size + 1);
    }
  }
  return entries;
}
