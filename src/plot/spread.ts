/**
 * Places labels of one height in a column: centres as near to `wanted` as they can be (in squares) with `gap` between neighbours,
 * kept in [from, to] where there is room for all. Answers in the order of `wanted`. O(k log k).
 */
export function spread(wanted: readonly number[], gap: number, from: number, to: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b);
  // With z_k = y_k - k * gap the gaps say that z does not fall: pools of adjacent violators.
  const pools: { sum: number; count: number }[] = [];
  order.forEach((i, k) => {
    pools.push({ sum: wanted[i] - k * gap, count: 1 });
    for (let p = pools.length - 1; p > 0 && pools[p].sum / pools[p].count < pools[p - 1].sum / pools[p - 1].count; p--) {
      const last = pools.pop()!;
      pools[p - 1] = { sum: pools[p - 1].sum + last.sum, count: pools[p - 1].count + last.count };
    }
  });
  const z = pools.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count));
  const least = from, most = Math.max(from, to - (wanted.length - 1) * gap), placed = new Array<number>(wanted.length);
  order.forEach((i, k) => (placed[i] = Math.min(most, Math.max(least, z[k])) + k * gap));
  return placed;
}
