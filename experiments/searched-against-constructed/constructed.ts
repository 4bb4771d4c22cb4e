import { collapsedNetwork } from '../../src/certify/index.js';
import { binary, prune, type BlockJob } from '../../src/constructions/index.js';
import { box, networkDigest, normalise, type Domain, type Mask, type Network } from '../../src/network/index.js';
import { binaryLaw } from '../../src/numeric/law.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { count } from '../../src/subset-sum/index.js';
import { WIDTHS } from './target.js';

/** Pixels. */
export const domain: Domain = box(new Array<number>(WIDTHS[0]).fill(0), new Array<number>(WIDTHS[0]).fill(1));

/** A source of n units an input. */
export interface BinarySource {
  readonly seed: number;
  readonly attempt: number;
  readonly n: number;
}

/** The binary construction's ticket: its effective weights, its kept share, and the weights that it misses. */
export interface Constructed {
  readonly network: Network;
  readonly density: number;
  readonly missed: number;
}

/** Widths of the source: n units an input of each layer of the target. */
export const sourceWidths = (n: number): number[] => [WIDTHS[0], ...WIDTHS.slice(1).flatMap((width, i) => [WIDTHS[i] * n, width])];

/** Prunes a source of binary weights into the target on a grid of 1 / kappa of its normalised weights, kappa a power of two; of too few units as many are kept as serve. */
export async function constructed(target: Network, { seed, attempt, n }: BinarySource, kappa: number): Promise<Constructed> {
  const source = { seed, attempt, law: binaryLaw }, widths = sourceWidths(n), { layers } = normalise(target);
  // Pixels and hidden activations are not negative.
  const jobs = layers.map((layer, i): BlockJob => ({
    layer, selector: count, signs: new Uint8Array(layer.inputs).fill(1), block: { firstLayer: 2 * i + 1, inputs: layer.inputs, outputs: layer.outputs, n, tolerance: 1 / (2 * kappa) },
  }));
  const blocks = await prune({ source, construction: binary }, jobs, inlinePool);
  const mask: Mask = {
    ...source, widths, depths: blocks.map((b) => b.layers.length), construction: binary.name, scales: layers.map(({ scale }) => scale / kappa), domain, outside: [], target: networkDigest(target), layers: blocks.flatMap((b) => b.layers),
  };
  const kept = mask.layers.reduce((sum, { rows }) => sum + rows.length, 0), all = widths.slice(1).reduce((sum, width, i) => sum + width * widths[i], 0);
  return { network: collapsedNetwork(mask, WIDTHS[0]), density: kept / all, missed: blocks.reduce((sum, b) => sum + b.misses.length, 0) };
}

/** The target with its normalised weights rounded to the grid: what the ticket is where nothing is missed. */
export function rounded(target: Network, kappa: number): Network {
  const { layers } = normalise(target);
  return { ...target, layers: target.layers.map(({ weights, bias }, i) => {
    const step = layers[i].scale / kappa;
    return { bias, weights: { ...weights, data: weights.data.map((w) => Math.sign(w) * Math.round(Math.abs(w) / step) * step) } };
  }) };
}

/** Problems of a target: weights that are not 0. */
export const problemsOf = ({ layers }: Network): number => layers.reduce((sum, { weights }) => sum + weights.data.reduce((n, w) => n + +(w !== 0), 0), 0);
