import { CHOSEN, VALUES } from './memory';

/**
 * The earliest subset of `size` >= 1 of the first n <= 64 values whose sum is within `edge` of the goal, in float64: its
 * mask at CHOSEN, and 1, or 0 if there is none. Earliest: largest position first, then the next. C(n, size) / 2 steps.
 */
export function nearSubset(size: i32, n: i32, goal: f64, edge: f64): i32 {
  const mask = near(size, n, goal, edge);
  store<u64>(CHOSEN, mask);
  return mask != 0 ? 1 : 0;
}

function near(size: i32, n: i32, goal: f64, edge: f64): u64 {
  if (size == 1) return nearSingle(n, goal, edge);
  for (let last = size - 1; last < n; last++) {
    const y = goal - load<f64>(VALUES + (<usize>last << 3));
    const rest = size == 2 ? nearSingle(last, y, edge) : near(size - 1, last, y, edge);
    if (rest != 0) return rest | ((<u64>1) << last);
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function nearSingle(n: i32, y: f64, edge: f64): u64 {
  const ys = f64x2.splat(y), edges = f64x2.splat(edge);
  // Two at a time; of the last two, one may lie beyond n.
  for (let i = 0; i < n; i += 2) {
    const at = VALUES + (<usize>i << 3);
    if (!v128.any_true(f64x2.le(f64x2.abs(f64x2.sub(v128.load(at), ys)), edges))) continue;
    if (abs<f64>(load<f64>(at) - y) <= edge) return (<u64>1) << i;
    if (i + 1 < n) return (<u64>2) << i;
  }
  return 0;
}
