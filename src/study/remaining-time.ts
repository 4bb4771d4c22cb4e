/** The time that is left of a run, from what its own batches took: a mean for each case, since cases differ by far more than batches of one. */
export class RemainingTime {
  private readonly spent: number[];
  private readonly done: number[];

  constructor(
    private readonly left: number[],
    private readonly workers: number,
  ) {
    this.spent = left.map(() => 0);
    this.done = left.map(() => 0);
  }

  /** A batch of case `at` took so many seconds of one worker. */
  tell(at: number, seconds: number): void {
    this.left[at]--;
    this.done[at]++;
    this.spent[at] += seconds;
  }

  /** Seconds, null before the first batch; a case without one is taken for the mean of the others. */
  seconds(): number | null {
    const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);
    const all = sum(this.done);
    if (all === 0) return null;
    const mean = sum(this.spent) / all;
    return sum(this.left.map((n, at) => n * (this.done[at] > 0 ? this.spent[at] / this.done[at] : mean))) / this.workers;
  }
}
