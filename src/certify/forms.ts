import type { Matrix } from '../numeric/matrix.js';
import { down, gamma, up } from '../numeric/rounding.js';
import { widthOf, type Region } from './region.js';

/**
 * Affine bounds, one per unit: for unit k the function lies in middle_k(x) -+ spread_k(x) over the region. `width` numbers
 * each, from k * width on. `size[k]` is at least sup (|middle_k| + |spread_k|), and in a box or ball the sum of the sizes of
 * all the numbers, so that relative errors of each number add up to that part of it.
 */
export interface Forms {
  readonly middle: Float64Array;
  readonly spread: Float64Array;
  readonly size: Float64Array;
}

/** A matrix, its entries' sizes, and the relative error of one row's sum. */
export interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
  readonly sizes: Float64Array;
  readonly rounding: number;
  /** 1 for each row that is not 0. */
  readonly used: Uint8Array;
}

/** A matrix prepared for `add`; a row that is 0 but for its slack counts as used. */
export const productOf = ({ rows, columns, data }: Matrix, slack?: Float64Array): Product => ({
  rows, columns, data, sizes: data.map(Math.abs), rounding: gamma(2 * columns + 12),
  used: Uint8Array.from({ length: rows }, (_, r) => +[data, slack].some((x) => x?.subarray(r * columns, (r + 1) * columns).some((w) => w !== 0))),
});

/** Arithmetic of forms over one region at a time. Rounding is absorbed by the spreads, and by ranges outward. */
export class FormArithmetic {
  region!: Region;
  /** What `bounds` found: the least and largest value of the lower bound, and of the upper. */
  readonly ends = { lowMin: 0, lowMax: 0, highMin: 0, highMax: 0 };
  /** Relative error of a sum of `width` numbers. */
  private readonly along: number;

  constructor(readonly width: number) {
    this.along = gamma(2 * width + 8);
  }

  /** Goes on to another region of the same width. Throws a RangeError on one of another. */
  over(region: Region): void {
    if (widthOf(region) !== this.width) throw new RangeError(`certify: needed a region of width ${this.width}, got ${widthOf(region)}`);
    this.region = region;
  }

  /** Forms of that many units, all 0. */
  formsOf(units: number): Forms {
    return { middle: new Float64Array(units * this.width), spread: new Float64Array(units * this.width), size: new Float64Array(units) };
  }

