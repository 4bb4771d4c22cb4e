import { carriedBack, FormArithmetic, productOf, type Forms, type Product } from './forms.js';
import type { Noise } from './cones.js';
import { firstLayer } from './first-layer.js';
import type { Pair, PairLayer } from './pair.js';
import type { Region } from './region.js';
import { ONE, OPEN, ReluRules, ZERO, type Known } from './relu-rules.js';

/** A layer with its bounds. */
interface Prepared {
  readonly layer: PairLayer;
  readonly w: Product;
  readonly v: Product;
  readonly m: Product;
  /** Of M, with the entries' own slack beside the rounding of sums. */
  readonly mError: Float64Array;
  readonly a: Forms;
  /** What the relaxation of each of F's units leaves open, about. */
  readonly gap: Float64Array;
  readonly error: Forms;
  /** M a + Db, which does not depend on lambda. */
  readonly base: Forms;
  readonly delta: Forms;
  readonly known: Known;
}

/**
 * Differential symbolic bounds: affine bounds in the input, on the values of F's units and on the differences of the units of
 * G from those they imitate, layer by layer over a region. Rounding is absorbed by the spreads.
 * Source: Paulsen, Wang & Wang (2020), "ReluDiff" and "NeuroDiff", for bounding differences unit by unit; the chords here
 * are taken on each affine bound's own range.
 */
export class Differential {
  private readonly prepared: readonly Prepared[];
  private readonly last: number;
  private readonly arithmetic: FormArithmetic;
  private readonly rules: ReluRules;
  /** Affine bounds of G_k - F_k for each output k, after `run` or `runForced`. */
  readonly output: Forms;
  /** Hidden units of G whose slope is open after `run`, as [layer, unit]. */
  open: (readonly [number, number])[] = [];

  /** Over regions whose `widthOf` is `width`. */
  constructor(pair: Pair, width: number) {
    this.arithmetic = new FormArithmetic(width);
    this.rules = new ReluRules(this.arithmetic);
    const formsOf = (units: number): Forms => this.arithmetic.formsOf(units);
    this.prepared = pair.layers.map((layer): Prepared => {
      const m = productOf(layer.difference, layer.difference.slack), { rows } = layer.plus;
      return {
        layer, m,
        w: productOf(layer.weights),
        v: productOf(layer.plus),
        mError: layer.difference.slack.map((s, i) => m.rounding * m.sizes[i] + s),
        a: formsOf(layer.weights.rows),
        gap: new Float64Array(layer.weights.rows),
        error: formsOf(rows),
        base: formsOf(rows),
        delta: formsOf(rows),
        known: { slope: new Uint8Array(rows), gap: new Float64Array(rows) },
      };
    });
    this.last = pair.layers.length - 1;
    this.output = this.prepared[this.last].delta;
  }

  /** Bounds everything over the region. */
  run(region: Region): void {
    const { arithmetic, rules, prepared, last } = this;
    arithmetic.over(region);
    this.open = [];
    prepared.forEach(({ layer, w, v, m, mError, a, gap, error, base, delta, known }, i) => {
      if (i === 0) {
        firstLayer(arithmetic, layer, a, base);
        copy(base, delta);
      } else {
        const below = prepared[i - 1];
        // The outputs of F itself are not needed.
        if (i < last) arithmetic.add(w, null, below.a, layer.bias, null, null, a);
        arithmetic.add(m, mError, below.a, layer.biasDifference, layer.biasDifferenceRadius, null, base);
        arithmetic.add(v, null, below.error, null, null, base, delta);
      }
      if (i === last) return;
      // `a` is z until its relu is taken.
      for (const k of rules.errorsOf(layer.imitates, a, delta, known, error)) this.open.push([i, k]);
      rules.activationsOf(a, gap);
    });
  }

  /**
   * The same with the slopes of the open units fixed: bit k of `pattern` says that unit open[k] has slope 1. What is known of
   * other units from `run` stays in force: it was found for the true networks, and a network of fixed slopes is none of them.
   */
  runForced(pattern: number): void {
    const forced = new Map<number, number>();
    this.open.forEach(([i, k], bit) => forced.set(i * 4294967296 + k, (pattern >>> bit) & 1));
    const from = Math.min(...this.open.map(([i]) => i));
    for (let i = from; i <= this.last; i++) {
      const here = this.prepared[i], { slope: slopes } = here.known, { width } = this.arithmetic;
      if (i > from) this.arithmetic.add(here.v, null, this.prepared[i - 1].error, null, null, here.base, here.delta);
      if (i === this.last) break;
      for (let k = 0; k < slopes.length; k++) {
        const slope = slopes[k] === OPEN ? forced.get(i * 4294967296 + k)! : +(slopes[k] === ONE);
        for (let j = k * width; j < (k + 1) * width; j++) {
          here.error.middle[j] = slope * here.delta.middle[j];
          here.error.spread[j] = slope * here.delta.spread[j];
        }
        here.error.size[k] = slope * here.delta.size[k];
      }
    }
  }

