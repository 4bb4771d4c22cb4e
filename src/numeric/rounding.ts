/** Unit roundoff of float64, 2^-53. */
export const UNIT_ROUNDOFF = 1.1102230246251565e-16;

const PHI = UNIT_ROUNDOFF * (1 + 2 * UNIT_ROUNDOFF);
const TINY = 5e-324;

/**
 * A float64 at least as large as every real that rounds to x: x + ulp-size slack.
 * Source: Rump, Zimmermann, Boldo & Melquiond (2009), "Computing predecessor and successor in rounding to nearest".
 */
export const up = (x: number): number => x + (Math.abs(x) * PHI + TINY);

/** A float64 at most as large as every real that rounds to x. Source: as `up`. */
export const down = (x: number): number => x - (Math.abs(x) * PHI + TINY);

/** An upper bound of Higham's gamma_n = n u / (1 - n u). Source: Higham (2002), "Accuracy and Stability", Section 3.1. */
export function gamma(n: number): number {
  const nu = n * UNIT_ROUNDOFF;
  return up(up(nu) / down(1 - up(nu)));
}

/** The rounding error of a + b: a + b = fl(a + b) + twoSumError(a, b) exactly, barring overflow. Source: Knuth (1997), 4.2.2 B. */
export function twoSumError(a: number, b: number): number {
  const sum = a + b;
  const bVirtual = sum - a;
  return a - (sum - bVirtual) + (b - bVirtual);
}

/**
 * The rounding error of a * b: a * b = fl(a * b) + twoProductError(a, b) exactly, where neither overflow nor underflow comes
 * near; NaN for |a| or |b| above 2^995. Source: Dekker (1971).
 */
export function twoProductError(a: number, b: number): number {
  const ta = 134217729 * a, ah = ta - (ta - a), al = a - ah;
  const tb = 134217729 * b, bh = tb - (tb - b), bl = b - bh;
  return al * bl - (a * b - ah * bh - al * bh - ah * bl);
}

/** Whether |a - b| <= tolerance holds for the real numbers a, b and tolerance (not for their rounded difference). */
export function within(a: number, b: number, tolerance: number): boolean {
  const difference = a - b;
  if (Math.abs(difference) !== tolerance) return Math.abs(difference) < tolerance;
  const error = twoSumError(a, -b);
  return difference >= 0 ? error <= 0 : error >= 0;
}

/** An upper bound of |a - b|: the rounded difference if it is exact, else the next representable bound. */
export function distanceUp(a: number, b: number): number {
  const difference = Math.abs(a - b);
  return twoSumError(a, -b) === 0 ? difference : up(difference);
}

const view = new DataView(new ArrayBuffer(8));

/** The exponent e with 2^e <= |x| < 2^(e+1), for finite normal x other than 0. */
export function exponent(x: number): number {
  view.setFloat64(0, x);
  return ((view.getUint32(0) >>> 20) & 0x7ff) - 1023;
}

/** 2^e for integer -1022 <= e <= 1023, by its bit pattern (Math.pow differs between engine versions). */
export function powerOfTwo(e: number): number {
  if (!Number.isInteger(e) || e < -1022 || e > 1023) throw new RangeError(`powerOfTwo: needed an integer in [-1022, 1023], got ${e}`);
  view.setUint32(0, (e + 1023) << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}

/** The least power of two that is at least x, for x > 0. */
export function powerOfTwoAbove(x: number): number {
  const power = powerOfTwo(exponent(x));
  return power < x ? 2 * power : power;
}

/**
 * x > 0 rounded down to 12 significant bits. Tolerances are stored so: numbers that come out of ln and exp then
 * agree between engine versions, whose last bits may not.
 */
export function roundDownTo12Bits(x: number): number {
  const step = powerOfTwo(exponent(x) - 11);
  return Math.floor(x / step) * step;
}

/**
 * The least decimal number of so many significant digits that is at least x, read back as a float64; `atMost` the other way.
 * For bounds that are shown: what is printed stays true. x is finite.
 */
export const decimalAtLeast = (x: number, digits: number): number => outward(x, digits, 1);
export const decimalAtMost = (x: number, digits: number): number => outward(x, digits, -1);

function outward(x: number, digits: number, side: 1 | -1): number {
  const nearest = Number(x.toPrecision(digits));
  if (side * nearest >= side * x) return nearest;
  const [mantissa, power] = x.toExponential(digits - 1).split('e');
  return Number(`${Number(mantissa.replace('.', '')) + side}e${Number(power) - digits + 1}`);
}
