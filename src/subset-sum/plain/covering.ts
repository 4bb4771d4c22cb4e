import { Grid } from './grid.js';
import { addToSortedSums } from './sorted-sums.js';

/** The sorted list of all subset sums of a growing prefix, and whether it comes within the tolerance of every target. */
export class Covering {
  private list = new Float64Array(64);
  private other = new Float64Array(64);
  private length = 1;
  private total = 0;
  private size = 0;
  private readonly grid: Grid;
  private readonly low: number;
  private readonly high: number;
  private readonly tolerance: number;

  constructor(low: number, high: number, tolerance: number, reach: number) {
    this.grid = new Grid(Math.max(reach, Math.abs(low) + tolerance, Math.abs(high) + tolerance));
    this.low = this.grid.place(low);
    this.high = this.grid.place(high);
    this.tolerance = tolerance;
  }

  /** 1 if every target is now within the tolerance of a sum, 0 if not, -1 if the grid is outgrown. */
  grow(value: number): number {
    const x = this.grid.place(value);
    this.size += Math.abs(x);
    if (!(this.size <= this.grid.total)) return -1;
    this.total += x;
    if (this.other.length < 2 * this.length) this.other = new Float64Array(4 * this.length);
    addToSortedSums(this.list, this.length, x, this.total, this.other);
    [this.list, this.other] = [this.other, this.list];
    this.length *= 2;
    return this.covers() ? 1 : 0;
  }

  /** Whether the sums leave no gap: the first within the tolerance of `low`, steps of at most two tolerances, the last within it of `high`. */
  private covers(): boolean {
    const { list, length, tolerance, low, high } = this;
    let uncovered = low;
    for (let k = lowerBound(list, length, low - tolerance); k < length; k++) {
      if (list[k] - tolerance > uncovered) return false;
      uncovered = list[k] + tolerance;
      if (uncovered >= high) return true;
    }
    return false;
  }
}

function lowerBound(list: Float64Array, length: number, x: number): number {
  let low = 0, high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
