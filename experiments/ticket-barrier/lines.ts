import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { diamond, type Construction } from '../../src/constructions/index.js';
import { cube, type Mask, type Network } from '../../src/network/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import type { Batch } from '../../src/study/index.js';
import { selectorNamed } from '../../src/subset-sum/index.js';
import { lineShares, mlp, outputsOf, subset, type DataSet } from '../../src/tensor/index.js';
import { approximate } from '../../src/theorem/index.js';
import { mnist, studyBackend } from '../mnist.js';
import { realTarget } from '../real-data.js';
import { half } from './half.js';
import { lineBound } from './line-bound.js';
import { networksBetween, type Moved } from './tickets-line.js';

/** Tickets whose weights are all within a tolerance of the target's. */
export type TicketsCase = { readonly tolerance: number };

/** The line between two tickets, at its 30 points. */
export interface TicketLine {
  readonly pair: Pair;
  readonly moved: Moved;
  /** Test images wrong. */
  readonly wrong: readonly number[];
  /** Over the test images the largest distance, l2, of the outputs from the target's. */
  readonly error: readonly number[];
  /** The largest difference of an effective weight from the target's, in tolerances. */
  readonly weight: readonly number[];
  /** Bound of every `error` that follows from both ends, where the gains are shared; else null. */
  readonly bound: number | null;
  /** Test images that the target's outputs do not keep apart by sqrt(2) times the bound: all others have its class along the whole line. */
  readonly doubtful: number | null;
  readonly misses: number;
}

export type Pair = 'selectors' | 'halves' | 'sources';

/** Images of the line: the first of the test images. */
export const IMAGES = 2000;
export const TARGET = 'pensia2020_fc2.safetensors';
/** Hidden units per input. */
export const UNITS = 256;

const LINES: readonly (readonly [Pair, Moved])[] = [['selectors', 'last'], ['selectors', 'all'], ['halves', 'last'], ['halves', 'all'], ['sources', 'all']];

/** Attempts of a case: a source, and a second one, each. */
export async function ticketLines({ case: { tolerance }, seed, from, to }: Batch<TicketsCase>): Promise<TicketLine[][]> {
  await studyBackend();
  const target = await realTarget(TARGET), found: TicketLine[][] = [];
  for (let attempt = from; attempt < to; attempt++) found.push(await attemptOf(target, tolerance, seed + 2 * attempt));
  return found;
}

interface Found {
  readonly ticket: Mask;
  readonly misses: number;
}

async function attemptOf(target: Network, tolerance: number, seed: number): Promise<TicketLine[]> {
  const inputs = target.layers[0].weights.columns;
  const ticketBy = async (construction: Construction, selector: string, source = seed): Promise<Found> => {
    const { ticket, result: { misses } } = await approximate({
      target, theorem: { ...theorem1, construction }, domain: cube(0, 1, inputs), epsilon: null, tolerance, budget: 'entrywise', delta: 0.05, selector: selectorNamed(selector), candidates: UNITS, outside: true, seed: source,
    }, inlinePool);
    return { ticket, misses };
  };
  const sparsest = await ticketBy(diamond, 'sparsest');
  const pairs: Record<Pair, readonly [Found, Found]> = {
    selectors: [sparsest, await ticketBy(diamond, 'first')],
    halves: [await ticketBy(half('first', 'sparsest'), 'sparsest'), await ticketBy(half('later', 'sparsest'), 'sparsest')],
    sources: [sparsest, await ticketBy(diamond, 'sparsest', seed + 1)],
  };
  const { test } = mnist({ flat: true }), images = subset(test, Uint32Array.from({ length: IMAGES }, (_, k) => k)), wanted = outputs(target, images);
  return LINES.map(([pair, moved]) => ({ pair, moved, misses: pairs[pair][0].misses + pairs[pair][1].misses, ...lineOf(target, tolerance, pairs[pair].map((p) => p.ticket) as unknown as readonly [Mask, Mask], moved, images, wanted) }));
}

function lineOf(target: Network, tolerance: number, [a, b]: readonly [Mask, Mask], moved: Moved, images: DataSet, wanted: Float32Array): Omit<TicketLine, 'pair' | 'moved' | 'misses'> {
  const at = networksBetween(a, b, moved), points = lineShares().map((alpha) => seenAt(target, at(alpha), tolerance, images, wanted));
  const perNorm = moved === 'last' ? lineBound(target, at(0), at(1)) : null, norms = normsOf(images), { classes } = images;
  return {
    wrong: points.map((p) => p.wrong), error: points.map((p) => p.error), weight: points.map((p) => p.weight),
    bound: perNorm === null ? null : perNorm * norms.reduce((x, y) => Math.max(x, y), 0),
    doubtful: perNorm === null ? null : norms.reduce((count, norm, k) => count + +(marginOf(wanted.subarray(k * classes, (k + 1) * classes)) <= Math.SQRT2 * perNorm * norm), 0),
  };
}

/** How a network does beside the target. */
function seenAt(target: Network, network: Network, tolerance: number, images: DataSet, wanted: Float32Array): { wrong: number; error: number; weight: number } {
  const out = outputs(network, images), { classes, count, labels } = images;
  let wrong = 0, error = 0;
  for (let k = 0; k < count; k++) {
    const row = out.subarray(k * classes, (k + 1) * classes), own = wanted.subarray(k * classes, (k + 1) * classes);
    if (row.indexOf(row.reduce((x, y) => Math.max(x, y))) !== labels[k]) wrong++;
    error = Math.max(error, Math.sqrt(row.reduce((sum, y, c) => sum + (y - own[c]) * (y - own[c]), 0)));
  }
  return { wrong, error, weight: Math.max(...network.layers.map(({ weights }, i) => furthest(weights.data, target.layers[i].weights.data))) / tolerance };
}

function furthest(a: Float64Array, b: Float64Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}

/** Outputs of a network without biases on all images. */
function outputs({ layers }: Network, { inputs }: DataSet): Float32Array {
  const model = mlp([layers[0].weights.columns, ...layers.map((l) => l.weights.rows)], { bias: false });
  return outputsOf(model, new Map(layers.map(({ weights }, i) => [`layer${i + 1}.weights`, new Float32Array(weights.data)])), inputs);
}

const normsOf = ({ inputs, count }: DataSet): number[] => {
  const size = inputs.length / count;
  return Array.from({ length: count }, (_, k) => Math.sqrt(inputs.subarray(k * size, (k + 1) * size).reduce((sum, x) => sum + x * x, 0)));
};

/** The largest output less the second. */
const marginOf = (row: Float32Array): number => {
  const sorted = row.slice().sort();
  return sorted[sorted.length - 1] - sorted[sorted.length - 2];
};
