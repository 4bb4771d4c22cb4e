import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { confidenceSequence, logBetaMixture } from '../../src/numeric/statistics/index.js';

/** The mixture's likelihood by its predictions, one attempt after the other: (successes so far + 1/2) / (attempts so far + 1). Krichevsky & Trofimov (1981). */
function byPredictions(successes: number, failures: number, p: number): number {
  let log = 0;
  for (let k = 0; k < successes; k++) log += Math.log((k + 0.5) / (k + 1) / p);
  for (let m = 0; m < failures; m++) log += Math.log((m + 0.5) / (successes + m + 1) / (1 - p));
  return log;
}

describe('the confidence sequence', () => {
  test('has the e-value that predictions one by one have', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (k, m, p) => {
        expect(logBetaMixture(k, m, p)).toBeCloseTo(byPredictions(k, m, p), 8);
      }),
    );
  });

  test('has limits at which that e-value is 1/alpha', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }), fc.constantFrom(0.9, 0.95, 0.99), (k, m, confidence) => {
        const { estimate, lower, upper } = confidenceSequence({ successes: k, failures: m }, confidence);
        expect(lower).toBeLessThan(estimate);
        expect(upper).toBeGreaterThan(estimate);
        for (const limit of [lower, upper]) expect(byPredictions(k, m, limit)).toBeCloseTo(-Math.log(1 - confidence), 5);
      }),
    );
  });

  test('moves its limits outward however many attempts there are', () => {
    // By 60 digits of mpmath.
    for (const [successes, failures, limit] of [[1, 999_999, 1.4104943825812325642e-11], [1, 99_999_999, 1.4104759535996621022e-14], [3, 99_999_997, 1.7525450414599835369e-10], [5e7, 5e7, 0.49975068230653278333]]) {
      const { lower } = confidenceSequence({ successes, failures }, 0.95), { upper } = confidenceSequence({ successes: failures, failures: successes }, 0.95);
      expect(lower).toBeLessThan(limit);
      expect(lower).toBeGreaterThan(limit * (1 - 1e-5));
      expect(1 - upper).toBeLessThanOrEqual(lower);
    }
  });

  test('counts an unknown attempt as failure below and as success above, and says nothing of none', () => {
    const known = confidenceSequence({ successes: 80, failures: 10, unknown: 10 }, 0.95);
    expect(known.lower).toBe(confidenceSequence({ successes: 80, failures: 20 }, 0.95).lower);
    expect(known.upper).toBe(confidenceSequence({ successes: 90, failures: 10 }, 0.95).upper);
    expect(confidenceSequence({ successes: 0, failures: 0 }, 0.95)).toEqual({ estimate: NaN, lower: 0, upper: 1 });
    expect(() => confidenceSequence({ successes: -1, failures: 0 }, 0.95)).toThrow('confidenceSequence: needed counts, got -1, 0 and 0');
  });
});
