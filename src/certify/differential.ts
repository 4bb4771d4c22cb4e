import type { Matrix } from '../numeric/matrix.js';
import { down, gamma, up } from '../numeric/rounding.js';
import type { Noise } from './cones.js';
import type { Pair, PairLayer } from './pair.js';
import { widthOf, type Region } from './region.js';

/**
 * Affine bounds, one per unit: for unit k the function lies in middle_k(x) -+ spread_k(x) over the region. `width` numbers
 * each, from k * width on. `size[k]` is at least sup (|middle_k| + |spread_k|), and in a box or ball the sum of the sizes of
 * all the numbers, so that relative errors of each number add up to that part of it.
 */
interface Forms {
  readonly middle: Float64Array;
  readonly spread: Float64Array;
  readonly size: Float64Array;
}

/** What is known of a hidden unit's slope lambda between the two networks on the region: Delta = lambda delta. */
const OPEN = 0, ONE = 1, ZERO = 2;

/** Slopes and offsets that bound relu(z) and relu(y) on their own. */
interface Apart {
  zBelow: number;
  zAbove: number;
  zOffset: number;
  yBelow: number;
  yAbove: number;
  yOffset: number;
}

interface Prepared {
  readonly layer: PairLayer;
  readonly w: Product;
  readonly v: Product;
  readonly m: Product;
  /** Of M, with the entries' own slack beside the rounding of sums. */
  readonly mError: Float64Array;
  readonly a: Forms;
  readonly error: Forms;
  /** M a + Db, which does not depend on lambda. */
  readonly base: Forms;
  readonly delta: Forms;
  readonly slope: Uint8Array;
  /** What the relaxation of each of F's units leaves open, and of each of G's differences; for the choice of cuts. */
  readonly gap: Float64Array;
  readonly errorGap: Float64Array;
}

/** A matrix, its entries' sizes, and the relative error of one row's sum. */
interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
  readonly sizes: Float64Array;
  readonly rounding: number;
  /** 1 for each row that is not 0. */
  readonly used: Uint8Array;
}

const productOf = ({ rows, columns, data }: Matrix, slack?: Float64Array): Product => ({
  rows, columns, data, sizes: data.map(Math.abs), rounding: gamma(2 * columns + 12),
  used: Uint8Array.from({ length: rows }, (_, r) => +[data, slack].some((x) => x?.subarray(r * columns, (r + 1) * columns).some((w) => w !== 0))),
});

/**
 * Differential symbolic bounds: affine bounds in the input, on the values of F's units and on the differences of the units of
 * G from those they imitate, layer by layer over a region. Rounding is absorbed by the spreads.
 * Source: Paulsen, Wang & Wang (2020), "ReluDiff" and "NeuroDiff", for bounding differences unit by unit; the chords here
 * are taken on each affine bound's own range.
 */
export class Differential {
  private readonly prepared: readonly Prepared[];
  private readonly last: number;
  /** Affine bounds of G_k - F_k for each output k, after `run` or `runForced`. */
  readonly output: Forms;
  /** Hidden units of G whose slope is open after `run`, as [layer, unit]. */
  open: (readonly [number, number])[] = [];
  private region!: Region;
  private readonly spare: Forms;
  private readonly apart: Apart = { zBelow: 0, zAbove: 0, zOffset: 0, yBelow: 0, yAbove: 0, yOffset: 0 };
  private readonly ends: { low: number; high: number; size: number } = { low: 0, high: 0, size: 0 };

  /** Relative error of a sum of `width` numbers. */
  private readonly along: number;

  constructor(
    pair: Pair,
    private readonly width: number,
  ) {
    this.along = gamma(2 * width + 8);
    const formsOf = (units: number): Forms => ({ middle: new Float64Array(units * width), spread: new Float64Array(units * width), size: new Float64Array(units) });
    this.spare = formsOf(1);
    this.prepared = pair.layers.map((layer): Prepared => {
      const m = productOf(layer.difference, layer.difference.slack);
      return {
        layer,
        w: productOf(layer.weights),
        v: productOf(layer.plus),
        m,
        mError: layer.difference.slack.map((s, i) => m.rounding * m.sizes[i] + s),
        a: formsOf(layer.weights.rows),
        error: formsOf(layer.plus.rows),
        base: formsOf(layer.plus.rows),
        delta: formsOf(layer.plus.rows),
        slope: new Uint8Array(layer.plus.rows),
        gap: new Float64Array(layer.weights.rows),
        errorGap: new Float64Array(layer.plus.rows),
      };
    });
    this.last = pair.layers.length - 1;
    this.output = this.prepared[this.last].delta;
  }

