import { describe, expect, test } from 'vitest';
import { familyStatement, holm, meanEvidence, SequentialTest } from '../../src/numeric/statistics/index.js';

describe('many tests together', () => {
  test("are adjusted as R's p.adjust does by Holm's method, in the order given", () => {
    const adjusted = holm([0.01, 0.02, 0.03, 0.04, 0.05]);
    [0.05, 0.08, 0.09, 0.09, 0.09].forEach((p, k) => expect(adjusted[k]).toBeCloseTo(p, 15));
    expect(holm([0.9, 0.001, 0.6])).toEqual([1, 0.003, 1]);
    expect(() => holm([2])).toThrow('holm: needed probabilities, got 2');
  });

  test('refuse one by one what Holm refuses, and all at once by the mean e-value', () => {
    const both = familyStatement([{ name: 'a', eValue: 100 }, { name: 'b', eValue: 1 }], 0.05);
    expect(both).toMatchObject({ refused: ['a'], someRefused: true });
    // 30 each: too little for any of two alone at 5 %, enough together.
    const together = familyStatement([{ name: 'a', eValue: 30 }, { name: 'b', eValue: 30 }], 0.05);
    expect(together).toMatchObject({ refused: [], someRefused: true });
    expect(together.text).toBe('none of 2 refused by itself, at a family-wise level of 0.05 (Holm); mean e-value 30.0: that all are true is refused');
    expect(() => meanEvidence([])).toThrow('needed e-values of at least 0, got none');
  });
});

describe('the evidence of a sequential test', () => {
  test('is the mean of its products, and one-sided it decides at 1/alpha or stays open', () => {
    const two = new SequentialTest(0.1, 0.05), one = new SequentialTest(0.1, 0.05, { oneSided: true });
    for (let n = 1; n < 100; n++) {
      two.add('success');
      one.add('success');
      const mean = [0, 0.005, 0.01, 0.02, 0.05].reduce((s, f1) => s + ((1 - f1) / 0.9) ** n, 0) / 5;
      expect(one.evidenceBelow / mean).toBeCloseTo(1, 12);
      expect([one.verdict, two.verdict]).toEqual([mean >= 20, mean >= 40].map((yes) => (yes ? 'holds' : 'open')));
    }
    for (let n = 0; n < 5000; n++) one.add('failure');
    expect(one.evidenceAbove).toBeGreaterThan(1e200);
    expect(one.verdict).toBe('open');
  });

  test('stays a number after any number of attempts', () => {
    const test_ = new SequentialTest(0.5, 0.05);
    for (let n = 0; n < 3000; n++) test_.add('success');
    for (let n = 0; n < 3000; n++) test_.add('failure');
    expect(Number.isFinite(test_.evidenceBelow)).toBe(true);
    expect(Number.isFinite(test_.evidenceAbove)).toBe(true);
  });
});
