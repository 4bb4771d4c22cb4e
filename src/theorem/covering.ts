import { constructionAt, coverColumns, type Construction, type CoverTask } from '../constructions/index.js';
import { signsOf } from '../network/domain.js';
import { selectorNamed } from '../subset-sum/index.js';
import type { AttemptLayer, AttemptPlan } from './attempt.js';
import { sumOfMisses } from './misses.js';

/** What became of one source of which every target was asked at once: JSON, the same bits on every machine. */
export interface CoveringResult {
  readonly attempt: number;
  /**
   * Claim E for every target with weights in [-1, 1]: each pool, a column, a row and a half, comes within the tolerance of every number of
   * [-1, 1]. `failure` only if some pool is proven not to.
   */
  readonly event: 'success' | 'failure' | 'unknown';
  /** Pools, and those that do not cover. */
  readonly problems: number;
  readonly misses: AttemptLayer['misses'];
  /** `hittingTime`: the covering time, likewise null if a pool does not cover at this n. */
  readonly perLayer: readonly AttemptLayer[];
  readonly hittingTime: number | null;
  readonly exact: boolean;
}

/** A task for a pool: coverings of sources from .. to - 1 of a plan. */
export interface CoveringsTask {
  readonly plan: AttemptPlan;
  readonly from: number;
  readonly to: number;
}

/** Module and name of the task, for Pool.map. */
export const coveringsTask = { url: import.meta.url, name: 'runCoveringsOf' };

/** Runs a share of a plan's sources: what a worker is told to do. */
export const runCoveringsOf = ({ plan, from, to }: CoveringsTask): Promise<CoveringResult[]> => runCoverings(plan, from, to);

/** Throws a RangeError where it is not known how to ask every target at once of the construction and the selectors of a plan. */
export function requireCoverable(construction: Construction, { selectors, targets }: AttemptPlan): void {
  if (!('widths' in targets)) throw new RangeError('covering: needed a family of targets, whose widths say what every target is, got one network');
  if (!construction.coverColumns) throw new RangeError(`covering: needed a construction of which it is known how to ask every target at once, got ${construction.name}; ask for targets one by one`);
  const unknown = selectors.find((s) => s !== '' && !selectorNamed(s).covers);
  if (unknown !== undefined) throw new RangeError(`covering: needed a selector of which it is known whether it serves every target, got ${unknown}; ask for targets one by one`);
}

/**
 * Asks every target of the plan's widths at once of sources from .. to - 1, in this thread: each a function of the plan and its number
 * alone. Weights lie in [-1, 1], with no scale taken out. Throws a RangeError as requireCoverable does.
 */
export async function runCoverings(plan: AttemptPlan, from: number, to: number): Promise<CoveringResult[]> {
  const construction = await constructionAt(plan.construction);
  requireCoverable(construction, plan);
  return Array.from({ length: Math.max(0, to - from) }, (_, k) => runCovering(plan, construction, from + k));
}

function runCovering(plan: AttemptPlan, construction: Construction, attempt: number): CoveringResult {
  const { targets, domain, n, tolerances, selectors, seed, law } = plan;
  const widths = 'widths' in targets ? targets.widths : [];
  let firstLayer = 1;
  const perLayer = widths.slice(1).map((outputs, i): AttemptLayer => {
    const inputs = widths[i], block = { firstLayer, inputs, outputs, n: n[i], tolerance: tolerances[i] };
    firstLayer += construction.hiddenWidths(block).length + 1;
    const signs = Uint8Array.from({ length: inputs }, (_, c) => {
      const { positive, negative } = i === 0 ? signsOf(domain, c) : { positive: true, negative: false };
      return (positive ? 1 : 0) + (negative ? 2 : 0);
    });
    const task: CoverTask = { source: { seed, attempt, law }, construction: plan.construction, selector: selectors[i], block, signs, columns: Array.from({ length: inputs }, (_, c) => c) };
    const { pools, misses, lower, upper } = coverColumns(construction, task);
    return {
      n: n[i], problems: pools, misses: { range: misses.range, resolution: misses.resolution, gaveUp: misses['gave-up'] },
      hittingTime: upper < Infinity ? Math.max(1, upper) : null, exact: upper === Infinity || Math.max(1, lower) >= upper,
    };
  });
  const misses = sumOfMisses(perLayer.map((l) => l.misses)), times = perLayer.map((l) => l.hittingTime);
  const hittingTime = times.includes(null) ? null : Math.max(...(times as number[]));
  return {
    attempt,
    event: misses.range + misses.resolution > 0 ? 'failure' : misses.gaveUp > 0 ? 'unknown' : 'success',
    problems: perLayer.reduce((sum, l) => sum + l.problems, 0),
    misses,
    perLayer,
    hittingTime,
    exact: hittingTime === null || perLayer.some((l) => l.hittingTime === hittingTime && l.exact),
  };
}