  /** Bounds everything over the region, whose `widthOf` is the one given. */
  run(region: Region): void {
    if (widthOf(region) !== this.width) throw new RangeError(`certify: needed a region of width ${this.width}, got ${widthOf(region)}`);
    this.region = region;
    this.open = [];
    this.firstLayer(region);
    for (let i = 0; i <= this.last; i++) {
      const here = this.prepared[i];
      if (i > 0) {
        const { layer, w, m, mError, base, a } = here, below = this.prepared[i - 1].a;
        // The outputs of F itself are not needed.
        if (i < this.last) this.add(w, null, below, layer.bias, null, null, a);
        this.add(m, mError, below, layer.biasDifference, layer.biasDifferenceRadius, null, base);
        this.add(here.v, null, this.prepared[i - 1].error, null, null, base, here.delta);
      }
      if (i < this.last) {
        this.errorsOf(i);
        this.activationsOf(here.a, here.gap);
      }
    }
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
      const here = this.prepared[i], { width } = this;
      if (i > from) this.add(here.v, null, this.prepared[i - 1].error, null, null, here.base, here.delta);
      if (i === this.last) break;
      for (let k = 0; k < here.slope.length; k++) {
        const slope = here.slope[k] === OPEN ? forced.get(i * 4294967296 + k)! : +(here.slope[k] === ONE);
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
    const { a, error } = this.prepared[this.last - 1], { width } = this;
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
   * How much of what the bounds leave open comes from each input of a box, about: the gap of every relaxed unit, times how much
   * of it may reach the outputs, shared out by the unit's slopes. After `run`.
   */
  influences(): Float64Array {
    const { width, last } = this, hull = this.region.kind === 'hull', scores = new Float64Array(hull ? width * width : width - 1);
    const lengths = new Float64Array(width);
    if (this.region.kind === 'hull') for (let v = 0; v < width; v++) for (let c = 0; c < width; c++) lengths[v] += this.region.points[v * width + c] ** 2;
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
      const { w, v, m } = this.prepared[i], { a, delta, slope, gap, errorGap, layer } = this.prepared[i - 1];
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
    this.range(this.output, k, -1);
    const { low } = this.ends;
    this.range(this.output, k, 1);
    const size = Math.max(-low, this.ends.high);
    return size >= 0 ? size : Number.isNaN(size) ? Infinity : 0;
  }

  /** z_1 and delta_1 are affine in x, but for inputs of both signs under a two-sided layer. */
  private firstLayer(region: Region): void {
    const { layer, a, base, delta } = this.prepared[0];
    const { width } = this, d = region.lower.length, hull = region.kind === 'hull';
    const { weights, bias, biasDifference, biasDifferenceRadius } = layer;
    const rounding = gamma(2 * d + 16);
    const centre = new Float64Array(d), half = new Float64Array(d), reach = new Float64Array(d);
    for (let c = 0; c < d; c++) {
      const lo = region.lower[c], hi = region.upper[c];
      centre[c] = region.kind === 'ball' ? 0 : (lo + hi) / 2;
      half[c] = region.kind === 'ball' ? region.radius : up(up(Math.max(hi - centre[c], centre[c] - lo)));
      reach[c] = hull ? Math.max(Math.abs(lo), Math.abs(hi)) : Math.abs(centre[c]) + half[c];
    }
    const affine = (row: Float64Array, from: number, constant: number, out: Float64Array, at: number): void => {
      if (hull) {
        for (let v = 0; v < width; v++) {
          let sum = constant;
          for (let c = 0; c < d; c++) sum += row[from + c] * region.points[v * d + c];
          out[at + v] = sum;
        }
        return;
      }
      let sum = constant;
      for (let c = 0; c < d; c++) {
        sum += row[from + c] * centre[c];
        out[at + 1 + c] = row[from + c] * half[c];
      }
      out[at] = sum;
    };
    const spreadBy = (forms: Forms, k: number, error: number): void => {
      forms.spread.fill(0, k * width, (k + 1) * width);
      this.widen(forms, k, error);
      this.measure(forms, k);
    };
    for (let r = 0; r < weights.rows; r++) {
      affine(weights.data, r * d, bias[r], a.middle, r * width);
      let size = Math.abs(bias[r]);
      for (let c = 0; c < d; c++) size += Math.abs(weights.data[r * d + c]) * reach[c];
      spreadBy(a, r, up(rounding * size) + TINY * (d + 4));
    }
    const { difference: m, differenceMinus } = layer;
    const row = new Float64Array(d);
    for (let k = 0; k < m.rows; k++) {
      let constant = biasDifference[k], bend = 0;
      let error = biasDifferenceRadius[k] + rounding * Math.abs(constant);
      for (let c = 0; c < d; c++) {
        const i = k * d + c, lo = region.lower[c], hi = region.upper[c];
        let slack = m.slack[i];
        row[c] = m.data[i];
        if (differenceMinus) {
          if (hi <= 0) [row[c], slack] = [differenceMinus.data[i], differenceMinus.slack[i]];
          else if (lo < 0) {
            // M relu(x) - M' relu(-x) = M' x + (M - M') relu(x), and relu(x) = s (x - lo/2) -+ s |lo|/2 with s = hi / (hi - lo).
            const step = m.data[i] - differenceMinus.data[i], s = Math.min(1, up(hi / down(hi - lo))), offset = up((s * -lo) / 2);
            row[c] = differenceMinus.data[i] + step * s;
            constant += step * offset;
            bend += Math.abs(step) * offset;
            slack = m.slack[i] + 2 * differenceMinus.slack[i] + rounding * (Math.abs(step) * 2 + Math.abs(differenceMinus.data[i]));
            error += (rounding * Math.abs(step) + m.slack[i] + differenceMinus.slack[i]) * 2 * offset;
          }
        }
        error += (rounding * Math.abs(row[c]) + slack) * reach[c];
      }
      affine(row, 0, constant, base.middle, k * width);
      error += bend * (1 + rounding) + rounding * Math.abs(constant);
      spreadBy(base, k, error * (1 + rounding) + (error > 0 ? TINY * (4 * d + 8) : 0));
    }
    delta.middle.set(base.middle);
    delta.spread.set(base.spread);
    delta.size.set(base.size);
  }

  /** into = product x forms + constant (each known to `radius`) + more, with all rounding in the spreads. */
  private add(product: Product, errors: Float64Array | null, forms: Forms, constant: Float64Array | null, radius: Float64Array | null, more: Forms | null, into: Forms): void {
    const { rows, columns, data, sizes, rounding } = product, { width } = this;
    if (more) {
      into.middle.set(more.middle);
      into.spread.set(more.spread);
    } else {
      into.middle.fill(0);
      into.spread.fill(0);
    }
    const { middleColumns, spreadColumns } = this.columnsOf(forms, columns);
    accumulate(into.middle, rows, columns, data, forms.middle, middleColumns, width);
    accumulate(into.spread, rows, columns, sizes, forms.spread, spreadColumns, width);
    for (let k = 0; k < rows; k++) {
      let error = 0;
      const from = k * columns;
      if (errors) for (const c of middleColumns) error += errors[from + c] * forms.size[c];
      else {
        for (const c of middleColumns) error += sizes[from + c] * forms.size[c];
        error *= rounding;
      }
      if (more) error += rounding * more.size[k];
      if (constant) {
        this.shift(into.middle, k, constant[k]);
        error += rounding * Math.abs(constant[k]) + (radius ? radius[k] : 0);
      }
      // Products may vanish below the smallest number: then the row is not 0 though its error is.
      const lossy = error > 0 || (product.used[k] === 1 && middleColumns.length > 0);
      if (lossy || Number.isNaN(error)) this.widen(into, k, error * (1 + rounding) + TINY * (columns + 4) * (2 * width + 4));
      this.measure(into, k);
    }
  }

  /** The columns that are not 0, in the middle or the spread, and those whose spread is not 0. */
  private columnsOf(forms: Forms, columns: number): { middleColumns: number[]; spreadColumns: number[] } {
    const middleColumns: number[] = [], spreadColumns: number[] = [], { width } = this;
    for (let c = 0; c < columns; c++) {
      if (!(forms.size[c] !== 0)) continue;
      middleColumns.push(c);
      for (let j = c * width; j < (c + 1) * width; j++) {
        if (forms.spread[j] !== 0) {
          spreadColumns.push(c);
          break;
        }
      }
    }
    return { middleColumns, spreadColumns };
  }

  private shift(values: Float64Array, k: number, by: number): void {
    const from = k * this.width;
    if (this.region.kind === 'hull') for (let j = from; j < from + this.width; j++) values[j] += by;
    else values[from] += by;
  }

  /** Adds a constant to a spread, rounded up. */
  private widen(forms: Forms, k: number, by: number): void {
    const from = k * this.width, { spread } = forms;
    if (this.region.kind === 'hull') for (let j = from; j < from + this.width; j++) spread[j] = up(spread[j] + by);
    else spread[from] = up(spread[from] + by);
  }

  private measure(forms: Forms, k: number): void {
    const from = k * this.width, { middle, spread } = forms;
    let size = 0;
    if (this.region.kind === 'hull') {
      for (let j = from; j < from + this.width; j++) {
        const here = Math.abs(middle[j]) + Math.abs(spread[j]);
        size = larger(size, here);
      }
    } else for (let j = from; j < from + this.width; j++) size += Math.abs(middle[j]) + Math.abs(spread[j]);
    forms.size[k] = size * (1 + 2 * this.along);
  }

  /** The range of middle_k + side * spread_k, rounded outward, into `ends`. */
  private range(forms: Forms, k: number, side: 1 | -1): void {
    const { middle, spread, size } = forms, { width, ends } = this, from = k * width;
    const slack = up(size[k] * this.along) + TINY;
    if (this.region.kind === 'hull') {
      let low = Infinity, high = -Infinity;
      for (let j = from; j < from + width; j++) {
        const value = middle[j] + side * spread[j];
        low = -larger(-low, -value);
        high = larger(high, value);
      }
      ends.low = low - slack;
      ends.high = high + slack;
    } else {
      let reach = 0;
      if (this.region.kind === 'box') for (let j = from + 1; j < from + width; j++) reach += Math.abs(middle[j] + side * spread[j]);
      else {
        for (let j = from + 1; j < from + width; j++) reach += (middle[j] + side * spread[j]) * (middle[j] + side * spread[j]);
        reach = Math.sqrt(reach) + 1e-150;
      }
      const value = middle[from] + side * spread[from];
      ends.low = value - reach - slack;
      ends.high = value + reach + slack;
    }
    ends.size = size[k];
  }

  /** a = relu(z), in place. */
  private activationsOf(a: Forms, gap: Float64Array): void {
    const { ends } = this;
    gap.fill(0);
    for (let k = 0; k < a.size.length; k++) {
      this.range(a, k, -1);
      const lowL = ends.low, highL = ends.high;
      this.range(a, k, 1);
      const lowH = ends.low, highH = ends.high;
      if (lowL >= 0) continue;
      if (highH <= 0) {
        this.relax(a, k, 0, 0, 0, 0, a);
        continue;
      }
      const upper = slopeAbove(lowH, highH);
      gap[k] = highH * -lowL / (highH - lowL);
      this.relax(a, k, slopeBelow(lowL, highL), 0, upper, lowH < 0 ? up(upper * -lowH) : 0, a);
    }
  }

  /** Delta = relu(z + delta) - relu(z) for the units of layer i; z is still in `a`. */
  private errorsOf(i: number): void {
    const { layer, a: z, delta, error, slope, errorGap } = this.prepared[i], { ends, width, apart } = this;
    errorGap.fill(0);
    for (let k = 0; k < slope.length; k++) {
      const r = layer.imitates[k];
      let fActive = true, fInactive = true, gActive: boolean, gInactive: boolean;
      if (r >= 0) {
        this.range(z, r, -1);
        const [zLow, zLowTop] = [ends.low, ends.high];
        this.range(z, r, 1);
        const [zHighBottom, zHigh] = [ends.low, ends.high];
        this.sumRange(z, r, delta, k, -1);
        const [yLow, yLowTop] = [ends.low, ends.high];
        this.sumRange(z, r, delta, k, 1);
        const [yHighBottom, yHigh] = [ends.low, ends.high];
        [fActive, fInactive, gActive, gInactive] = [zLow >= 0, zHigh <= 0, yLow >= 0, yHigh <= 0];
        apart.zBelow = slopeBelow(zLow, zLowTop);
        apart.zAbove = slopeAbove(zHighBottom, zHigh);
        apart.zOffset = zHighBottom < 0 ? up(apart.zAbove * -zHighBottom) : 0;
        apart.yBelow = slopeBelow(yLow, yLowTop);
        apart.yAbove = slopeAbove(yHighBottom, yHigh);
        apart.yOffset = yHighBottom < 0 ? up(apart.yAbove * -yHighBottom) : 0;
      } else {
        this.range(delta, k, -1);
        gActive = ends.low >= 0;
        this.range(delta, k, 1);
        gInactive = ends.high <= 0;
      }
      if (delta.size[k] === 0 || (fInactive && gInactive)) {
        slope[k] = ZERO;
        this.relax(delta, k, 0, 0, 0, 0, error);
        continue;
      }
      if (fActive && gActive) {
        slope[k] = ONE;
        for (let j = k * width; j < (k + 1) * width; j++) {
          error.middle[j] = delta.middle[j];
          error.spread[j] = delta.spread[j];
        }
        error.size[k] = delta.size[k];
        continue;
      }
      slope[k] = OPEN;
      errorGap[k] = delta.size[k];
      this.open.push([i, k]);
      this.range(delta, k, -1);
      const lowL = ends.low, highL = ends.high;
      this.range(delta, k, 1);
      const lowH = ends.low, highH = ends.high;
      // Below: Delta >= delta where F is active, Delta >= 0 where F is inactive, else Delta >= min(0, delta), by a chord.
      let below = 0, belowOffset = 0;
      if (fActive && fInactive) below = slopeBelow(lowL, highL);
      else if (fActive || (!fInactive && highL <= 0)) below = 1;
      else if (!fInactive && lowL < 0) {
        below = slopeAbove(-highL, -lowL);
        belowOffset = -up(below * highL);
      }
      // Above: Delta <= delta where G is active, Delta <= 0 where G is inactive, else Delta <= max(0, delta), by a chord.
      let above = 0, aboveOffset = 0;
      if (gActive || lowH >= 0) above = 1;
      else if (!gInactive && highH > 0) {
        above = slopeAbove(lowH, highH);
        aboveOffset = up(above * -lowH);
      }
      if (gInactive) above = aboveOffset = 0;
      this.relax(delta, k, below, belowOffset, above, aboveOffset, error);
      if (r >= 0) this.takeApart(z, r, delta, k, apart, error);
    }
  }

  /**
   * relu(z + delta) - relu(z) with each relu bounded on its own, in place of what `error` says of it where that is narrower by a
   * tenth: so it is where delta is larger than the range of z, near a kink.
   */
  private takeApart(z: Forms, r: number, delta: Forms, k: number, slopes: Apart, error: Forms): void {
    const { width, spare } = this, from = r * width, at = k * width, hull = this.region.kind === 'hull';
    const { zBelow, zAbove, zOffset, yBelow, yAbove, yOffset } = slopes;
    for (let j = 0; j < width; j++) {
      const zLow = z.middle[from + j] - z.spread[from + j], zHigh = z.middle[from + j] + z.spread[from + j];
      const yLow = zLow + delta.middle[at + j] - delta.spread[at + j], yHigh = zHigh + delta.middle[at + j] + delta.spread[at + j];
      const constant = hull || j === 0 ? 1 : 0;
      const high = yAbove * yHigh + constant * yOffset - zBelow * zLow, low = yBelow * yLow - zAbove * zHigh - constant * zOffset;
      spare.middle[j] = (high + low) / 2;
      spare.spread[j] = (high - low) / 2;
      if (hull && spare.spread[j] < 0) spare.spread[j] = 0;
    }
    this.widen(spare, 0, (z.size[r] + delta.size[k] + yOffset + zOffset) * 2e-14 + TINY * 16);
    if (!(this.widest(spare, 0) < 0.9 * this.widest(error, k))) return;
    error.middle.set(spare.middle, at);
    error.spread.set(spare.spread, at);
    this.measure(error, k);
  }

  /** The largest value of a spread, about. */
  private widest({ spread }: Forms, k: number): number {
    const from = k * this.width;
    let widest = this.region.kind === 'hull' ? 0 : spread[from];
    for (let j = from; j < from + this.width; j++) widest = this.region.kind === 'hull' ? Math.max(widest, spread[j]) : j > from ? widest + Math.abs(spread[j]) : widest;
    return widest;
  }

  /** The range of the sums of two forms. */
  private sumRange(p: Forms, r: number, q: Forms, k: number, side: 1 | -1): void {
    const { width, ends } = this, from = r * width, at = k * width;
    const size = p.size[r] + q.size[k], slack = up(2 * size * this.along) + TINY;
    const value = (j: number): number => p.middle[from + j] + q.middle[at + j] + side * (p.spread[from + j] + q.spread[at + j]);
    if (this.region.kind === 'hull') {
      let low = Infinity, high = -Infinity;
      for (let j = 0; j < width; j++) {
        const v = value(j);
        low = -larger(-low, -v);
        high = larger(high, v);
      }
      ends.low = low - slack;
      ends.high = high + slack;
      return;
    }
    let reach = 0;
    if (this.region.kind === 'box') for (let j = 1; j < width; j++) reach += Math.abs(value(j));
    else {
      for (let j = 1; j < width; j++) reach += value(j) * value(j);
      reach = Math.sqrt(reach) + 1e-150;
    }
    ends.low = value(0) - reach - slack;
    ends.high = value(0) + reach + slack;
  }

  /** into_k = the band between below * (lower form) + belowOffset and above * (upper form) + aboveOffset. */
  private relax(forms: Forms, k: number, below: number, belowOffset: number, above: number, aboveOffset: number, into: Forms): void {
    const { width } = this, from = k * width, { middle, spread } = forms;
    const size = forms.size[k];
    const sum = (above + below) / 2, gap = (above - below) / 2, offset = (aboveOffset - belowOffset) / 2, hull = this.region.kind === 'hull';
    for (let j = from; j < from + width; j++) {
      const m = middle[j], s = spread[j];
      into.middle[j] = sum * m + gap * s;
      // A spread is never negative. Over a hull each number is a value of it, and below 0 by rounding only.
      into.spread[j] = hull ? Math.max(0, gap * m + sum * s + offset) : gap * m + sum * s;
    }
    this.shift(into.middle, k, (aboveOffset + belowOffset) / 2);
    const error = (size + Math.abs(aboveOffset) + Math.abs(belowOffset)) * 1e-14;
    if (above !== 0 || below !== 0) this.widen(into, k, (hull ? 0 : offset) + error + TINY * 8);
    this.measure(into, k);
  }
}

const TINY = 5e-324;

/** The larger of two numbers; NaN if one is. */
const larger = (a: number, b: number): number => (b <= a ? a : b > a ? b : NaN);

/** |P|^T x. */
function carriedBack({ rows, columns, sizes }: Product, x: Float64Array): Float64Array {
  const out = new Float64Array(columns);
  for (let r = 0; r < rows; r++) if (x[r] !== 0) for (let c = 0; c < columns; c++) out[c] += sizes[r * columns + c] * x[r];
  return out;
}

/** The slope of the chord of relu above [low, high], at least the true one, at most 1; 0 <= high. */
const slopeAbove = (low: number, high: number): number => (low >= 0 ? 1 : high <= 0 ? 0 : Math.min(1, up(high / down(high - low))));

/** A slope in [0, 1] for relu(z) >= slope * z. */
const slopeBelow = (low: number, high: number): number => (low >= 0 ? 1 : high <= 0 ? 0 : high / (high - low));

/** into[r, :] += sum over the listed columns of matrix[r, c] forms[c, :]. */
function accumulate(into: Float64Array, rows: number, columns: number, matrix: Float64Array, forms: Float64Array, list: readonly number[], width: number): void {
  const n = list.length;
  for (let r = 0; r < rows; r++) {
    const from = r * columns, at = r * width;
    let j = 0;
    for (; j + 4 <= width; j += 4) {
      let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      for (let e = 0; e < n; e++) {
        const c = list[e], w = matrix[from + c], f = c * width + j;
        s0 += w * forms[f];
        s1 += w * forms[f + 1];
        s2 += w * forms[f + 2];
        s3 += w * forms[f + 3];
      }
      into[at + j] += s0;
      into[at + j + 1] += s1;
      into[at + j + 2] += s2;
      into[at + j + 3] += s3;
    }
    for (; j + 2 <= width; j += 2) {
      let s0 = 0, s1 = 0;
      for (let e = 0; e < n; e++) {
        const c = list[e], w = matrix[from + c], f = c * width + j;
        s0 += w * forms[f];
        s1 += w * forms[f + 1];
      }
      into[at + j] += s0;
      into[at + j + 1] += s1;
    }
    for (; j < width; j++) {
      let s = 0;
      for (let e = 0; e < n; e++) s += matrix[from + list[e]] * forms[list[e] * width + j];
      into[at + j] += s;
    }
  }
}
