import { distributionOf } from '../numeric/distribution-of.js';
import type { LayerLaw } from '../numeric/law.js';
import { powerOfTwo } from '../numeric/rounding.js';
import { binomialCdf } from '../numeric/statistics/index.js';

/** The values of a law in classes, by sign and by size between quantiles, each with its exact probability. */
export interface LawClasses {
  /** Probability of each class; of class 0, of all that the law never gives, it is 0. */
  readonly shares: readonly number[];
  /** The class of a number. */
  classOf(weight: number): number;
  /** The values of a class, as an interval. */
  text(number: number): string;
}

/** Classes of a law whose sizes part at its quantiles `at`, ascending in (0, 1); those that meet in one size are one. */
export function classesOf(law: LayerLaw, at: readonly number[]): LawClasses {
  const distribution = distributionOf(law), step = powerOfTwo(law.gridExponent);
  /** The least size, in steps, that at least a share p of the sizes does not exceed. */
  const quantile = (p: number): number => {
    let high = 16777216;
    for (let low = 0; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if (distribution(middle * step) >= p) high = middle;
      else low = middle;
    }
    return high * step;
  };
  const ends = [...new Set([...at, 1].map(quantile))], sizes = ends.length;
  const shares = ends.map((end, i) => (distribution(end) - (i === 0 ? 0 : distribution(ends[i - 1]))) / 2);
  return {
    shares: [0, ...shares, ...shares],
    classOf(weight) {
      const size = Math.abs(weight), i = ends.findIndex((end) => size <= end);
      return size > 0 && i >= 0 ? 1 + i + (weight < 0 ? sizes : 0) : 0;
    },
    text(number) {
      const i = (number - 1) % sizes, from = i === 0 ? 0 : ends[i - 1];
      return number === 0 ? `0 or beyond ${ends[sizes - 1]}` : number <= sizes ? `(${from}, ${ends[i]}]` : `[-${ends[i]}, ${from === 0 ? 0 : -from})`;
    },
  };
}

/** Whether so many of `trials` independent events of probability p are so few or so many as happens with probability at most `level`, exactly. */
export const isUnlikely = (count: number, trials: number, p: number, level: number): boolean =>
  p <= 0 ? count > 0 : p >= 1 ? count < trials : Math.min(binomialCdf(count, trials, p), count === 0 ? 1 : binomialCdf(trials - count, trials, 1 - p)) <= level / 2;
