import { describe, expect, test } from 'vitest';
import { binaryLaw, byLayer, hyperbolic, tabulate, uniform, uniformOn, type Law } from '../../src/numeric/index.js';
import { assertHolds, lawProperties, type WeightMaking } from '../../src/properties/index.js';
import { lawFaults, normal } from '../mutants/laws.js';
import { runs, slow } from '../runs.js';

const triangular = tabulate((p) => 1 - Math.sqrt(1 - p), { bits: 10 });

describe.each<[string, Law]>([
  ['U[-1, 1]', uniform],
  ['U[-2, 2]', uniformOn(2)],
  ['-1 or 1', binaryLaw],
  ['a hyperbolic law', hyperbolic(20)],
  ['a normal law', normal],
  ['U[-2, 2] on the first layer of each block and a triangular law on the second', byLayer([uniformOn(2), triangular])],
])('%s', (_, law) => {
  // The counts of all 2^24 sizes take a second or more a law.
  test.each(lawProperties(law).filter((one) => slow || law === uniform || law === binaryLaw || !one.name.includes('counted')).map((one) => [one.name, one] as const))('%s', (_name, one) => assertHolds(one, { runs: runs(100).numRuns }));
});

describe('a law with a fault', () => {
  test.each(lawFaults.map((f) => [f.name, f] as const))('%s: is caught, by what the fault is about, with a small counterexample', async (_, { made, seen, law }) => {
    const all = lawProperties(law, made);
    for (const pattern of seen) {
      const about = all.filter((one) => pattern.test(one.name));
      expect(about.length).toBe(1);
      const { verdict, counterexample } = await about[0].check({ seed: 11 });
      expect(verdict, about[0].name).toBe('fails');
      expect(counterexample!.split('\n').length).toBeLessThanOrEqual(3);
    }
  });

  test('has a counterexample that says the word, or the place, and the numbers', async () => {
    const reports = async (made: Partial<WeightMaking>): Promise<(string | undefined)[]> => (await Promise.all(lawProperties(uniform, made).map((one) => one.check({ seed: 11 })))).map((r) => r.counterexample);
    const [zero, , counted] = await reports(lawFaults[0].made);
    expect(zero).toBe('source layer 1, word 0x00000000: weight 0\n0 steps of 2^-24');
    expect(counted).toBe('source layer 1\nword 0x00000000 makes 0 steps of the grid');
    expect((await reports(lawFaults[6].made))[2]).toBe('source layer 1\n77 of 2^24 sizes are at most 78 steps of 2^-24, that is 0.000004649162292480469; stated 78');
    expect((await reports(lawFaults[11].made))[7]).toMatch(/^\d+ pairs of neighbouring rows from seed \d+, attempt 0, source layer 1, row 0, column 0\n(\d+) of \1 pairs are of one class, by chance [\d.]+; first pair (\S+) and \2$/);
  });
});