  /** into = product x forms + constant (each known to `radius`) + more, with all rounding in the spreads. */
  add(product: Product, errors: Float64Array | null, forms: Forms, constant: Float64Array | null, radius: Float64Array | null, more: Forms | null, into: Forms): void {
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

  /** Adds a constant to unit k of a list of functions. */
  shift(values: Float64Array, k: number, by: number): void {
    const from = k * this.width;
    if (this.region.kind === 'hull') for (let j = from; j < from + this.width; j++) values[j] += by;
    else values[from] += by;
  }

  /** Adds a constant to a spread, rounded up. */
  widen(forms: Forms, k: number, by: number): void {
    const from = k * this.width, { spread } = forms;
    if (this.region.kind === 'hull') for (let j = from; j < from + this.width; j++) spread[j] = up(spread[j] + by);
    else spread[from] = up(spread[from] + by);
  }

  /** Sets the size of unit k by its numbers. */
  measure(forms: Forms, k: number): void {
    const from = k * this.width, { middle, spread } = forms;
    let size = 0;
    if (this.region.kind === 'hull') for (let j = from; j < from + this.width; j++) size = larger(size, Math.abs(middle[j]) + Math.abs(spread[j]));
    else for (let j = from; j < from + this.width; j++) size += Math.abs(middle[j]) + Math.abs(spread[j]);
    forms.size[k] = size * (1 + 2 * this.along);
  }

  /** The ranges of both bounds of unit k, or of the sum of it and unit r of more forms, rounded outward, into `ends`. */
  bounds({ middle, spread, size }: Forms, k: number, more: Forms | null = null, r = 0): void {
    const { width, ends, region: { kind } } = this, from = k * width, at = r * width;
    // NaN in a number is NaN in its size, and so in all four ends.
    const slack = up((more ? 2 * (size[k] + more.size[r]) : size[k]) * this.along) + TINY;
    if (kind === 'hull') {
      let lowMin = Infinity, lowMax = -Infinity, highMin = Infinity, highMax = -Infinity;
      for (let j = 0; j < width; j++) {
        const m = more ? middle[from + j] + more.middle[at + j] : middle[from + j], s = more ? spread[from + j] + more.spread[at + j] : spread[from + j];
        const low = m - s, high = m + s;
        if (low < lowMin) lowMin = low;
        if (low > lowMax) lowMax = low;
        if (high < highMin) highMin = high;
        if (high > highMax) highMax = high;
      }
      ends.lowMin = lowMin - slack;
      ends.lowMax = lowMax + slack;
      ends.highMin = highMin - slack;
      ends.highMax = highMax + slack;
      return;
    }
    let low = 0, high = 0, reachLow = 0, reachHigh = 0;
    for (let j = 0; j < width; j++) {
      const m = more ? middle[from + j] + more.middle[at + j] : middle[from + j], s = more ? spread[from + j] + more.spread[at + j] : spread[from + j];
      if (j === 0) [low, high] = [m - s, m + s];
      else if (kind === 'box') {
        reachLow += Math.abs(m - s);
        reachHigh += Math.abs(m + s);
      } else {
        reachLow += (m - s) * (m - s);
        reachHigh += (m + s) * (m + s);
      }
    }
    if (kind === 'ball') [reachLow, reachHigh] = [Math.sqrt(reachLow) + 1e-150, Math.sqrt(reachHigh) + 1e-150];
    ends.lowMin = low - reachLow - slack;
    ends.lowMax = low + reachLow + slack;
    ends.highMin = high - reachHigh - slack;
    ends.highMax = high + reachHigh + slack;
  }

  /** The largest value of a spread, about. */
  widest({ spread }: Forms, k: number): number {
    const from = k * this.width;
    let widest = this.region.kind === 'hull' ? 0 : spread[from];
    for (let j = from; j < from + this.width; j++) widest = this.region.kind === 'hull' ? Math.max(widest, spread[j]) : j > from ? widest + Math.abs(spread[j]) : widest;
    return widest;
  }

  /** into_k = the band between below * (lower form) + belowOffset and above * (upper form) + aboveOffset. */
  relax(forms: Forms, k: number, below: number, belowOffset: number, above: number, aboveOffset: number, into: Forms): void {
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
    if (above !== 0 || below !== 0) this.widen(into, k, (hull ? 0 : offset) + error + TINY * (4 * width + 8));
    this.measure(into, k);
  }
}

/** The least number above 0. */
export const TINY = 5e-324;

/** The larger of two numbers; NaN if one is. */
const larger = (a: number, b: number): number => (b <= a ? a : b > a ? b : NaN);

/** The slope of the chord of relu above [low, high], at least the true one, at most 1; 0 <= high. */
export const slopeAbove = (low: number, high: number): number => (low >= 0 ? 1 : high <= 0 ? 0 : Math.min(1, up(high / down(high - low))));

/** A slope in [0, 1] for relu(z) >= slope * z. */
export const slopeBelow = (low: number, high: number): number => (low >= 0 ? 1 : high <= 0 ? 0 : high / (high - low));

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

/** |P|^T x. */
export function carriedBack({ rows, columns, sizes }: Product, x: Float64Array): Float64Array {
  const out = new Float64Array(columns);
  for (let r = 0; r < rows; r++) if (x[r] !== 0) for (let c = 0; c < columns; c++) out[c] += sizes[r * columns + c] * x[r];
  return out;
}