  /** How a stray of each unit of the last hidden layer moves the outputs: columns of V, for errors, then of M, for values of F. */
  directions(): Float64Array[] {
    if (this.last === 0) return [];
    const { v, m } = this.prepared[this.last];
    return [v, m].flatMap(({ rows, columns, data }) => Array.from({ length: columns }, (_, c) => Float64Array.from({ length: rows }, (_, k) => data[k * columns + c])));
  }

  /** What the spreads of the outputs come from, but for rounding: each unit of the last hidden layer strays on its own. */
  noise(): Noise[] {
    if (this.last === 0) return [];
    const { a, error } = this.prepared[this.last - 1], { width } = this.arithmetic;
    const found: Noise[] = [];
    let source = 0;
    for (const { spread, size } of [error, a]) {
      for (let c = 0; c < size.length; c++, source++) {
        let any = false;
        for (let j = c * width; j < (c + 1) * width; j++) any ||= spread[j] > 0;
        if (any) found.push({ source, radius: spread.subarray(c * width, (c + 1) * width) });
      }
    }
    return found;
  }

  /**

  /**
   * How much of what the bounds leave open comes from each input of a box, about: the gap of every relaxed unit, times how much
   * of it may reach the outputs, shared out by the unit's slopes. After `run`.
   */
  influences(): Float64Array {
    const { width } = this.arithmetic, { last } = this, hull = this.arithmetic.region.kind === 'hull', scores = new Float64Array(hull ? width * width : width - 1);
    const lengths = new Float64Array(width);
    if (this.arithmetic.region.kind === 'hull') for (let v = 0; v < width; v++) for (let c = 0; c < width; c++) lengths[v] += this.arithmetic.region.points[v * width + c] ** 2;
    for (let v = 0; v < width; v++) lengths[v] = Math.sqrt(lengths[v]);
    let onErrors = new Float64Array(this.prepared[last].layer.plus.rows).fill(1), onValues = new Float64Array(this.prepared[last].layer.weights.rows);
    const share = (forms: Forms, k: number, weight: number): void => {
      if (hull) {
        let low = Infinity, high = -Infinity;
        for (let v = 0; v < width; v++) {
          const x = forms.middle[k * width + v] / lengths[v];
          low = Math.min(low, x);
          high = Math.max(high, x);
        }
        if (high > low) for (let i = 0; i < width; i++) for (let j = i + 1; j < width; j++) scores[i * width + j] += weight * Math.abs(forms.middle[k * width + i] / lengths[i] - forms.middle[k * width + j] / lengths[j]) / (high - low);
        return;
      }
      const from = k * width + 1;
      let total = 0;
      for (let c = 0; c < width - 1; c++) total += Math.abs(forms.middle[from + c]);
      if (total > 0) for (let c = 0; c < width - 1; c++) scores[c] += (weight * Math.abs(forms.middle[from + c])) / total;
    };
    for (let i = last; i > 0; i--) {
      const { w, v, m } = this.prepared[i], { a, delta, known: { slope, gap: errorGap }, gap, layer } = this.prepared[i - 1];
      const throughV = carriedBack(v, onErrors), throughM = carriedBack(m, onErrors), throughW = carriedBack(w, onValues);
      onErrors = throughV.map((x, k) => (slope[k] === ZERO ? 0 : x));
      onValues = throughM.map((x, r) => (a.size[r] === 0 ? 0 : x + throughW[r]));
      for (let r = 0; r < gap.length; r++) if (gap[r] > 0) share(a, r, gap[r] * onValues[r]);
      for (let k = 0; k < errorGap.length; k++) {
        if (errorGap[k] === 0) continue;
        const r = layer.imitates[k];
        share(r >= 0 ? a : delta, r >= 0 ? r : k, errorGap[k] * onErrors[k]);
      }
    }
    return scores;
  }

  /** The largest size of output k over the region. */
  reach(k: number): number {
    const { ends } = this.arithmetic;
    this.arithmetic.bounds(this.output, k);
    const size = Math.max(-ends.lowMin, ends.highMax);
    return size >= 0 ? size : Number.isNaN(size) ? Infinity : 0;
  }
}

function copy(from: Forms, to: Forms): void {
  to.middle.set(from.middle);
  to.spread.set(from.spread);
  to.size.set(from.size);
}
