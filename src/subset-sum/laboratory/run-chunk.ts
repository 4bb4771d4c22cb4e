import type { Candidates } from '../candidates.js';
import { reachTime } from '../regime.js';
import { coveringTime } from '../covering-time.js';
import { distanceOf } from '../distance.js';
import { hittingTime, LONGEST_PREFIX } from '../hitting-time.js';
import type { Selector } from '../selection.js';
import { selectorNamed } from '../selectors.js';
import type { Experiment } from './experiment.js';
import { PoolOfSamples } from './pool-of-samples.js';
import { parseSampleLaw } from './sample-law.js';

/** Pools from .. to - 1 of an experiment: what a worker is given. */
export interface ChunkTask {
  readonly experiment: Experiment;
  readonly from: number;
  readonly to: number;
}

/** No subset of the n draws is within the tolerance. */
export const NEVER = 0xffffffff;

/** What became of a chunk's problems, in order; for targets `all`, of its pools: times only. */
export interface ChunkResult {
  /** Distance of the chosen subset's sum to the target, and how many it chose. */
  readonly errors: Float64Array;
  readonly sizes: Uint16Array;
  /** 0 hit, 1 out of range, 2 unreachable though in range (`resolution`), 3 given up. */
  readonly outcomes: Uint8Array;
  /** Raw draws at which the mass of what the selector may choose first reaches the target (`all`: both ends); NEVER. */
  readonly reaches: Uint32Array;
  /** Raw draws at which a subset first is within the tolerance: bounds, equal where it is known; NEVER. */
  readonly earliest: Uint32Array;
  readonly latest: Uint32Array;
  /** Candidates among the n raw draws. */
  readonly usable: Uint32Array;
  /** Answers not proven to be what the selector promises. */
  readonly unproven: number;
}

/** Draws and solves the problems of a chunk in this thread. */
export function runChunk({ experiment, from, to }: ChunkTask): ChunkResult {
  const { problems, targets, range, epsilon } = experiment;
  const draws = { ...experiment, law: parseSampleLaw(experiment.law, epsilon) };
  const selector = selectorNamed(experiment.select), pool = new PoolOfSamples(draws);
  const count = (to - from) * problems;
  const errors = new Float64Array(count), sizes = new Uint16Array(count), outcomes = new Uint8Array(count);
  const earliest = new Uint32Array(count), latest = new Uint32Array(count), usable = new Uint32Array(count), reaches = new Uint32Array(count);
  const candidates = { values: pool.values, limit: 0, drawn: 0, draw: () => {} };
  let unproven = 0;
  for (let p = from, k = 0; p < to; p++) {
    for (let q = 0; q < problems; q++, k++) {
      pool.draw(p, q);
      candidates.limit = candidates.drawn = usable[k] = pool.usable;
      const raw = (time: number): number => (time === 0 ? 0 : time <= pool.usable ? pool.raw[time - 1] : NEVER);
      if (targets === 'all') {
        const { lower, upper } = coveringTime(candidates, -range, range, epsilon);
        earliest[k] = raw(lower);
        latest[k] = raw(upper);
        reaches[k] = raw(Math.max(reachTime({}, candidates, -range, epsilon), reachTime({}, candidates, range, epsilon)));
        outcomes[k] = latest[k] !== NEVER ? 0 : reaches[k] === NEVER ? 1 : earliest[k] === NEVER ? 2 : 3;
        continue;
      }
      const target = targets === 'uniform' ? pool.target(p, q, range) : targets;
      const { outcome, chosen, exact } = selector.select(candidates, target, epsilon);
      errors[k] = distanceOf(pool.values, chosen, target);
      sizes[k] = chosen.length;
      reaches[k] = raw(reachTime(selector, candidates, target, epsilon));
      outcomes[k] = outcome === 'hit' ? 0 : reaches[k] === NEVER ? 1 : outcome === 'unreachable' ? 2 : 3;
      if (!exact) unproven++;
      const [low, high] = timeBounds(selector, candidates, target, epsilon, outcome === 'hit' ? (chosen.at(-1) ?? -1) + 1 : Infinity);
      earliest[k] = raw(low);
      latest[k] = raw(high);
    }
  }
  return { errors, sizes, outcomes, reaches, earliest, latest, usable, unproven };
}

/** Bounds of the least prefix with a subset that the selector may choose within the tolerance; `known` is the length of one that has. */
function timeBounds(selector: Selector, candidates: Candidates, target: number, tolerance: number, known: number): [number, number] {
  if (selector.admits) return bisected(selector, candidates, target, tolerance, known);
  const { time, exact } = hittingTime(candidates, target, tolerance);
  if (exact && (time < Infinity || candidates.limit <= LONGEST_PREFIX)) return [time, time];
  return [exact ? LONGEST_PREFIX + 1 : 0, known];
}

/** By bisection: a prefix that has such a subset keeps it as it grows. */
function bisected(selector: Selector, candidates: Candidates, target: number, tolerance: number, known: number): [number, number] {
  if (known === Infinity) return [Infinity, Infinity];
  let low = 0, high = known;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (selector.select({ ...candidates, limit: middle, drawn: middle }, target, tolerance).outcome === 'hit') high = middle;
    else low = middle + 1;
  }
  return [high, high];
}
