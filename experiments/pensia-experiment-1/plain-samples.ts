import { seedWords } from '../../src/numeric/seed-words.js';
import { uniforms } from '../../src/numeric/uniforms.js';
import { distanceOf, hittingTime, type Candidates, type Selector } from '../../src/subset-sum/index.js';

/** How samples are drawn: n for a pool, uniform on [low, high), by (seed, attempt, neuron, column). */
export interface SampleDraws {
  /** An integer in [0, 2^53). */
  readonly seed: number;
  readonly attempt: number;
  readonly n: number;
  readonly low: number;
  readonly high: number;
  /** A fresh pool for each weight, or one for all weights of a row: that of its first weight. */
  readonly sharing: 'weight' | 'row';
}

/** The pool of one weight after another. No network: the values are samples, as in the published experiment, not products of two weights. */
export class PlainSamples implements Candidates {
  readonly values: Float64Array;
  readonly limit: number;
  readonly drawn: number;
  private readonly key: readonly [number, number];
  private readonly units: Float64Array;

  constructor(private readonly draws: SampleDraws) {
    this.limit = this.drawn = draws.n;
    this.values = new Float64Array(draws.n);
    this.units = new Float64Array(draws.n);
    this.key = seedWords(draws.seed);
  }

  draw(): void {}

  /** Turns to the weight of a neuron (counted over all layers) and column. */
  start(neuron: number, column: number): void {
    const { n, low, high, attempt, sharing } = this.draws;
    if (sharing === 'row' && column > 0) return;
    uniforms(...this.key, column, neuron, attempt, n, this.units);
    for (let k = 0; k < n; k++) this.values[k] = low + (high - low) * this.units[k];
  }
}

/** What became of weights: counts by size of the subset and by hitting time (the last: beyond n), and the largest error. */
export interface SampleOutcome {
  readonly weights: number;
  readonly sizes: readonly number[];
  readonly times: readonly number[];
  /** Weights that no subset is within the tolerance of, and those of which it is not known. */
  readonly missed: number;
  readonly open: number;
  readonly worst: number;
}

/** The weights of one neuron as sums of subsets, one after another, counted together with those before. */
export class SampleTally {
  private readonly sizes: number[];
  private readonly times: number[];
  private weights = 0;
  private missed = 0;
  private open = 0;
  private worst = 0;
  private readonly pool: PlainSamples;

  constructor(draws: SampleDraws, private readonly selector: Selector, private readonly tolerance: number) {
    this.pool = new PlainSamples(draws);
    this.sizes = new Array<number>(draws.n + 1).fill(0);
    this.times = new Array<number>(draws.n + 2).fill(0);
  }

  /** Realises a neuron's weights; the sums, as float64 adds them, go into `sums`. */
  add(neuron: number, weights: Float64Array, sums: Float64Array): void {
    const { pool, selector, tolerance, sizes, times } = this;
    weights.forEach((w, column) => {
      pool.start(neuron, column);
      const { outcome, chosen } = selector.select(pool, w, tolerance), { time } = hittingTime(pool, w, tolerance);
      let sum = 0;
      for (const k of chosen) sum += pool.values[k];
      sums[column] = sum;
      sizes[chosen.length]++;
      times[Math.min(time, times.length - 1)]++;
      if (outcome === 'unreachable') this.missed++;
      if (outcome === 'gave-up') this.open++;
      this.worst = Math.max(this.worst, distanceOf(pool.values, chosen, w));
    });
    this.weights += weights.length;
  }

  outcome(): SampleOutcome {
    const { weights, sizes, times, missed, open, worst } = this;
    return { weights, sizes, times, missed, open, worst };
  }
}
