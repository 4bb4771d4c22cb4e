import { chunks } from '../../numeric/chunks.js';
import type { MapOptions, Pool, Task } from '../../numeric/pool.js';
import { binomialLower, binomialUpper, distributionBand, dkwRadius, quantileInterval, type BandPoint, type Interval } from '../../numeric/statistics/index.js';
import { selectorNamed } from '../selectors.js';
import { requireExperiment, type Experiment } from './experiment.js';
import { parseSampleLaw } from './sample-law.js';
import { NEVER, type ChunkResult, type ChunkTask } from './run-chunk.js';

/** Confidence of every interval that the laboratory gives. */
export const CONFIDENCE = 0.99;

/** What an experiment found. */
export interface Laboratory {
  readonly schema: 1;
  readonly experiment: Experiment;
  /** The law, in words. */
  readonly law: string;
  readonly confidence: number;
  /** Of pools with a problem that no subset solves (`all`: with a target that none reaches). Given up counts for either limit. */
  readonly failureRate: Interval;
  /** Proven ones by regime: with a problem out of `range`, the mass of its candidates not reaching it, or else one that fails by `resolution`. */
  readonly failures: { readonly proven: number; readonly range: number; readonly resolution: number; readonly open: number; readonly pools: number };
  /** Where pools are shared: of single problems, with an interval for means over pools (Hoeffding, 1963). */
  readonly problemFailureRate?: Interval;
  /** Candidates among the raw draws of a problem. */
  readonly usable: { readonly least: number; readonly mean: number; readonly most: number };
  /** How many problems chose so many elements; absent for targets `all`. */
  readonly sizes?: readonly { readonly size: number; readonly problems: number }[];
  readonly selectedPerProblem?: number;
  /** Quantiles of |sum - target| over problems, misses included; absent for targets `all`. */
  readonly errors?: { readonly median: number; readonly q90: number; readonly q99: number; readonly max: number };
  /** Raw draws at which a pool first solves all its problems: quantiles; null is beyond n. */
  readonly hittingTime: Readonly<Record<'q50' | 'q90' | 'q99', { readonly estimate: number | null; readonly lower: number | null; readonly upper: number | null }>>;
  /** Its distribution function, with a simultaneous band (Massart, 1990). */
  readonly curve: readonly BandPoint[];
  /** Likewise of the raw draws at which the mass of a pool's candidates first reaches all its targets: what lies between the two is lost by resolution. */
  readonly reach: readonly BandPoint[];
  readonly unproven: number;
}

const CHUNK_MODULE = import.meta.url.replace(/laboratory(\.[jt]s)$/, 'run-chunk$1');
/** Steps of about a nanosecond in one chunk. */
const CHUNK = 5e7;

