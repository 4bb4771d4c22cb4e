import { closestPair, type ClosestPair } from './closest-pair.js';
import { Grid } from './grid.js';
import { addToSortedSums, subsetOfSum } from './sorted-sums.js';

let even = new Float64Array(64), odd = new Float64Array(64), spare = new Float64Array(64), shifted = new Float64Array(64);
const evens = new Float64Array(32), odds = new Float64Array(32);

/**
 * A prefix of the candidates that grows by one: the sorted sums of those at even and at odd positions are kept, and only
 * subsets with the newest candidate are looked at.
 */
export class Prefix {
  private readonly pair: ClosestPair;
  private readonly target: number;
  private readonly grid: Grid;
  private length = 0;
  private bestPrefix = 0;
  private evenTotal = 0;
  private oddTotal = 0;
  private positive = 0;
  private negative = 0;

  constructor(
    target: number,
    private readonly tolerance: number,
    reach: number,
    private readonly values: Float64Array,
  ) {
    this.grid = new Grid(Math.max(Math.abs(target), reach));
    this.target = this.grid.place(target);
    this.pair = { distance: Math.abs(this.target), a: 0, b: 0 };
    even[0] = odd[0] = 0;
  }

  get distance(): number {
    return this.pair.distance;
  }

  get rounded(): boolean {
    return this.grid.rounded;
  }

  /** Takes values up to position `end`. The length at which a subset is within the tolerance, 0: none is, -1: the grid is outgrown. */
  grow(end: number): number {
    const { pair, target, tolerance } = this;
    while (this.length < end) {
      if (this.length > 0) this.growNewest();
      const x = this.grid.place(this.values[this.length]), isEven = (this.length & 1) === 0, half = this.length >> 1;
      if (x > 0) this.positive += x;
      else this.negative += x;
      if (!(this.positive - this.negative <= this.grid.total)) return -1;
      (isEven ? evens : odds)[half] = x;
      const m = ++this.length, own = 2 ** half, rest = 2 ** (m >> 1), grown = isEven ? even : odd;
      const before = pair.distance;
      if (target <= this.positive + pair.distance && target >= this.negative - pair.distance) {
        // Only subsets that hold the newest candidate are new: the other list stays, this one moves by x.
        if (shifted.length <= own) shifted = new Float64Array(2 * own + 1);
        for (let k = 0; k < own; k++) shifted[k] = grown[k] + x;
        closestPair(shifted, own, isEven ? odd : even, rest, isEven ? this.oddTotal : this.evenTotal, target, pair);
      }
      if (pair.distance < before) this.bestPrefix = m;
      if (pair.distance <= tolerance) return m;
    }
    return 0;
  }

  /** Takes the newest candidate into its list. */
  private growNewest(): void {
    const newest = this.length - 1, half = newest >> 1, length = 2 ** half;
    if (spare.length <= 2 * length) spare = new Float64Array(4 * length + 1);
    const into = spare;
    if ((newest & 1) === 0) {
      this.evenTotal += evens[half];
      addToSortedSums(even, length, evens[half], this.evenTotal, into);
      spare = even;
      even = into;
    } else {
      this.oddTotal += odds[half];
      addToSortedSums(odd, length, odds[half], this.oddTotal, into);
      spare = odd;
      odd = into;
    }
  }

  /** The closest subset found, as a mask: [0, 32) and [32, 64). */
  choose(): [number, number] {
    if (this.bestPrefix === 0) return [0, 0];
    const newest = this.bestPrefix - 1, half = newest >> 1, isEven = (newest & 1) === 0;
    const x = (isEven ? evens : odds)[half];
    const own = subsetOfSum(isEven ? evens : odds, 0, half, this.pair.a - x);
    const other = subsetOfSum(isEven ? odds : evens, 0, this.bestPrefix >> 1, this.pair.b);
    const mask = [0, 0];
    const put = (k: number): void => {
      mask[k >>> 5] = (mask[k >>> 5] | (1 << (k & 31))) >>> 0;
    };
    put(newest);
    for (let k = 0; k < 32; k++) {
      if ((own >>> k) & 1) put(2 * k + (isEven ? 0 : 1));
      if ((other >>> k) & 1) put(2 * k + (isEven ? 1 : 0));
    }
    return [mask[0], mask[1]];
  }
}
