import { up } from '../numeric/rounding.js';
import { slopeAbove, slopeBelow, TINY, type FormArithmetic, type Forms } from './forms.js';

/** What is known of a hidden unit's slope lambda between the two networks on the region: Delta = lambda delta. */
export const OPEN = 0, ONE = 1, ZERO = 2;

/** What is known of the units of a layer of G. */
export interface Known {
  readonly slope: Uint8Array;
  /** What the relaxation of each difference leaves open, about; for the choice of cuts. */
  readonly gap: Float64Array;
}

/** Slopes and offsets that bound relu(z) and relu(y) on their own. */
interface Apart {
  zBelow: number;
  zAbove: number;
  zOffset: number;
  yBelow: number;
  yAbove: number;
  yOffset: number;
}

/** The relaxations of relu over a region: of values, and of differences; each chord is taken on its affine bound's own range. */
export class ReluRules {
  private readonly spare: Forms;
  private readonly apart: Apart = { zBelow: 0, zAbove: 0, zOffset: 0, yBelow: 0, yAbove: 0, yOffset: 0 };

  constructor(private readonly arithmetic: FormArithmetic) {
    this.spare = arithmetic.formsOf(1);
  }

  /** a = relu(z), in place; `gap` is what the relaxation of each unit leaves open, about. */
  activationsOf(a: Forms, gap: Float64Array): void {
    const { arithmetic } = this, { ends } = arithmetic;
    gap.fill(0);
    for (let k = 0; k < a.size.length; k++) {
      arithmetic.bounds(a, k);
      const { lowMin, lowMax, highMin, highMax } = ends;
      if (lowMin >= 0) continue;
      if (highMax <= 0) {
        arithmetic.relax(a, k, 0, 0, 0, 0, a);
        continue;
      }
      const above = slopeAbove(highMin, highMax);
      gap[k] = (highMax * -lowMin) / (highMax - lowMin);
      arithmetic.relax(a, k, slopeBelow(lowMin, lowMax), 0, above, highMin < 0 ? up(above * -highMin) : 0, a);
    }
  }

  /** error = relu(z + delta) - relu(z), unit by unit of G, z being 0 for one that imitates nothing. Returns the units whose slope is open. */
  errorsOf(imitates: Int32Array, z: Forms, delta: Forms, known: Known, error: Forms): number[] {
    const { apart, arithmetic } = this, { ends, width } = arithmetic, { slope, gap: errorGap } = known, open: number[] = [];
    errorGap.fill(0);
    for (let k = 0; k < slope.length; k++) {
      const r = imitates[k];
      let fActive = true, fInactive = true;
      if (r >= 0) {
        arithmetic.bounds(z, r);
        apart.zBelow = slopeBelow(ends.lowMin, ends.lowMax);
        apart.zAbove = slopeAbove(ends.highMin, ends.highMax);
        apart.zOffset = ends.highMin < 0 ? up(apart.zAbove * -ends.highMin) : 0;
        [fActive, fInactive] = [ends.lowMin >= 0, ends.highMax <= 0];
        arithmetic.bounds(delta, k, z, r);
        apart.yBelow = slopeBelow(ends.lowMin, ends.lowMax);
        apart.yAbove = slopeAbove(ends.highMin, ends.highMax);
        apart.yOffset = ends.highMin < 0 ? up(apart.yAbove * -ends.highMin) : 0;
      } else arithmetic.bounds(delta, k);
      const gActive = ends.lowMin >= 0, gInactive = ends.highMax <= 0;
      if (delta.size[k] === 0 || (fInactive && gInactive)) {
        slope[k] = ZERO;
        arithmetic.relax(delta, k, 0, 0, 0, 0, error);
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
      open.push(k);
      arithmetic.bounds(delta, k);
      const { lowMin, lowMax, highMin, highMax } = ends;
      // Below: Delta >= delta where F is active, Delta >= 0 where F is inactive, else Delta >= min(0, delta), by a chord.
      let below = 0, belowOffset = 0;
      if (fActive && fInactive) below = slopeBelow(lowMin, lowMax);
      else if (fActive || (!fInactive && lowMax <= 0)) below = 1;
      else if (!fInactive && lowMin < 0) {
        below = slopeAbove(-lowMax, -lowMin);
        belowOffset = -up(below * lowMax);
      }
      // Above: Delta <= delta where G is active, Delta <= 0 where G is inactive, else Delta <= max(0, delta), by a chord.
      let above = 0, aboveOffset = 0;
      if (gActive || highMin >= 0) above = 1;
      else if (!gInactive && highMax > 0) {
        above = slopeAbove(highMin, highMax);
        aboveOffset = up(above * -highMin);
      }
      if (gInactive) above = aboveOffset = 0;
      arithmetic.relax(delta, k, below, belowOffset, above, aboveOffset, error);
      if (r >= 0) this.takeApart(z, r, delta, k, apart, error);
    }
    return open;
  }

  /**
   * relu(z + delta) - relu(z) with each relu bounded on its own, in place of what `error` says of it where that is narrower by a
   * tenth: so it is where delta is larger than the range of z, near a kink.
   */
  private takeApart(z: Forms, r: number, delta: Forms, k: number, slopes: Apart, error: Forms): void {
    const { arithmetic, spare } = this, { width } = arithmetic, from = r * width, at = k * width, hull = arithmetic.region.kind === 'hull';
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
    arithmetic.widen(spare, 0, (z.size[r] + delta.size[k] + yOffset + zOffset) * 2e-14 + TINY * (8 * width + 16));
    if (!(arithmetic.widest(spare, 0) < 0.9 * arithmetic.widest(error, k))) return;
    error.middle.set(spare.middle, at);
    error.spread.set(spare.spread, at);
    arithmetic.measure(error, k);
  }
}
