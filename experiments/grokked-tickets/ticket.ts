import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { collapsedNetwork } from '../../src/certify/index.js';
import { cube, forward, type Network } from '../../src/network/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { sparsest } from '../../src/subset-sum/index.js';
import type { DataSet } from '../../src/tensor/index.js';
import { approximate } from '../../src/theorem/index.js';

/** A strong ticket of a network at a tolerance of one weight, counted, and what it computes as a network of effective weights. */
export interface RealisedTicket {
  readonly network: Network;
  readonly misses: number;
  readonly density: number;
  readonly keptPerWeight: number;
  readonly upper: number;
  /** The larger of its layers' n. */
  readonly n: number;
}

/** The strong ticket of a target on [0, 1]^d: the diamond of Pensia et al. (2020) in a source of the smallest sufficient n, with the smallest subsets within the tolerance. */
export async function ticketOf(target: Network, tolerance: number, seed: number): Promise<RealisedTicket> {
  const inputs = target.layers[0].weights.columns;
  const { ticket, examination, result } = await approximate({ target, theorem: theorem1, domain: cube(0, 1, inputs), epsilon: null, tolerance, budget: 'entrywise', delta: 0.05, selector: sparsest, candidates: 'auto', outside: true, seed }, inlinePool);
  const { density, keptPerWeight, misses } = examination.findings;
  return { network: collapsedNetwork(ticket, inputs, examination.blocks), misses, density, keptPerWeight, upper: result.certificate.upper, n: Math.max(...result.perLayer.map((l) => l.n.used)) };
}

/** Share of examples whose largest output, the first of equals, is their class. */
export function accuracyOf(network: Network, { inputs, labels, count }: DataSet): number {
  const run = forward(network), size = inputs.length / count;
  let right = 0;
  for (let k = 0; k < count; k++) {
    const out = run(inputs.subarray(k * size, (k + 1) * size));
    if (out.indexOf(out.reduce((a, b) => Math.max(a, b))) === labels[k]) right++;
  }
  return right / count;
}

/**
 * How periodic a first layer is that reads one-hot x and y, `elements` columns each: for every unit its weights of x, less their mean, as waves over 0 .. elements - 1; the share of
 * the power that lies in each unit's own strongest frequency, over all units together. About 0.2 at random for 31 elements, 1 for single waves, 0 for zeros.
 */
export function waveShare({ layers: [{ weights }] }: Network, elements: number): number {
  let strongest = 0, all = 0;
  for (let unit = 0; unit < weights.rows; unit++) {
    const powers = Array.from({ length: (elements - 1) / 2 }, (_, k) => {
      let cosine = 0, sine = 0;
      for (let x = 0; x < elements; x++) {
        const w = weights.data[unit * weights.columns + x], angle = (2 * Math.PI * (k + 1) * x) / elements;
        cosine += w * Math.cos(angle);
        sine += w * Math.sin(angle);
      }
      return cosine * cosine + sine * sine;
    });
    strongest += Math.max(...powers);
    all += powers.reduce((a, b) => a + b);
  }
  return all === 0 ? 0 : strongest / all;
}
