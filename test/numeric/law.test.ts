import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/theorem/index.js';
import { decomposition, GOLDEN } from '../../proofs/orseau2020/decomposition.js';
import { binaryLaw, hyperbolic, hyperbolicFor, parseLaw, uniform, weightOf } from '../../src/numeric/law.js';

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('a law', () => {
  test('gives integers of at most 24 bits times one power of two, and a sign by bit 0', () => {
    for (const law of [uniform, binaryLaw, hyperbolic(2), hyperbolic(11), hyperbolic(38)]) {
      const weight = weightOf(law);
      fc.assert(
        fc.property(word, (w) => {
          const k = Math.abs(weight(w)) / 2 ** law.gridExponent;
          expect(Number.isInteger(k) && k >= 1 && k <= 2 ** 24).toBe(true);
          expect(weight(w) < 0).toBe(w % 2 === 1);
          expect(weight((w ^ 1) >>> 0)).toBe(-weight(w));
        }),
      );
    }
  });

  test('survives JSON, and no other does', () => {
    for (const law of [uniform, binaryLaw, hyperbolic(2), hyperbolic(38)]) expect(parseLaw(JSON.parse(JSON.stringify(law)))).toEqual(law);
    for (const law of [null, {}, { ...uniform, gridExponent: -23 }, { ...hyperbolic(9), gridExponent: -1 }, { name: 'normal' }]) expect(() => parseLaw(law), JSON.stringify(law)).toThrow('parseLaw: needed');
    for (const bins of [1, 39, 2.5, NaN]) expect(() => hyperbolic(bins)).toThrow('hyperbolic: needed 2 to 38 bins');
  });
});

describe('the hyperbolic law', () => {
  test('is g^t with t uniform on [1/2 - k/8, 1/2 + 5k/8], to half a step of the grid', () => {
    const g = 1 / GOLDEN;
    fc.assert(
      fc.property(word, fc.integer({ min: 2, max: 38 }), (w, k) => {
        const law = hyperbolic(k), t = 1 / 2 - k / 8 + ((3 * k) / 4) * (((w >>> 8) + 0.5) / 2 ** 24);
        expect(Math.abs(Math.abs(weightOf(law)(w)) - Math.exp(t * Math.log(g)))).toBeLessThanOrEqual(0.501 * 2 ** law.gridExponent);
      }),
    );
  });

  test('has as many bins for a tolerance as the decomposition asks', async () => {
    for (const tau of [0.49, 0.3, 0.1, 0.05, 0.01, 1e-3, 1e-5, 1e-7]) {
      const law = hyperbolicFor(tau);
      expect(law.name === 'hyperbolic' && law.bins).toBe(Math.max(2, await evaluate(decomposition.bound!, { tau, golden: GOLDEN })));
    }
  });
});
