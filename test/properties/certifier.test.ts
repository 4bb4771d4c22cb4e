import { describe, expect, test } from 'vitest';
import { certify } from '../../src/certify/index.js';
import { ball, box } from '../../src/network/index.js';
import { assertHolds, certifierProperties, certifiers, isCertifier, propertiesOf } from '../../src/properties/index.js';
import { networkOf } from '../random-network.js';
import { runs } from '../runs.js';
import { shownCertifierFaults } from '../mutants/certifiers.js';

describe.each(certifiers({ nodes: 30, effort: 1e6 }).map((c) => [c.name, c] as const))('%s', (name, certifier) => {
  test.each(certifierProperties(certifier).map((p) => [p.name.slice(name.length + 2), p] as const))('%s', (_, one) => assertHolds(one, { runs: runs(3).numRuns }));

  test('is known by its shape', () => {
    expect(isCertifier(certifier)).toBe(true);
    expect(propertiesOf({ mine: certifier }, import.meta.url)).toMatchObject([{ exported: 'mine', kind: 'certifier', name }]);
    expect([null, {}, { name }, { certify: () => undefined }].some(isCertifier)).toBe(false);
  });
});

/** The matrices that a counterexample shows. */
const shapesIn = (text: string): [number, number][] => [...text.matchAll(/layer \d {2}(\[\[.*?\]\])/g)].map(([, matrix]) => (JSON.parse(matrix) as number[][])).map((m) => [m.length, m[0].length]);

describe('the properties of certifiers', () => {
  test.each(shownCertifierFaults.map((f) => [f.fault, f] as const))('show that %s, by matrices of at most 2 x 2', async (_, { certifier, shownBy }) => {
    const shown = certifierProperties(certifier).filter((p) => p.name.endsWith(`: ${shownBy}`));
    expect(shown).toHaveLength(1);
    const { verdict, counterexample, seed, path } = await shown[0].check({ runs: 100, seed: 1 });
    expect(verdict).toBe('fails');
    const shapes = shapesIn(counterexample!);
    expect(shapes.length).toBeGreaterThan(0);
    expect(shapes.filter(([rows, columns]) => rows > 2 || columns > 2)).toEqual([]);
    expect((await shown[0].check({ seed, path })).counterexample).toBe(counterexample);
  });

  test('show a counterexample as a pair, the input, the exact error and the bound', async () => {
    const fault = shownCertifierFaults.find((f) => f.fault.startsWith('a tenth is taken'))!, [above] = certifierProperties(fault.certifier);
    expect((await above.check({ seed: 1 })).counterexample).toMatchInlineSnapshot(`
      "A  layer 1  [[0]]
      B  layer 1  [[1]]
      on the box [0, 1], norm output:0
      at x = [1] the error is 1, the upper bound is 0.90000000083819231555"
    `);
  });
});

describe('what they showed in ours', () => {
  test('a search for bad inputs ends where gradients overflow', async () => {
    const of = (s: number) => networkOf([[[0.75 * s], [1e200]], [[0.75, 0], [1e100, -0.75]], [[-1e-300, 0.75]]], [null, [-3e-310, 5e-324], null]);
    for (const domain of [ball(1), box([-1], [1])]) {
      const { certificate } = await certify(of(1), of(0.5), domain, { norm: 'linf', nodes: 40, effort: 2e6 });
      expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
    }
  });
});
