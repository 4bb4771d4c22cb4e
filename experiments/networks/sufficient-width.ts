import { prune, type BlockJob, type PrunedBlock } from '../../src/constructions/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import type { Network } from '../../src/network/index.js';
import { provedSelector } from '../../src/theorem/request.js';
import type { Theorem } from '../../src/theorem/index.js';

/** What a network was asked, of which source. */
export interface Attempt {
  readonly theorem: Theorem;
  readonly target: Network;
  /** Of every weight, in the target's units. */
  readonly tolerance: number;
  /** Units per input that are drawn at most: beyond is a miss. */
  readonly most: number;
  readonly seed: number;
  readonly attempt: number;
}

/** How a network came out. */
export interface Sufficient {
  /** The hitting time: the least n, the same for every layer, at which every weight of the network is within the tolerance; null where one misses up to `most`. */
  readonly n: number | null;
  /** Whether that is the least, not only enough for the selector. */
  readonly exact: boolean;
  /** Kept source weights. */
  readonly kept: number;
  /** Problems that a search gave up, which decides nothing about them. */
  readonly gaveUp: number;
}

/** The blocks of a target as it is, without the scales that an attempt of `slth verify` takes out first, so that tolerances are those of the theorem's formula: inputs take both signs, hidden activations one. */
export function jobsOf({ theorem, target, tolerance, most }: Attempt): BlockJob[] {
  let firstLayer = 1;
  return target.layers.map(({ weights }, i) => {
    const { rows: outputs, columns: inputs } = weights, block = { firstLayer, inputs, outputs, n: most, tolerance };
    firstLayer += theorem.construction.hiddenWidths(block).length + 1;
    const layer = { weights, inputs, outputs, constantIn: false, constantOut: false, scale: 1, totalScale: 1, constant: 1 };
    return { layer, block, selector: provedSelector(theorem, tolerance), signs: new Uint8Array(inputs).fill(i === 0 ? 3 : 1) };
  });
}

/** Prunes one source into a target by a theorem's own construction and selector. */
async function pruned(asked: Attempt): Promise<PrunedBlock[]> {
  const { theorem, tolerance, seed, attempt } = asked;
  return prune({ source: { seed, attempt, law: theorem.law(tolerance) }, construction: theorem.construction }, jobsOf(asked), inlinePool);
}

/** The hitting time of a network: draws are nested, so that one source of many units tells the least of them that would have done. */
export async function sufficientWidth(asked: Attempt): Promise<Sufficient> {
  const blocks = await pruned(asked), n = blocks.some((b) => b.sufficient === null) ? null : Math.max(...blocks.map((b) => b.sufficient!));
  return {
    n,
    exact: n !== null && (blocks.some((b) => b.sufficient === n && b.sufficientExact) || blocks.every((b) => b.sufficientExact)),
    kept: blocks.reduce((sum, b) => sum + b.layers.reduce((all, { columns }) => all + columns.length, 0), 0),
    gaveUp: blocks.reduce((sum, b) => sum + b.misses.filter((m) => m.regime === 'gave-up').length, 0),
  };
}