/** What a caller may be told, and tell, while the laboratory works. */
export interface Watch extends Pick<MapOptions, 'signal' | 'onLost'> {
  /** The share of the work done, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/** Runs an experiment. The result does not depend on the number of workers. Throws a RangeError on bad settings. */
export async function runLaboratory(experiment: Experiment, pool: Pool, watch: Watch = {}): Promise<Laboratory> {
  requireExperiment(experiment);
  const law = parseSampleLaw(experiment.law, experiment.epsilon), selector = selectorNamed(experiment.select);
  const candidates = experiment.law === 'diamond' ? experiment.n / 2 : experiment.n;
  const steps = experiment.targets === 'all' ? 2 ** Math.min(candidates + 1, 20) : (selector.steps?.(candidates) ?? 100 * candidates) + 1000 + 50 * candidates;
  const tasks = chunks(experiment.attempts, () => steps * experiment.problems, CHUNK).map(
    (range): Task<ChunkTask> => ({ url: CHUNK_MODULE, name: 'runChunk', data: { experiment, ...range } }),
  );
  const results = await pool.map<ChunkTask, ChunkResult>(tasks, { ...watch, onDone: (done) => watch.onProgress?.(done / tasks.length) });
  return summary(experiment, law.text, results);
}

function summary(experiment: Experiment, law: string, results: readonly ChunkResult[]): Laboratory {
  const { attempts, problems, targets } = experiment;
  const joined = <T extends Float64Array | Uint8Array | Uint16Array | Uint32Array>(out: T, of: (r: ChunkResult) => T): T => {
    let at = 0;
    for (const r of results) {
      out.set(of(r) as never, at);
      at += of(r).length;
    }
    return out;
  };
  const count = attempts * problems;
  const outcomes = joined(new Uint8Array(count), (r) => r.outcomes);
  const earliest = joined(new Uint32Array(count), (r) => r.earliest), latest = joined(new Uint32Array(count), (r) => r.latest);
  const usable = joined(new Uint32Array(count), (r) => r.usable);
  // A pool fails if one of its problems does; its time is its last problem's.
  const reaches = joined(new Uint32Array(count), (r) => r.reaches), ended = [0, 0, 0, 0], reach = new Float64Array(attempts);
  let missed = 0;
  const first = new Float64Array(attempts), last = new Float64Array(attempts);
  for (let p = 0; p < attempts; p++) {
    let worst = 0;
    for (let k = p * problems; k < (p + 1) * problems; k++) {
      if (outcomes[k] !== 0) missed++;
      // Hit, given up, resolution, range: what is proven counts before what is not.
      if (outcomes[k] !== 0 && (worst === 0 || outcomes[k] < worst)) worst = outcomes[k];
      reach[p] = Math.max(reach[p], reaches[k] === NEVER ? Infinity : reaches[k]);
      first[p] = Math.max(first[p], earliest[k] === NEVER ? Infinity : earliest[k]);
      last[p] = Math.max(last[p], latest[k] === NEVER ? Infinity : latest[k]);
    }
    ended[worst]++;
  }
  const [, range, resolution, open] = ended, proven = range + resolution;
  reach.sort();
  const alpha = 1 - CONFIDENCE;
  first.sort();
  last.sort();
  const quantile = (q: number) => {
    const shown = (x: number): number | null => (x === Infinity ? null : Math.max(0, x));
    const low = quantileInterval(first, q, CONFIDENCE), high = quantileInterval(last, q, CONFIDENCE);
    return { estimate: shown(high.estimate), lower: shown(low.lower), upper: shown(high.upper) };
  };
  const radius = dkwRadius(attempts, alpha), share = missed / count;
  return {
    schema: 1,
    experiment,
    law,
    confidence: CONFIDENCE,
    failureRate: { estimate: (proven + open) / attempts, lower: binomialLower(proven, attempts, alpha / 2), upper: binomialUpper(proven + open, attempts, alpha / 2) },
    failures: { proven, range, resolution, open, pools: attempts },
    ...(problems > 1 ? { problemFailureRate: { estimate: share, lower: Math.max(0, share - radius), upper: Math.min(1, share + radius) } } : {}),
    usable: { least: usable.reduce((a, b) => Math.min(a, b)), mean: usable.reduce((a, b) => a + b) / count, most: usable.reduce((a, b) => Math.max(a, b)) },
    ...(targets === 'all' ? {} : ofSubsets(joined(new Float64Array(count), (r) => r.errors), joined(new Uint16Array(count), (r) => r.sizes))),
    hittingTime: { q50: quantile(0.5), q90: quantile(0.9), q99: quantile(0.99) },
    curve: distributionBand(last, alpha),
    reach: distributionBand(reach, alpha),
    unproven: results.reduce((sum, r) => sum + r.unproven, 0),
  };
}

function ofSubsets(errors: Float64Array, sizes: Uint16Array): Pick<Laboratory, 'sizes' | 'selectedPerProblem' | 'errors'> {
  const counts: number[] = [];
  for (const size of sizes) counts[size] = (counts[size] ?? 0) + 1;
  errors.sort();
  const at = (q: number): number => errors[Math.ceil(q * errors.length) - 1];
  return {
    sizes: counts.flatMap((problems, size) => (problems ? [{ size, problems }] : [])),
    selectedPerProblem: sizes.reduce((a, b) => a + b, 0) / sizes.length,
    errors: { median: at(0.5), q90: at(0.9), q99: at(0.99), max: errors[errors.length - 1] },
  };
}
