import { certifyRecurrent, recurrentUpper } from '../../src/certify/index.js';
import { diamond } from '../../src/constructions/index.js';
import { uniform } from '../../src/numeric/law.js';
import { ball, oneStep, recurrentWithin, type Recurrent, type RecurrentFamily } from '../../src/network/index.js';
import { closest, first, type Selector } from '../../src/subset-sum/index.js';
import { pruneRecurrent } from '../../src/theorem/index.js';
import type { Batch } from '../../src/study/index.js';
import { diamondProblems, timeOf } from '../networks/diamond-times.js';
import { finiteOrNull } from '../networks/time-quantile.js';
import { boundAt, EPSILON, toleranceAt, type Shape } from './tolerance.js';

/**
 * What is measured of a family of targets: `weights`, the least n at which every weight is within the corollary's tolerance for T = `steps`; `certified`, the least n of WIDTHS at which the certified error is at most epsilon, for each
 * of LENGTHS; `error`, certified errors from above and below for each of LENGTHS at one tolerance; `whole`, the corollary as it stands on a network of a size that is used: its n, its misses, its certified error.
 */
export type RecurrentCase = { readonly kind: 'weights' | 'certified' | 'error' | 'whole'; readonly family: RecurrentFamily; readonly units: number; readonly inputs: number; readonly norm: number; readonly inputNorm: number; readonly steps: number };

/** One attempt: a list per kind. `weights`: [n]; `certified`: n for each of LENGTHS; `error`: upper bounds, then lower ones; `whole`: [misses, lower, upper, least n that sufficed]. null: beyond what was tried. */
export type RecurrentAttempt = readonly (number | null)[];

/** Numbers of steps. */
export const LENGTHS: readonly number[] = [1, 2, 4, 8, 16, 32, 64];
/** Widths at which the certified error is looked at. */
export const WIDTHS: readonly number[] = Array.from({ length: 13 }, (_, k) => 12 + 4 * k);
/** The tolerance of `error`, and its units per input: more than any attempt needs. */
export const TOLERANCE = 0.002, ENOUGH = 200;
const MOST = 400;

/** A target and a source for each attempt. */
export async function measure({ case: c, seed, from, to }: Batch<RecurrentCase>): Promise<RecurrentAttempt[]> {
  const attempts: RecurrentAttempt[] = [];
  for (let attempt = from; attempt < to; attempt++) attempts.push(await kinds[c.kind](c, recurrentWithin(c, seed, attempt), { seed, attempt, law: uniform }));
  return attempts;
}

type Drawn = { readonly seed: number; readonly attempt: number; readonly law: typeof uniform };
const domain = { initial: 0, inputs: ball(1) };
const stepOf = (target: Recurrent, source: Drawn, selector: Selector, n: number, tolerance: number) => pruneRecurrent(target, domain, { source, construction: diamond, selector, n, tolerance });

const kinds: Readonly<Record<RecurrentCase['kind'], (c: RecurrentCase, target: Recurrent, source: Drawn) => Promise<RecurrentAttempt> | RecurrentAttempt>> = {
  weights: (c, target, { seed, attempt }) => {
    const tolerance = toleranceAt(c, c.steps);
    let n = 0;
    // States take one sign.
    for (const problem of diamondProblems({ target: oneStep(target), tolerance, most: MOST, seed, attempt, signed: true })) if (problem.sign === 1 || problem.column >= c.units) n = Math.max(n, timeOf(problem, tolerance));
    return [finiteOrNull(n)];
  },
  certified: async (c, target, source) => {
    const found: (number | null)[] = LENGTHS.map(() => null);
    for (const n of WIDTHS) {
      const { pruned } = await stepOf(target, source, closest, n, 2 ** -30), errors = recurrentUpper(target, pruned, domain, c.steps);
      LENGTHS.forEach((length, k) => {
        if (errors[length - 1] <= EPSILON) found[k] ??= n;
      });
      if (found.every((k) => k !== null)) break;
    }
    return found;
  },
  error: async (_, target, source) => {
    const { pruned } = await stepOf(target, source, first, ENOUGH, TOLERANCE), all = LENGTHS.map((length) => certifyRecurrent(target, pruned, domain, length));
    return [...all.map((e) => finiteOrNull(e.upper)), ...all.map((e) => e.lower)];
  },
  whole: async (c, target, source) => {
    const { pruned, blocks: [block] } = await stepOf(target, source, first, boundAt(c, c.steps), toleranceAt(c, c.steps)), { lower, upper } = certifyRecurrent(target, pruned, domain, c.steps);
    return [block.misses.length, lower, finiteOrNull(upper), block.sufficient];
  },
};

/** The shape of a case. */
export const shapeOf = ({ units, inputs, norm, inputNorm }: RecurrentCase): Shape => ({ units, inputs, norm, inputNorm });
