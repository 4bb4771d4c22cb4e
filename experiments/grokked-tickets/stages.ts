import { validNetwork } from '../../src/network/index.js';
import { transpose } from '../../src/numeric/matrix.js';
import { countEntries, equationsOf, evaluate, halves, keepLargest, magnitudes, masked, prunable, tokensOf, toNetwork, type Model, type Values } from '../../src/tensor/index.js';
import { evaluationSteps, MAIN, taskOf, trained, transformerFor } from '../grokking/run.js';
import { accuracyOf, ticketOf, waveShare } from './ticket.js';
import { transformerTicket } from './transformer-ticket.js';

/** A ReLU network that has only memorised its training equations, after these steps; the same or a transformer trained until it is at 99 % on the others, at most for these steps. */
export type StageCase = { readonly stage: 'memorised' | 'grokked' | 'transformer'; readonly steps: number };

/** Accuracies on the training equations and on the others, and the share of the first layer's power in each unit's strongest wave. */
export interface Knows {
  readonly train: number;
  readonly validation: number;
  readonly waves: number;
}

/** A ticket of a network at a tolerance: what it knows, weights not within the tolerance, n, kept source weights, and a certified bound of the error of its outputs (null: none). */
export interface TicketKnows extends Knows {
  readonly tolerance: number;
  readonly misses: number;
  readonly n: number;
  readonly density: number;
  readonly keptPerWeight: number;
  readonly upper: number | null;
}

/** One network, its strong tickets by tolerance, and itself pruned by magnitude. */
export interface StageAttempt {
  readonly dense: Knows;
  readonly tickets: readonly TicketKnows[];
  readonly pruned: readonly (Knows & { readonly density: number })[];
}

/** Tolerances of the ReLU network's weights and of the transformer's, which are smaller; shares of the weights that pruning by magnitude keeps. */
export const TOLERANCES = [0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01], FINE = [0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.002], DENSITIES = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];

/** Of the equations, trained on by the ReLU network: at MAIN's not all networks are at 99 % within the steps. */
export const SHARE = 0.7;

/** One attempt: everything by its seed. */
export const stageOf = ({ stage, steps }: StageCase, seed: number): Promise<StageAttempt> => (stage === 'transformer' ? transformerStage(steps, seed) : networkStage(stage, steps, seed));

async function networkStage(stage: 'memorised' | 'grokked', steps: number, seed: number): Promise<StageAttempt> {
  const setting = { ...MAIN.mlp, share: SHARE, steps }, { model, data, validation } = taskOf(setting, seed), { end: { values } } = trained(setting, seed, { at: stage === 'grokked' ? evaluationSteps(steps) : [steps], untilThreshold: stage === 'grokked' }), target = toNetwork(model, values);
  const knows = (network: typeof target): Knows => ({ train: rounded(accuracyOf(network, data)), validation: rounded(accuracyOf(network, validation)), waves: rounded(waveShare(network, setting.modulus)) });
  const tickets: TicketKnows[] = [];
  for (const tolerance of TOLERANCES) {
    const { network, misses, n, density, keptPerWeight, upper } = await ticketOf(target, tolerance, seed);
    tickets.push({ tolerance, ...knows(network), misses, density: short(density), keptPerWeight: short(keptPerWeight), upper: short(upper), n });
  }
  return { dense: knows(target), tickets, pruned: DENSITIES.map((density) => ({ density, ...knows(toNetwork(model, prunedTo(model, values, density))) })) };
}

/** Its waves are those of the embedding, which no ticket changes. */
async function transformerStage(steps: number, seed: number): Promise<StageAttempt> {
  const setting = { ...MAIN.transformer, steps }, { model, data, validation } = taskOf(setting, seed), { end: { values } } = trained(setting, seed, { at: evaluationSteps(steps), untilThreshold: true });
  const equations = equationsOf(setting.operation, setting.modulus), asHalves = transformerFor(equations, halves), table = values.get('tokens.table')!, rows = tokensOf(equations);
  const embedding = validNetwork([{ weights: transpose({ rows, columns: table.length / rows, data: Float64Array.from(table) }), bias: null }], 'stageOf'), waves = rounded(waveShare(embedding, setting.modulus));
  const knows = (as: Model, of: Values): Knows => ({ train: rounded(evaluate(as, of, data).accuracy), validation: rounded(evaluate(as, of, validation).accuracy), waves });
  const tickets: TicketKnows[] = [];
  for (const tolerance of FINE) {
    const { values: realised, misses, density, keptPerWeight, n } = await transformerTicket(model, values, tolerance, seed);
    tickets.push({ tolerance, ...knows(asHalves, realised), misses, density: short(density), keptPerWeight: short(keptPerWeight), upper: null, n });
  }
  return { dense: knows(model, values), tickets, pruned: DENSITIES.map((density) => ({ density, ...knows(model, prunedTo(model, values, density)) })) };
}

const prunedTo = (model: Model, values: Values, density: number): Values => masked(values, keepLargest(magnitudes(model, values), Math.round(density * countEntries(prunable(model)))));
const rounded = (x: number): number => Math.round(1e4 * x) / 1e4, short = (x: number): number => Number(x.toPrecision(4));
