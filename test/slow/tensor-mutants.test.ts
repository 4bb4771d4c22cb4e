import { describe, expect, test } from 'vitest';
import { layerCases } from '../tensor/cases.js';
import type { Seen } from '../tensor/contract.js';
import { difference, expected } from '../tensor/expected.js';
import { contractOf, faults, faulty } from '../tensor/mutants.js';

const reference = layerCases.map(expected);

describe('a fault in src/tensor', () => {
  test.each(['wasm', 'cpu'])('is seen by the contract on %s, each of them', async (backend) => {
    const answer = await contractOf(backend, faults.map(faulty));
    if ('missing' in answer) throw new Error(answer.missing);
    const survived = faults.filter((_, f) => answer.folders[f].every((one, k) => !('threw' in one) && difference(one as Seen, reference[k]).size < 5e-6)).map((f) => f.name);
    // Plain TensorFlow.js has the right gradient of pools; on wasm it has not.
    expect(survived).toEqual(backend === 'cpu' ? [expect.stringContaining('pools by the gradient that TensorFlow.js has')] : []);
  });
});
