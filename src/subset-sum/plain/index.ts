import type { Engine } from '../engine.js';
import { positions } from '../mask.js';
import { closestPair, type ClosestPair } from './closest-pair.js';
import { Covering } from './covering.js';
import { Grid } from './grid.js';
import { Prefix } from './prefix.js';
import { sortedSubsetSums, subsetOfSum } from './sorted-sums.js';

/** Beyond this many candidates the rest is enumerated around the two sorted lists, so memory stays at 2^22 sums a list. */
const IN_LISTS = 44;

let lists = Array.from({ length: 4 }, () => new Float64Array(1024));
const placed = new Float64Array(64);
const pair: ClosestPair = { distance: Infinity, a: 0, b: 0 };

/** The engine in TypeScript: the fallback where there is no WebAssembly, and its oracle. */
export class PlainEngine implements Engine {
  readonly name = 'plain';
  readonly bits = 53;
  readonly headroom = 8;
  readonly most = 60;
  private mask: [number, number] = [0, 0];
  private readonly written = new Float64Array(64);
  private prefix: Prefix | undefined;
  private covering: Covering | undefined;

  values(): Float64Array {
    return this.written;
  }

  closest(n: number, target: number, tolerance: number): number {
    const values = this.written;
    let total = Math.abs(target);
    for (let k = 0; k < n; k++) total += Math.abs(values[k]);
    if (!(total < Infinity)) return -1;
    const grid = new Grid(total);
    for (let k = 0; k < n; k++) placed[k] = grid.place(values[k]);
    const goal = grid.place(target);
    const inLists = Math.min(n, IN_LISTS), lower = inLists >> 1, upper = inLists - lower, rest = n - inLists;
    if (lists[0].length <= 2 ** upper) lists = lists.map(() => new Float64Array(2 ** upper + 1));
    const low = sortedSubsetSums(placed, 0, lower, lists[0], lists[1]);
    const high = sortedSubsetSums(placed, lower, upper, lists[2], lists[3]);
    pair.distance = Infinity;
    let bestRest = 0, highTotal = 0;
    for (let k = lower; k < inLists; k++) highTotal += placed[k];
    for (let mask = 0; mask < 2 ** rest; mask++) {
      const before = pair.distance;
      let shift = 0;
      for (let k = 0; k < rest; k++) if ((mask >>> k) & 1) shift += placed[inLists + k];
      closestPair(low, 1 << lower, high, 1 << upper, highTotal, goal - shift, pair);
      if (pair.distance < before) bestRest = mask;
    }
    const own = subsetOfSum(placed, 0, lower, pair.a), other = subsetOfSum(placed, lower, upper, pair.b);
    this.mask = [own | (other << lower), Math.floor((other * 2 ** lower) / 2 ** 32) + bestRest * 2 ** (inLists - 32)];
    return (pair.distance <= tolerance ? 1 : 0) | (grid.rounded ? 2 : 0);
  }

  chosen(): number[] {
    return positions(this.mask[0], this.mask[1]);
  }

  startPrefix(target: number, tolerance: number, reach: number): number {
    this.prefix = new Prefix(target, tolerance, reach, this.written);
    return this.prefix.distance <= tolerance ? 1 : 0;
  }

  growPrefix(end: number): number {
    const time = this.prefix!.grow(end);
    if (time > 0) this.choosePrefix();
    return time;
  }

  choosePrefix(): void {
    this.mask = this.prefix!.choose();
  }

  get rounded(): boolean {
    return this.prefix!.rounded;
  }

  startCovering(low: number, high: number, tolerance: number, reach: number): void {
    this.covering = new Covering(low, high, tolerance, reach);
  }

  growCovering(value: number): number {
    return this.covering!.grow(value);
  }

  nearSubset(size: number, n: number, goal: number, edge: number): number {
    const chosen = this.near(size, n, goal, edge);
    this.mask = [0, 0];
    if (!chosen) return 0;
    for (const k of chosen) this.mask[k >> 5] |= 1 << (k & 31);
    return 1;
  }

  private near(size: number, n: number, goal: number, edge: number): number[] | undefined {
    if (size === 1) {
      for (let i = 0; i < n; i++) if (Math.abs(this.written[i] - goal) <= edge) return [i];
      return undefined;
    }
    for (let last = size - 1; last < n; last++) {
      const rest = this.near(size - 1, last, goal - this.written[last], edge);
      if (rest) return [...rest, last];
    }
    return undefined;
  }
}
