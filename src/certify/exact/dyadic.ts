const view = new DataView(new ArrayBuffer(8));

/** A finite float64 as mantissa * 2^exponent, exactly, by its bits; the mantissa is odd or 0. Throws a RangeError on another number. */
export function dyadicOf(x: number): { mantissa: bigint; exponent: number } {
  if (!Number.isFinite(x)) throw new RangeError(`exact: needed a finite number, got ${x}`);
  if (x === 0) return { mantissa: 0n, exponent: 0 };
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0), biased = Number((bits >> 52n) & 2047n), fraction = bits & 0xfffffffffffffn;
  let mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n, exponent = Math.max(biased, 1) - 1075;
  // Halving zeros away 32, 16, ... at a time.
  for (let step = 32; step > 0; step >>= 1) {
    while ((mantissa & ((1n << BigInt(step)) - 1n)) === 0n) {
      mantissa >>= BigInt(step);
      exponent += step;
    }
  }
  return { mantissa: x < 0 ? -mantissa : mantissa, exponent };
}

/** The least P >= 0 for which all of the numbers are multiples of 2^-P. */
export function placesOf(...lists: readonly ArrayLike<number>[]): number {
  let places = 0;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      // Most numbers are seen at once to be multiples of what was found before.
      if (places <= 1000 && Number.isInteger(list[i] * 2 ** places)) continue;
      if (list[i] !== 0) places = Math.max(places, -dyadicOf(list[i]).exponent);
    }
  }
  return places;
}

/** x * 2^places, exactly. Throws a RangeError where that is no integer. */
export function scaled(x: number, places: number): bigint {
  // A product with a power of two is exact, and a float64 that is an integer is that very integer.
  const quick = places <= 1000 ? x * 2 ** places : NaN;
  if (Number.isInteger(quick)) return BigInt(quick);
  const { mantissa, exponent } = dyadicOf(x), shift = exponent + places;
  if (mantissa !== 0n && shift < 0) throw new RangeError(`exact: needed a multiple of 2^-${places}, got ${x}`);
  return mantissa === 0n ? 0n : mantissa << BigInt(shift);
}
