import { iterativePruning, keepLargest, keptOf, magnitudes, permutedMasks, type Checkpoint, type Masks } from '../../src/tensor/index.js';
import type { Batch } from '../../src/study/index.js';
import { mnist, studyBackend } from '../mnist.js';
import { barrierBetween } from '../weak-tickets/line-between.js';
import { checkpointAt, copyFrom, EPOCH, LENET, modelOf, seedOf } from '../weak-tickets/recipe.js';

/** Rewinding after k steps; what else is tried is tried beside k = 0. */
export type RewindCase = { readonly k: number };

/** Test images right of 10,000: after the first epoch and after the last step. */
export interface Trained {
  readonly early: number;
  readonly right: number;
}

/** One attempt: what each round kept, and how its network did; at some rounds also random and one-shot pruning at the same density, and a second copy. */
export interface PruningAttempt {
  readonly rounds: readonly (Trained & { readonly kept: number })[];
  /** Weights of each layer at random places, as many in each layer as the round kept; those of largest magnitude of the dense network, as many in all. Both from the same first draw. */
  readonly beside: readonly { readonly round: number; readonly random: Trained; readonly oneShot: Trained }[];
  /** Of two copies of the round's network, in orders of their own: none of them is that in which the mask was found. */
  readonly copies: readonly { readonly round: number; readonly barrier: number }[];
}

/** The published 20 % twice, so that two published rounds are one of these. */
export const SHARE = 0.36;
export const ROUNDS = 8;
const BESIDE = [6, 8], COPIES = [6, 8];

/** Attempts of a case: an initialisation and its order each. */
export async function prunedRounds({ case: { k }, seed, from, to }: Batch<RewindCase>): Promise<PruningAttempt[]> {
  await studyBackend();
  return Array.from({ length: to - from }, (_, j) => attemptOf(k, seedOf(seed, from + j)));
}

function attemptOf(k: number, own: number): PruningAttempt {
  const data = mnist({ flat: true }), model = modelOf(LENET), begin = checkpointAt(LENET, data, own, k), look = [EPOCH];
  const from = (start: Checkpoint, masks: Masks, order = own) => copyFrom(LENET, data, start, order, { masks, look });
  const done = ({ curve }: ReturnType<typeof from>): Trained => ({ early: curve.find((p) => p.step === EPOCH)!.on.test.right, right: curve[curve.length - 1].on.test.right });
  const rounds: PruningAttempt['rounds'][number][] = [], beside: PruningAttempt['beside'][number][] = [], copies: PruningAttempt['copies'][number][] = [];
  let dense: Checkpoint | undefined;
  for (const { round, masks, run } of iterativePruning(model, ROUNDS, (masks) => from(begin, masks), SHARE)) {
    dense ??= run.end;
    const kept = keptOf(masks);
    rounds.push({ kept, ...done(run) });
    if (k > 0) continue;
    if (BESIDE.includes(round)) beside.push({ round, random: done(from(begin, permutedMasks(masks, own + round))), oneShot: done(from(begin, keepLargest(magnitudes(model, dense.values), kept))) });
    if (COPIES.includes(round)) {
      const [a, b] = [1, 2].map((order) => from(begin, masks, own + order).end.values);
      copies.push({ round, barrier: barrierBetween(LENET, data, a, b) });
    }
  }
  return { rounds, beside, copies };
}
