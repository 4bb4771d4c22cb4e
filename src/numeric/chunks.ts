/** Part of a range: from <= k < to. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Cuts 0 .. count - 1 into ranges whose items cost `target` together, or one item more. The same whoever does the work. */
export function chunks(count: number, cost: (k: number) => number, target: number): Range[] {
  if (!(target > 0)) throw new RangeError(`chunks: needed a positive target, got ${target}`);
  const out: Range[] = [];
  for (let from = 0, to = 0, sum = 0; to < count; ) {
    sum += cost(to++);
    if (sum < target && to < count) continue;
    out.push({ from, to });
    from = to;
    sum = 0;
  }
  return out;
}
