import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distanceUp, down, exponent, gamma, powerOfTwo, powerOfTwoAbove, roundDownTo12Bits, twoSumError, up, within } from '../../src/numeric/rounding.js';
import { exact, plus, minus, less, equal, abs } from '../../src/properties/exact.js';

const real = fc.double({ noNaN: true, min: -1e150, max: 1e150 });
const close = fc.tuple(real, fc.double({ noNaN: true, min: -1e-12, max: 1e-12 })).map(([a, d]): [number, number] => [a, a * (1 + d)]);

describe('directed rounding', () => {
  test('up of a sum is at least the real sum, down at most', () => {
    fc.assert(
      fc.property(real, real, (a, b) => {
        const sum = plus(exact(a), exact(b));
        expect(less(exact(up(a + b)), sum)).toBe(false);
        expect(less(sum, exact(down(a + b)))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('twoSumError is the exact error of a sum', () => {
    fc.assert(fc.property(real, real, (a, b) => { expect(equal(plus(exact(a + b), exact(twoSumError(a, b))), plus(exact(a), exact(b)))).toBe(true); }), { numRuns: 2000 });
  });

  test('within decides for the real numbers, at the very edge too', () => {
    fc.assert(
      fc.property(close, fc.integer({ min: -2, max: 2 }), ([a, b], ulps) => {
        const tolerance = Math.abs(a - b) * (1 + ulps * 2 ** -52);
        expect(within(a, b, tolerance)).toBe(!less(exact(tolerance), abs(minus(exact(a), exact(b)))));
      }),
      { numRuns: 5000 },
    );
  });

  test('distanceUp is at least the distance, and equals it where that is a float64', () => {
    fc.assert(fc.property(close, ([a, b]) => { expect(less(exact(distanceUp(a, b)), abs(minus(exact(a), exact(b))))).toBe(false); }), { numRuns: 2000 });
    expect(distanceUp(0.75, 0.5)).toBe(0.25);
  });

  test('gamma(n) is at least n u / (1 - n u)', () => {
    // n u / (1 - n u) = n / (2^53 - n), compared as integers.
    for (const n of [1, 2, 784, 1e6]) {
      const g = exact(gamma(n));
      const denominator = exact(2 ** 53 - n);
      expect(g.mantissa * denominator.mantissa >= BigInt(n) << BigInt(Math.max(0, -g.exponent - denominator.exponent))).toBe(true);
    }
  });
});

describe('powers of two', () => {
  test('powerOfTwoAbove is the least power of two that is not below x', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 1e-200, max: 1e200 }), (x) => {
        const p = powerOfTwoAbove(x);
        expect(p).toBe(powerOfTwo(exponent(p)));
        expect(p >= x && p / 2 < x).toBe(true);
      }),
    );
  });

  test('roundDownTo12Bits keeps twelve significant bits and never rises', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 1e-200, max: 1e200 }), (x) => {
        const y = roundDownTo12Bits(x);
        expect(y <= x && y > x * (1 - 2 ** -11)).toBe(true);
        expect(Number.isInteger(y / powerOfTwo(exponent(y) - 11))).toBe(true);
      }),
    );
  });
});
