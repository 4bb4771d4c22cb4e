import { exponent, powerOfTwo } from '../../numeric/rounding.js';

/** A power-of-two grid so fine that numbers of absolute sum `total` stay below 2^53 steps: float64 adds them exactly. */
export class Grid {
  /** Whether some number did not lie on the grid. */
  rounded = false;
  private readonly step: number;
  private readonly steps: number;

  constructor(readonly total: number) {
    const e = total > 0 ? Math.max(-960, Math.min(960, exponent(total))) : 0;
    this.step = powerOfTwo(e - 52);
    this.steps = powerOfTwo(52 - e);
  }

  /** The nearest multiple of the step. */
  place(x: number): number {
    const steps = x * this.steps, whole = Math.round(steps);
    if (whole !== steps) this.rounded = true;
    return whole * this.step;
  }
}
