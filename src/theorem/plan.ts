import { pilot } from '../constructions/index.js';
import { countWeights } from '../network/network.js';
import { countSourceWeights } from '../network/source.js';
import { requireFeasible } from './budget.js';
import { boundsFor, hypothesesOf, jobsFor, methodOf, placeable, prepare, requireAffordable, widthsOfSource, widthsToUse, type Request } from './request.js';

/** What a run will need, before it runs: from the theorem's bound and a pilot of a few columns and outputs per layer. */
export interface Plan {
  readonly schema: 1;
  readonly sourceWidths: readonly number[];
  readonly sourceWeights: number;
  readonly perLayer: readonly { readonly n: number; readonly tolerance: number; readonly problems: number; readonly expectedDraws: number; readonly seconds: number }[];
  readonly expectedDraws: number;
  /** Of one pass, on the pool's workers. */
  readonly seconds: number;
  readonly megabytes: number;
}

/** Steps of a problem that is too long to be tried in a plan. */
const LONG_PROBLEM = 1e8;

/**
 * Plans a run on `workers` workers from the fastest of up to `rounds` pilots per layer. The first pilot of a process runs
 * code that is not compiled yet, and overestimates; one round is enough to know that a run is short.
 */
export async function plan(request: Request, workers: number, rounds = 40): Promise<Plan> {
  const prepared = prepare(request);
  const { demands, tolerances, normSeconds } = prepared;
  requireFeasible(prepared.normalised, demands, tolerances);
  const bounds = await boundsFor(request, prepared, tolerances);
  const wanted = jobsFor(request, prepared, tolerances, widthsToUse(request, bounds)), jobs = request.candidates === 'auto' ? placeable(request, wanted) : wanted;
  hypothesesOf(request, prepared, bounds, jobs);
  const method = methodOf(request, prepared, tolerances);
  await requireAffordable(request, jobs, method);
  const sourceWidths = widthsOfSource(request, jobs);
  const perLayer = [];
  let kept = 0;
  for (const [i, job] of jobs.entries()) {
    // Where n alone decides what a problem costs, and it costs much, one need not be solved to know.
    const steps = job.selector?.steps?.(job.block.n / 2) ?? 0;
    const milliseconds = steps > LONG_PROBLEM ? 0 : rounds > 1 ? 300 : 60;
    const started = performance.now();
    let took = Infinity, sample = await pilot(method, job, milliseconds);
    for (let round = 0; round < rounds && (round === 0 || performance.now() - started < 500); round++) {
      const start = performance.now();
      sample = await pilot(method, job, milliseconds);
      took = Math.min(took, (performance.now() - start) / 1000);
    }
    if (steps > LONG_PROBLEM) [took, sample] = [steps * 2e-9, { ...sample, problems: 1, weightsDrawn: 2 * job.block.n }];
    const { problems } = demands[i];
    const factor = problems / Math.max(1, sample.problems);
    kept += sample.layers.reduce((sum, l) => sum + l.rows.length, 0) * factor;
    perLayer.push({
      n: job.block.n,
      tolerance: tolerances[i],
      problems,
      expectedDraws: Math.round(sample.weightsDrawn * factor),
      seconds: (took * factor) / workers,
    });
  }
  const weights = countWeights(request.target);
  return {
    schema: 1,
    sourceWidths,
    sourceWeights: countSourceWeights(sourceWidths),
    perLayer,
    expectedDraws: perLayer.reduce((sum, l) => sum + l.expectedDraws, 0),
    // A certificate takes about six norms of each layer's size and a search of fixed effort.
    seconds: perLayer.reduce((sum, l) => sum + l.seconds, 0) + 6 * normSeconds + 0.5,
    // Edges twice (shares, joined), a dozen matrices of the target's size, and each thread's own.
    megabytes: Math.round((kept * 16 + weights * 8 * 12) / 1e6 + 100 * (workers + 1)),
  };
}
