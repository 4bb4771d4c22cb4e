import { beforeAll, describe, expect, test } from 'vitest';
import { accuracyOf, ticketOf, waveShare } from '../../experiments/grokked-tickets/ticket.js';
import { evaluationSteps, grokkingRun, taskOf, type GrokkingCase } from '../../experiments/grokking/run.js';
import { matrixOf } from '../../src/numeric/matrix.js';
import { validNetwork } from '../../src/network/index.js';
import { asInTorch, evaluate, initialise, openBackend, toNetwork } from '../../src/tensor/index.js';

const small: GrokkingCase = { network: 'mlp', operation: 'x+y', modulus: 7, share: 0.7, decay: 1, steps: 300 };

beforeAll(async () => void (await openBackend('wasm')));

describe('a run of grokking', () => {
  test('learns its training equations, and is the same every time', () => {
    const run = grokkingRun(small, 3), steps = run.curve.map(([step]) => step);
    expect(run.train99).toBe(run.curve.find(([, train]) => train >= 0.99)![0]);
    expect(steps).toEqual(evaluationSteps(300).slice(0, steps.length));
    expect(grokkingRun(small, 3)).toEqual(run);
    expect(grokkingRun(small, 4)).not.toEqual(run);
  });

  test('of the transformer begins at chance and evaluates at the same steps', () => {
    const run = grokkingRun({ ...small, network: 'transformer', steps: 14 }, 1);
    expect(run.curve.map(([step]) => step)).toEqual([10, 14]);
    expect([run.train99, run.validation99]).toEqual([null, null]);
  });

  test('splits the equations: all of them, each on one side', () => {
    const { data, validation } = taskOf(small, 1);
    expect([data.count, validation.count]).toEqual([34, 15]);
  });
});

describe('tickets of trained networks', () => {
  const { model, validation } = taskOf(small, 1), values = () => initialise(model, 5, asInTorch);

  test('are of the network that was trained: its chain classifies as the model does', () => {
    expect(accuracyOf(toNetwork(model, values()), validation)).toBe(evaluate(model, values(), validation).accuracy);
  });

  test('realise every weight: at a small tolerance the waves and the accuracy are those of the network', async () => {
    const network = toNetwork(model, values()), ticket = await ticketOf(network, 0.001, 1);
    expect(ticket.misses).toBe(0);
    expect(accuracyOf(ticket.network, validation)).toBe(accuracyOf(network, validation));
    expect(waveShare(ticket.network, 7)).toBeCloseTo(waveShare(network, 7), 2);
    expect(ticket.density).toBeGreaterThan(0);
  });

  test('a first layer of single waves has all its power in them, whatever their phases and means', () => {
    const waves = validNetwork([{ weights: matrixOf(6, 22, (r, c) => r + Math.cos((2 * Math.PI * (1 + (r % 5)) * c) / 11 + r)), bias: null }], 'test');
    expect(waveShare(waves, 11)).toBeCloseTo(1, 12);
    const two = validNetwork([{ weights: matrixOf(1, 22, (_, c) => Math.cos((2 * Math.PI * c) / 11) + Math.cos((4 * Math.PI * c) / 11)), bias: null }], 'test');
    expect(waveShare(two, 11)).toBeCloseTo(0.5, 12);
  });
});
