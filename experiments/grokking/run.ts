import { adam, asInTorch, constant, equationsOf, initialise, mlp, pairsOf, sequencesOf, split, tokensOf, train, transformer, warmedUp, type DataSet, type Equations, type LinearMap, type Model, type Operation, type TrainedRun } from '../../src/tensor/index.js';

/** One setting: a network, an operation, its modulus, the share of its equations that is trained on, the decay of all parameters, and the last step. */
export type GrokkingCase = { readonly network: 'transformer' | 'mlp'; readonly operation: Operation; readonly modulus: number; readonly share: number; readonly decay: number; readonly steps: number };

/** One run. Curves: [step, accuracy on the training equations, accuracy on the others], from step 10 to the last, or to the first at which the others are at 99 %. */
export interface GrokkingRun {
  readonly curve: readonly (readonly [number, number, number])[];
  /** The first evaluated step at which an accuracy is 99 % or more; null: not within the steps. */
  readonly train99: number | null;
  readonly validation99: number | null;
}

export const THRESHOLD = 0.99;

/** The transformer for equations x op y =; `linear`: how its linear maps are made. */
export const transformerFor = (e: Equations, linear?: LinearMap): Model => transformer({ tokens: tokensOf(e), classes: e.elements, length: 4, blocks: 1, width: 64, heads: 4, linear });

/** What is trained, and how fast. The transformer is that of Power et al. (2021) at half its width, with one block of two; the other network has no attention: one-hot pairs, relu, no biases. */
const networks: Readonly<Record<GrokkingCase['network'], { readonly rate: number; data(e: Equations): DataSet; model(e: Equations): Model }>> = {
  transformer: { rate: 1e-3, data: sequencesOf, model: (e) => transformerFor(e) },
  mlp: { rate: 3e-3, data: pairsOf, model: (e) => mlp([2 * e.elements, 128, e.elements], { bias: false }) },
};

const BASE = { network: 'mlp', operation: 'x+y', modulus: 31, share: 0.6, decay: 1, steps: 12_000 } as const;
/** The setting of each network in which its delay is measured. */
export const MAIN: Readonly<Record<GrokkingCase['network'], GrokkingCase>> = { transformer: { ...BASE, network: 'transformer', share: 0.7 }, mlp: BASE };

/** The equations of a case in two parts, of a seed, and the network for them. */
export function taskOf({ network, operation, modulus, share }: GrokkingCase, seed: number): { readonly model: Model; readonly data: DataSet; readonly validation: DataSet } {
  const equations = equationsOf(operation, modulus), { train: data, validation } = split(networks[network].data(equations), share, seed);
  return { model: networks[network].model(equations), data, validation };
}

/**
 * Trains a case: split, first weights and order by the seed. AdamW as published: betas 0.9 and 0.98, ten steps of warming up, batches of 512 or of half the training equations (rounded down: an odd one out waits for another epoch);
 * the rate is the published 1e-3 for the transformer, 3e-3 for the other.
 */
export function trained(c: GrokkingCase, seed: number, { at, untilThreshold }: { readonly at: readonly number[]; readonly untilThreshold: boolean }): TrainedRun {
  const { model, data, validation } = taskOf(c, seed);
  return train({
    model, data, steps: c.steps, start: initialise(model, seed, asInTorch), batch: { size: Math.min(512, Math.floor(data.count / 2)), seed }, optimiser: adam({ beta2: 0.98, decay: c.decay }),
    schedule: warmedUp(10, constant(networks[c.network].rate)), evaluateAt: at, evaluateOn: { train: data, validation }, stop: ({ on }) => untilThreshold && on.validation.accuracy >= THRESHOLD,
  });
}

/** Steps at which a run is evaluated: each 8 % after the one before. */
export function evaluationSteps(last: number): number[] {
  const steps = [10];
  while (steps[steps.length - 1] < last) steps.push(Math.min(last, Math.max(steps[steps.length - 1] + 4, Math.round(1.08 * steps[steps.length - 1]))));
  return steps;
}

/** The curves of a case and when each reaches 99 %. */
export function grokkingRun(c: GrokkingCase, seed: number): GrokkingRun {
  const { curve } = trained(c, seed, { at: evaluationSteps(c.steps), untilThreshold: true }), first = (of: 'train' | 'validation'): number | null => curve.find(({ on }) => on[of].accuracy >= THRESHOLD)?.step ?? null;
  return { curve: curve.map(({ step, on }) => [step, rounded(on.train.accuracy), rounded(on.validation.accuracy)] as const), train99: first('train'), validation99: first('validation') };
}

const rounded = (x: number): number => Math.floor(1e4 * x) / 1e4;
