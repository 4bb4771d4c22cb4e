import { seedWords } from '../../numeric/seed-words.js';
import { uniforms } from '../../numeric/uniforms.js';
import type { SampleLaw } from './sample-law.js';

/** How many problems one pool of samples serves. `column`: problems share the first factor of each sample; `row`: whole samples. */
export type Sharing = 'weight' | 'column' | 'row';

/** What is drawn, by seed and place. */
export interface Draws {
  readonly law: SampleLaw;
  /** Factor of every sample. */
  readonly scale: number;
  /** Raw draws of one problem. */
  readonly n: number;
  readonly sharing: Sharing;
  /** An integer in [0, 2^53). */
  readonly seed: number;
}

/** Last word of the counter: what a number is for. */
const SAMPLES = 0, SHARED = 1, TARGETS = 2;

/**
 * The samples of one problem after another. Sample i of problem q of pool p is a function of (seed, p, q, i) alone, so draws
 * are nested in n: uniform numbers at Philox counters (i, q, p, purpose).
 */
export class PoolOfSamples {
  /** The surviving samples of the present problem, scaled, and the raw draw that each was, from 1. */
  readonly values: Float64Array;
  readonly raw: Uint32Array;
  usable = 0;
  private readonly own: Float64Array;
  private readonly shared: Float64Array;
  private readonly key: readonly [number, number];
  private readonly one = new Float64Array(1);

  constructor(private readonly draws: Draws) {
    const { n, law, seed } = draws;
    this.values = new Float64Array(n);
    this.raw = new Uint32Array(n);
    this.own = new Float64Array(law.uniforms * n);
    this.shared = new Float64Array(n);
    this.key = seedWords(seed);
  }

  /** Draws problem q of pool p. */
  draw(pool: number, problem: number): void {
    const { law, n, sharing, scale } = this.draws, [k0, k1] = this.key, { own, shared, values, raw } = this;
    if (sharing === 'row' && problem > 0) return;
    const byColumn = sharing === 'column', each = byColumn ? 1 : law.uniforms;
    if (byColumn && problem === 0) uniforms(k0, k1, 0, pool, SHARED, n, shared);
    uniforms(k0, k1, problem, pool, SAMPLES, each * n, own);
    let usable = 0;
    for (let i = 0; i < n; i++) {
      const x = byColumn ? law.sample(shared[i], own[i]) : law.sample(own[each * i], own[each * i + each - 1]);
      if (x !== x) continue;
      values[usable] = scale * x;
      raw[usable++] = i + 1;
    }
    this.usable = usable;
  }

  /** The target of problem q of pool p: uniform on [-range, range], on the law's grid if it has one. */
  target(pool: number, problem: number, range: number): number {
    uniforms(...this.key, problem, pool, TARGETS, 1, this.one);
    const { grid } = this.draws.law, [a] = this.one;
    if (grid === undefined) return range * (2 * a - 1);
    const step = grid * this.draws.scale, steps = Math.floor(range / step);
    return (Math.floor(a * (2 * steps + 1)) - steps) * step;
  }
}
