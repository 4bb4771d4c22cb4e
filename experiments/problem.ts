import { coveringTime, hittingTime, LONGEST_PREFIX, reachTime } from '../src/subset-sum/index.js';
import { PoolOfSamples, parseSampleLaw, type Sharing } from '../src/subset-sum/laboratory/index.js';

/** Attempts of one stream: streams of different cases share no draw. */
const STREAM = 2 ** 20;

/** What is drawn: samples of a law, by (seed, stream, attempt). */
export interface Problems {
  readonly law: string;
  /** What `hyperbolic` without a parameter is made for. */
  readonly epsilon: number;
  readonly scale: number;
  /** Raw draws of one problem at most. */
  readonly n: number;
  readonly sharing: Sharing;
  readonly seed: number;
  /** An integer in [0, 4096): cases of different streams are independent. */
  readonly stream: number;
}

/** Between which numbers of raw draws something first holds; Infinity: with none of those drawn, or not known to. */
export type Between = readonly [earliest: number, latest: number];

/** Random subset sum problems, one after another: the draws of an attempt, and what they first reach. */
export class Problem {
  private readonly pool: PoolOfSamples;
  private readonly candidates;
  private readonly first: number;

  constructor({ stream, law, epsilon, ...draws }: Problems) {
    if (!(Number.isInteger(stream) && stream >= 0 && stream < 4096)) throw new RangeError(`Problem: needed a stream in [0, 4096), got ${stream}`);
    this.pool = new PoolOfSamples({ ...draws, law: parseSampleLaw(law, epsilon) });
    this.candidates = { values: this.pool.values, limit: 0, drawn: 0, draw: (): void => {} };
    this.first = stream * STREAM;
  }

  /** Draws weight `problem` of a pool, numbered from 0 within the stream, below 2^20. */
  draw(pool: number, problem = 0): void {
    this.pool.draw(this.first + pool, problem);
    this.candidates.limit = this.candidates.drawn = this.pool.usable;
  }

  /** The target of weight `problem` of a pool: uniform on [-range, range], on the law's grid if it has one. */
  target(pool: number, range: number, problem = 0): number {
    return this.pool.target(this.first + pool, problem, range);
  }

  /** The usable draws, in order. */
  get values(): Float64Array {
    return this.pool.values.subarray(0, this.pool.usable);
  }

  /** Raw draws until the k-th usable one; 0 for 0, Infinity if there are fewer. */
  raw(k: number): number {
    return k === 0 ? 0 : k <= this.pool.usable ? this.pool.raw[k - 1] : Infinity;
  }

  /** The raw draws with which those of the target's sign first sum to within the tolerance of it or beyond: before, it is out of range. */
  reaching(target: number, tolerance: number): number {
    return this.raw(reachTime({}, this.candidates, target, tolerance));
  }

  /** The raw draws with which a subset first comes within the tolerance of the target, and that subset's sum less the target; the closest found where none does. */
  solve(target: number, tolerance: number): { readonly time: Between; readonly error: number } {
    const { time, chosen, exact } = hittingTime(this.candidates, target, tolerance), { values } = this.pool;
    const error = chosen.reduce((sum, i) => sum + values[i], 0) - target;
    if (exact && (time < Infinity || this.candidates.limit <= LONGEST_PREFIX)) return { time: [this.raw(time), this.raw(time)], error };
    return { time: this.covering(target, target, tolerance), error };
  }

  /** The raw draws with which a subset first comes within the tolerance of the target. */
  hitting(target: number, tolerance: number): Between {
    return this.solve(target, tolerance).time;
  }

  /** The raw draws with which subsets first come within the tolerance of every target of [low, high]. */
  covering(low: number, high: number, tolerance: number): Between {
    const { lower, upper } = coveringTime(this.candidates, low, high, tolerance);
    return [this.raw(lower), this.raw(upper)];
  }
}
