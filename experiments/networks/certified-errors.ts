import { collapsedNetwork, quickUpper } from '../../src/certify/index.js';
import { prune } from '../../src/constructions/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { ball, networkDigest, type Network } from '../../src/network/index.js';
import { closest } from '../../src/subset-sum/index.js';
import type { Theorem } from '../../src/theorem/index.js';
import { jobsOf } from './sufficient-width.js';

/**
 * Certified upper bounds of the network's error on the unit ball when each weight is the closest subset of the first n units, for each n
 * of `widths`; draws are nested. Not monotone: what is best so far is the least up to an n.
 */
export async function certifiedErrors(theorem: Theorem, target: Network, widths: readonly number[], source: { readonly seed: number; readonly attempt: number }): Promise<number[]> {
  const domain = ball(1), method = { source: { ...source, law: theorem.law(0.5) }, construction: theorem.construction }, errors: number[] = [];
  for (const n of widths) {
    const jobs = jobsOf({ theorem, target, tolerance: 2 ** -30, most: n, ...source }).map((job) => ({ ...job, selector: closest }));
    const blocks = await prune(method, jobs, inlinePool);
    const sourceWidths = [jobs[0].block.inputs, ...jobs.flatMap(({ block }) => [...theorem.construction.hiddenWidths(block), block.outputs])];
    const mask = {
      ...method.source, widths: sourceWidths, depths: blocks.map((b) => b.layers.length), construction: theorem.construction.name, scales: jobs.map(() => 1),
      domain, outside: [], target: networkDigest(target), layers: blocks.flatMap((b) => b.layers),
    };
    errors.push(quickUpper(target, collapsedNetwork(mask, jobs[0].block.inputs), domain));
  }
  return errors;
}
