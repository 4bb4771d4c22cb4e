import { STEPS, VALUES } from './memory';

// Sums of subsets are integers: multiples of one power of two, so fine that all sums stay below 2^60 steps. They are exact
// wherever the values lie on that grid; else each value is rounded to it, and `rounded` tells.

/** Steps per unit, a power of two. */
export let scale: f64 = 1;
/** Whether some number did not lie on the grid. */
export let rounded: bool = false;

/** The finest grid on which numbers of absolute sum `total` (finite) stay below 2^60 steps. */
export function setGrid(total: f64): void {
  const exponent = <i64>((reinterpret<u64>(total) >> 52) & 0x7ff) - 1023;
  scale = reinterpret<f64>(<u64>(min<i64>(59 - exponent, 1000) + 1023) << 52);
  rounded = false;
}

/** x in steps, to the nearest. */
export function toSteps(x: f64): i64 {
  const steps = x * scale, whole = nearest<f64>(steps);
  if (whole != steps) rounded = true;
  return <i64>whole;
}

/** A tolerance in steps, rounded down. */
export function toleranceInSteps(tolerance: f64): i64 {
  return <i64>min<f64>(floor<f64>(tolerance * scale), 4e18);
}

/** Puts the first n values and the target on a grid. Returns the target in steps; NaN or infinite numbers return i64.MIN_VALUE. */
export function placeAll(n: i32, target: f64): i64 {
  let total = abs<f64>(target);
  for (let k: usize = 0, end = <usize>n << 3; k < end; k += 8) total += abs<f64>(load<f64>(VALUES + k));
  if (!(total < f64.MAX_VALUE)) return i64.MIN_VALUE;
  setGrid(total);
  for (let k: usize = 0, end = <usize>n << 3; k < end; k += 8) store<i64>(STEPS + k, toSteps(load<f64>(VALUES + k)));
  return toSteps(target);
}
