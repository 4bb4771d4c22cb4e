/** A decimal fraction, digits / 10^places. */
export interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

/** The shortest decimal that reads as x > 0: what one would write for it. */
export function decimalOf(x: number): Decimal {
  const [mantissa, exponent = '0'] = String(x).split('e'), [whole, fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent), digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

/** Whether value 2^-bits is at most a decimal. */
export const within = (value: bigint, bits: number, { digits, places }: Decimal): boolean => value * 10n ** BigInt(places) <= digits << BigInt(bits);

/** The least decimal of so many significant digits that is at least value 2^-bits. */
export function atLeast(value: bigint, bits: number, significant: number): Decimal {
  if (value === 0n) return { digits: 0n, places: 0 };
  let places = 0;
  while ((value * 10n ** BigInt(places)) >> BigInt(bits) < 10n ** BigInt(significant - 1)) places++;
  return { digits: -(-(value * 10n ** BigInt(places)) >> BigInt(bits)), places };
}

/** The largest multiple of 2^-bits that is at most a decimal. */
export const floorOf = ({ digits, places }: Decimal, bits: number): bigint => (digits << BigInt(bits)) / 10n ** BigInt(places);
